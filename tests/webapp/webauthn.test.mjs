/* Passkeys in the browser: what it is asked, what is sent on, and how its refusals are called. */
import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import {
  bytesOf, canHavePasskeys, canOffer, forgetPasskey, isOnThisDevice, makePasskey, textOf,
  usePasskey,
} from '../../webapp/lib/webauthn.js';

const buffer = (...bytes) => new Uint8Array(bytes).buffer;
const define = (name, value) =>
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });

let kept, asked, gone;
beforeEach(() => {
  kept = new Map();
  asked = gone = null;
  define('localStorage', {
    getItem: key => kept.get(key) ?? null, setItem: (key, value) => kept.set(key, value),
  });
  define('location', { hostname: 'simpul.go.id' });
  define('PublicKeyCredential', {
    isConditionalMediationAvailable: async () => true,
    signalUnknownCredential: async what => { gone = what; },
  });
});

/* A browser whose authenticator answers so. */
const browserGives = answer => {
  const act = async options => {
    asked = options;
    if (answer instanceof Error) throw answer;
    return answer;
  };
  define('navigator', { credentials: { create: act, get: act } });
};

const credential = (response, attachment = 'platform') => ({
  id: '-_8', type: 'public-key', authenticatorAttachment: attachment, response,
  getClientExtensionResults: () => ({}),
});

const made = () => credential({
  clientDataJSON: buffer(1), attestationObject: buffer(2), getTransports: () => ['internal'],
});

const CREATE = { challenge: 'AAEC', user: { id: '_-8', name: 'budi' },
  excludeCredentials: [{ type: 'public-key', id: 'AQ' }] };

test('base64url_goes_both_ways', () => {
  assert.deepEqual([...bytesOf('-_8')], [251, 255]);
  assert.equal(textOf(buffer(251, 255)), '-_8');
  for (let size = 0; size < 5; size += 1) {
    const bytes = Uint8Array.from({ length: size }, (_, i) => 250 + i);
    assert.deepEqual(bytesOf(textOf(bytes.buffer)), bytes);
  }
});

test('there_are_no_passkeys_at_an_address_in_figures_or_without_webauthn', async () => {
  browserGives(null);
  assert.equal(canHavePasskeys(), true);
  assert.equal(await canOffer(), true);
  for (const hostname of ['127.0.0.1', '10.0.0.7', '[::1]']) {
    define('location', { hostname });
    assert.equal(canHavePasskeys(), false, hostname);
    assert.equal(await canOffer(), false, hostname);
  }
  define('location', { hostname: 'localhost' });
  assert.equal(canHavePasskeys(), true);
  define('PublicKeyCredential', {});
  assert.equal(await canOffer(), false);
  define('PublicKeyCredential', undefined);
  assert.equal(canHavePasskeys(), false);
});

test('a_passkey_is_made_and_remembered_as_this_devices', async () => {
  browserGives(made());
  const sent = await makePasskey(CREATE);
  assert.deepEqual([...asked.publicKey.challenge], [0, 1, 2]);
  assert.deepEqual([...asked.publicKey.user.id], [255, 239]);
  assert.deepEqual([...asked.publicKey.excludeCredentials[0].id], [1]);
  assert.deepEqual(sent.response,
    { clientDataJSON: 'AQ', attestationObject: 'Ag', transports: ['internal'] });
  assert.equal(isOnThisDevice('-_8'), true);
  assert.equal(isOnThisDevice('AQ'), false);
  forgetPasskey('-_8');
  assert.equal(isOnThisDevice('-_8'), false);
  assert.deepEqual(gone, { rpId: 'simpul.go.id', credentialId: '-_8' });
});

test('a_key_that_is_carried_about_is_not_this_device', async () => {
  browserGives(credential(made().response, 'cross-platform'));
  await makePasskey(CREATE);
  assert.equal(isOnThisDevice('-_8'), false);
});

test('a_passkey_is_used_as_the_page_wants', async () => {
  browserGives(credential({ clientDataJSON: buffer(1), authenticatorData: buffer(2),
    signature: buffer(3), userHandle: null }));
  const sent = await usePasskey({ challenge: 'AAEC', allowCredentials: [] },
    { mediation: 'conditional' });
  assert.equal(asked.mediation, 'conditional');
  assert.deepEqual(sent.response,
    { clientDataJSON: 'AQ', authenticatorData: 'Ag', signature: 'Aw', userHandle: '' });
});

test('what_the_browser_refuses_has_a_name_with_words', async () => {
  const { default: words } = await import('../../webapp/locales/id/passkeys.js');
  const names = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'here',
    SecurityError: 'address', NotSupportedError: 'unsupported', ConstraintError: 'unsupported',
    UnknownError: 'failed' };
  for (const [name, code] of Object.entries(names)) {
    browserGives(new DOMException('', name));
    await assert.rejects(makePasskey(CREATE), { code: `passkey_${code}` });
    assert.ok(words[`problem.passkey_${code}`], code);
  }
  browserGives(null);
  await assert.rejects(usePasskey({ challenge: '' }), { code: 'passkey_cancelled' });
});
