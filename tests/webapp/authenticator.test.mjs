/* The authenticator's ground: secrets and addresses as people have them, codes by RFC 6238, signed
 * calls, the clock, the pace of asking. */
import assert from 'node:assert/strict';
import { createPublicKey, verify, webcrypto } from 'node:crypto';
import test from 'node:test';
import { decodeBase32 } from '../../webapp/authenticator/lib/base32.js';
import * as clock from '../../webapp/authenticator/lib/clock.js';
import { deviceName } from '../../webapp/authenticator/lib/device.js';
import { makeKeys, publicJwk, signatureHeaders } from '../../webapp/authenticator/lib/keys.js';
import { readManner, readOtpauth, readSecret } from '../../webapp/authenticator/lib/otpauth.js';
import { codeAt, importSecret, inHalves, leftAt } from '../../webapp/authenticator/lib/totp.js';
import { pauseMs } from '../../webapp/authenticator/lib/watch.js';

globalThis.crypto ??= webcrypto;

const bytesOf = text => new TextEncoder().encode(text);
const codeOf = error => error.code;

test('base32_is_read_as_rfc_4648_writes_it', () => {
  const vectors = { MY: 'f', MZXQ: 'fo', MZXW6: 'foo', MZXW6YQ: 'foob', MZXW6YTB: 'fooba',
    MZXW6YTBOI: 'foobar', 'MZXW6YTBOI======': 'foobar' };
  for (const [text, plain] of Object.entries(vectors)) {
    assert.deepEqual(decodeBase32(text), bytesOf(plain), text);
  }
});

test('base32_may_be_typed_small_with_spaces_and_dashes', () => {
  assert.deepEqual(decodeBase32(' mzxw 6ytb-oi '), bytesOf('foobar'));
});

test('what_is_no_base32_gives_nothing', () => {
  const texts = ['', ' ', '=', 'A', 'ABC', 'ABCDEF', 'MZXW0', 'MZXW1', 'MZXW8', 'ÄÄ', 'AA=A'];
  for (const text of texts) {
    assert.equal(decodeBase32(text), null, text);
  }
});

test('an_address_tells_who_and_how', () => {
  const read = readOtpauth('otpauth://totp/Simpul:budi?secret=GEZDGNBVGY3TQOJQ&issuer=Simpul'
    + '&algorithm=SHA1&digits=6&period=30&pairing=to-ken_1&portal=https%3A%2F%2Fa.go.id%2F');
  assert.deepEqual(read, {
    issuer: 'Simpul', name: 'budi', hash: 'SHA-1', digits: 6, period: 30,
    secret: bytesOf('1234567890'), pairing: 'to-ken_1', portal: 'https://a.go.id',
  });
});

test('an_address_without_details_means_the_usual', () => {
  const { issuer, name, hash, digits, period, pairing, portal } =
    readOtpauth(' OTPAUTH://TOTP/siti%40instansi.go.id?secret=gezd%20gnbv ');
  assert.deepEqual({ issuer, name, hash, digits, period, pairing, portal }, {
    issuer: '', name: 'siti@instansi.go.id', hash: 'SHA-1', digits: 6, period: 30,
    pairing: '', portal: '',
  });
});

test('the_issuer_may_stand_before_the_name_alone', () => {
  const of = label => readOtpauth(`otpauth://totp/${label}?secret=GEZDGNBV`);
  assert.equal(of('Badan%20Contoh%3Abudi').issuer, 'Badan Contoh');
  assert.equal(of('Badan:a:b').name, 'a:b');
  assert.equal(of('100%').name, '100%');
});

test('names_lose_what_could_deceive_and_do_not_grow_endlessly', () => {
  const { issuer, name } = readOtpauth('otpauth://totp/x?secret=GEZDGNBV&issuer=a%E2%80%AEb%00c');
  assert.equal(issuer, 'abc');
  assert.equal(name, 'x');
  assert.equal(readOtpauth(`otpauth://totp/${'x'.repeat(500)}?secret=GEZDGNBV`).name.length, 128);
});

test('sha_256_and_512_eight_digits_and_other_periods_are_read', () => {
  const { hash, digits, period } = readOtpauth(
    'otpauth://totp/x?secret=GEZDGNBV&algorithm=sha-256&digits=8&period=60');
  assert.deepEqual({ hash, digits, period }, { hash: 'SHA-256', digits: 8, period: 60 });
  assert.equal(readManner({ algorithm: 'SHA512', digits: 6, period: 30 }).hash, 'SHA-512');
});

test('what_cannot_be_used_is_refused_with_its_reason', () => {
  const reasons = {
    'https://a.go.id/': 'qr_not_totp',
    'WIFI:S:kantor;;': 'qr_not_totp',
    'otpauth://hotp/x?secret=GEZDGNBV&counter=1': 'totp_unsupported',
    'otpauth-migration://offline?data=AAAA': 'totp_unsupported',
    'otpauth://totp/x?secret=GEZDGNBV&digits=7': 'totp_unsupported',
    'otpauth://totp/x?secret=GEZDGNBV&digits=6x': 'totp_unsupported',
    'otpauth://totp/x?secret=GEZDGNBV&period=0': 'totp_unsupported',
    'otpauth://totp/x?secret=GEZDGNBV&algorithm=MD5': 'totp_unsupported',
    'otpauth://totp/x?secret=GEZDGNB1': 'totp_secret_invalid',
    'otpauth://totp/x?secret=GEZA': 'totp_secret_invalid',
    'otpauth://totp/x?issuer=Simpul': 'totp_secret_invalid',
  };
  for (const [text, code] of Object.entries(reasons)) {
    assert.throws(() => readOtpauth(text), error => codeOf(error) === code, text);
  }
});

const RFC_6238 = [
  [59, '94287082', '46119246', '90693936'],
  [1111111109, '07081804', '68084774', '25091201'],
  [1111111111, '14050471', '67062674', '99943326'],
  [1234567890, '89005924', '91819424', '93441116'],
  [2000000000, '69279037', '90698825', '38618901'],
  [20000000000, '65353130', '77737706', '47863826'],
];
const SEEDS = [
  ['SHA-1', '12345678901234567890'],
  ['SHA-256', '12345678901234567890123456789012'],
  ['SHA-512', '1234567890123456789012345678901234567890123456789012345678901234'],
];

test('codes_are_those_of_rfc_6238', async () => {
  for (const [column, [hash, seed]] of SEEDS.entries()) {
    const secretKey = await importSecret(bytesOf(seed), hash);
    for (const [seconds, ...codes] of RFC_6238) {
      const code = await codeAt({ secretKey, digits: 8, period: 30 }, seconds);
      assert.equal(code, codes[column], `${hash} at ${seconds}`);
      const short = await codeAt({ secretKey, digits: 6, period: 30 }, seconds + 0.9);
      assert.equal(short, codes[column].slice(2));
    }
  }
});

test('a_secret_is_wiped_and_its_key_cannot_be_read', async () => {
  const bytes = readSecret('GEZDGNBVGY3TQOJQ');
  const key = await importSecret(bytes, 'SHA-1');
  assert.ok(bytes.every(byte => byte === 0));
  assert.equal(key.extractable, false);
  await assert.rejects(crypto.subtle.exportKey('raw', key));
});

test('codes_are_read_in_halves_and_run_out', () => {
  assert.equal(inHalves('123456'), '123 456');
  assert.equal(inHalves('12345678'), '1234 5678');
  assert.equal(leftAt(30, 60), 30);
  assert.equal(leftAt(30, 89.5), 0.5);
});

/* What the portal does: the text of method, path, time and digest, and raw r and s. */
const isSigned = (jwk, text, signature) => verify('sha256', Buffer.from(text),
  { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
  Buffer.from(signature, 'base64'));

test('a_call_is_signed_over_method_path_time_and_body', async () => {
  const keys = await makeKeys();
  const jwk = await publicJwk(keys.publicKey);
  assert.deepEqual(Object.keys(jwk), ['kty', 'crv', 'x', 'y']);
  const call = { method: 'POST', path: '/authenticator/pair', time: 1700000000, body: 'abc' };
  const headers = await signatureHeaders(keys.privateKey, { ...call, deviceId: 'dev_1' });
  assert.equal(headers['Simpul-Device'], 'dev_1');
  assert.equal(headers['Simpul-Time'], '1700000000');
  const text = 'POST\n/authenticator/pair\n1700000000\n'
    + 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  assert.ok(isSigned(jwk, text, headers['Simpul-Signature']));
  assert.ok(!isSigned(jwk, text.replace('POST', 'GET'), headers['Simpul-Signature']));
});

test('pairing_names_no_device_and_its_key_cannot_be_read', async () => {
  const keys = await makeKeys();
  const headers = await signatureHeaders(keys.privateKey,
    { method: 'GET', path: '/', time: 1, body: '' });
  assert.deepEqual(Object.keys(headers), ['Simpul-Time', 'Simpul-Signature']);
  await assert.rejects(crypto.subtle.exportKey('jwk', keys.privateKey));
});

const served = ms => new Date(ms).toUTCString();

test('a_right_clock_is_left_alone_and_a_wrong_one_corrected', () => {
  const asked = Date.now(), answered = asked + 200;
  assert.equal(clock.learn(served(asked), asked, answered), false);
  assert.equal(clock.minutesWrong(), 0);
  assert.equal(clock.learn(served(asked + 600_000), asked, answered), true);
  assert.ok(Math.abs(clock.now() - Date.now() - 600_000) < 1500);
  assert.equal(clock.minutesWrong(), 10);
  assert.equal(clock.learn(served(asked + 600_000), asked, answered), false);
  assert.equal(clock.learn(null, asked, answered), false);
  assert.equal(clock.learn(served(asked), asked, answered), true);
  assert.equal(clock.minutesWrong(), 0);
});

test('the_portal_is_asked_within_two_seconds_and_spared_when_it_fails', () => {
  assert.equal(pauseMs({ idleMs: 0, failures: 0 }), 1000);
  assert.ok(pauseMs({ idleMs: 3_600_000, failures: 0 }) <= 1500);
  assert.ok(pauseMs({ idleMs: 0, failures: 1 }) >= 2000);
  assert.equal(pauseMs({ idleMs: 0, failures: 50 }), 5000);
  assert.equal(pauseMs({ idleMs: 0, failures: 1, retryAfterS: 30 }), 30_000);
});

test('a_device_is_named_by_browser_and_system', () => {
  const agents = {
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36':
      'Chrome, Android',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit Version/17.0 Safari/604.1':
      'Safari, iPhone',
    'Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36 Edg/130.0': 'Edge, Windows',
    'something': 'Authenticator',
  };
  for (const [agent, name] of Object.entries(agents)) assert.equal(deviceName(agent), name);
});
