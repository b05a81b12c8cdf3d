/* Signing in safely: how a sign-in goes on, how the page waits, what is shown once, what leaves the
 * address. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import test, { beforeEach } from 'node:test';
import { useArea, useLanguage } from '../../webapp/lib/i18n.js';

const stored = new Map();
const storage = {
  getItem: name => stored.get(name) ?? null,
  setItem: (name, value) => stored.set(name, String(value)),
  removeItem: name => stored.delete(name),
};
const moves = [];

globalThis.crypto ??= webcrypto;        // Node 18 has it under this name alone
Object.assign(globalThis, {
  localStorage: storage, sessionStorage: storage,
  location: { origin: 'https://simpul.contoh.go.id', pathname: '/app/', search: '', hash: '' },
  history: { state: null, replaceState: (state, _, path) => moves.push(path) },
});
globalThis.document ??= {
  querySelector: () => null, addEventListener() {}, removeEventListener() {}, hidden: false,
  documentElement: {},
};

const { Problem } = await import('../../webapp/lib/http.js');
const { pace, patience, poll } = await import('../../webapp/lib/poll.js');
const signIn = await import('../../webapp/lib/sign-in.js');
const { takeToken } = await import('../../webapp/lib/link-token.js');
const { secondsLeft, waiting } = await import('../../webapp/lib/waiting.js');
const { digits } = await import('../../webapp/components/code-field.js');
const approval = await import('../../webapp/components/challenge-approval.js');
const { enrolmentSteps, inGroups } = await import('../../webapp/components/enrolment.js');
const { codesFile, recoveryCodes } = await import('../../webapp/components/recovery-codes.js');
const totpSection = await import('../../webapp/components/security-totp.js');

let calls = [];
let answers = {};
const answer = (status, body) => () => new Response(JSON.stringify(body), { status });
globalThis.fetch = async (path, { method = 'GET', body } = {}) => {
  calls.push({ path, method, body: body && JSON.parse(body) });
  const next = answers[`${method} ${path}`];
  if (!next) throw new TypeError('network');
  return next();
};

beforeEach(async () => {
  stored.clear();
  calls = [];
  answers = {};
  moves.length = 0;
  await useLanguage('id');
  await useArea(['account', 'security']);
});

const needs = (code, challenge) => new Problem(403, code, { challenge });
const WHO = { username: 'budi@contoh.go.id', next: '/keys' };
const APPROVAL = { id: 'chl_1', type: 'approval', number: 7, expires_in: 300, username: 'budi' };

test('each_missing_step_has_its_page', () => {
  const page = code => signIn.oneMoreStep(needs(code, { id: 'chl_1', type: 'x' }), WHO);
  assert.equal(page('otp_required'), '/sign-in/verify');
  assert.equal(page('totp_required'), '/sign-in/verify');
  assert.equal(page('approval_required'), '/sign-in/verify');
  assert.equal(page('totp_enrolment_required'), '/sign-in/enrol');
  assert.throws(() => signIn.oneMoreStep(new Problem(401, 'credentials_wrong'), WHO), Problem);
});

test('a_sign_in_half_way_is_kept_with_the_tab', () => {
  signIn.oneMoreStep(needs('approval_required', APPROVAL), WHO);
  const { sentAt, ...kept } = signIn.signingIn();
  assert.ok(sentAt <= Date.now());
  assert.deepEqual(kept, { challenge: 'chl_1', type: 'approval', number: 7, username: 'budi',
    next: '/keys', livesFor: 300, resendIn: 60 });
});

test('a_completed_sign_in_is_forgotten_and_leads_on', async () => {
  signIn.oneMoreStep(needs('totp_required', { id: 'chl_1', type: 'totp' }), WHO);
  answers['POST /auth/verify'] = answer(200, { token: 'token-1' });
  answers['GET /profile'] = answer(200, { data: { role: 'member', username: 'budi' } });
  assert.equal(await signIn.completeSignIn('123456'), '/keys');
  assert.equal(signIn.signingIn(), null);
  assert.deepEqual(calls[0].body, { challenge: 'chl_1', code: '123456' });
});

test('who_completes_a_sign_in_twice_at_once_does_it_once_and_hears_nothing_more', async () => {
  signIn.oneMoreStep(needs('approval_required', APPROVAL), WHO);
  answers['POST /auth/verify'] = answer(200, { token: 'token-1' });
  answers['GET /profile'] = answer(200, { data: { role: 'member', username: 'budi' } });
  const both = [signIn.completeSignIn('123456'), signIn.completeSignIn()];
  assert.deepEqual(await signIn.challengeState(), { state: 'pending' });
  assert.deepEqual(await Promise.all(both), ['/keys', '/keys']);
  assert.equal(calls.filter(call => call.path === '/auth/verify').length, 1);
  assert.deepEqual(await signIn.challengeState(), { state: 'pending' });
});

test('a_wrong_code_leaves_the_sign_in_where_it_is', async () => {
  signIn.oneMoreStep(needs('totp_required', { id: 'chl_1', type: 'totp' }), WHO);
  answers['POST /auth/verify'] = answer(400, { code: 'totp_invalid', message: 'x' });
  await assert.rejects(signIn.completeSignIn('000000'), { code: 'totp_invalid' });
  assert.equal(signIn.signingIn().challenge, 'chl_1');
});

test('an_otp_may_be_followed_by_another_step', async () => {
  signIn.oneMoreStep(needs('otp_required', { id: 'chl_1', type: 'otp' }), WHO);
  answers['POST /auth/verify'] = answer(403, {
    code: 'totp_enrolment_required', message: 'x',
    challenge: { id: 'chl_2', type: 'totp_enrolment', expires_in: 900 },
  });
  assert.equal(await signIn.completeSignIn('123456'), '/sign-in/enrol');
  const { challenge, username, next } = signIn.signingIn();
  assert.deepEqual({ challenge, username, next }, { challenge: 'chl_2', ...WHO });
});

test('a_challenge_that_is_gone_has_expired', async () => {
  signIn.oneMoreStep(needs('approval_required', APPROVAL), WHO);
  answers['GET /auth/challenges/chl_1'] = answer(404, { code: 'not_found', message: 'x' });
  assert.deepEqual(await signIn.challengeState(), { state: 'expired' });
});

test('what_expires_before_its_time_was_superseded', () => {
  assert.equal(approval.heardOf({ state: 'expired', expires_in: 0 }).state, 'expired');
  assert.equal(approval.heardOf({ state: 'expired', expires_in: 200 }).state, 'superseded');
  assert.equal(approval.heardOf({ state: 'denied', expires_in: 200 }).state, 'denied');
});

const waitingPage = answered => {
  signIn.oneMoreStep(needs('approval_required', APPROVAL), WHO);
  return String(approval.body({ ...approval.heardOf(answered), isTyping: false }));
};

test('the_waiting_page_shows_two_digits_and_the_way_to_type_a_code', () => {
  const page = waitingPage({ state: 'pending', number: 7, expires_in: 300 });
  assert.match(page, /acceptor-number.*07\s*<\/p>/s);
  assert.match(page, /data-action="typeCode"/);
  assert.match(page, /<b>budi<\/b>/);
});

test('the_waiting_page_without_a_number_asks_for_a_bare_yes', () => {
  const heard = approval.heardOf({ state: 'pending', expires_in: 300 });
  assert.ok(!waitingPage({ state: 'pending', expires_in: 300 }).includes('acceptor-number'));
  assert.ok(!approval.intro({ ...heard, isTyping: false }).includes('angka'));
});

test('a_request_that_was_refused_takes_no_code_one_that_ran_out_does', () => {
  const page = answered => waitingPage(answered).includes('data-action="typeCode"');
  assert.ok(page({ state: 'expired', expires_in: 0 }));
  assert.ok(!page({ state: 'denied', expires_in: 100 }));
  assert.ok(!page({ state: 'expired', expires_in: 100 }));
});

test('the_page_asks_often_at_first_and_seldom_when_nobody_looks', () => {
  assert.equal(pace(0, false), 1000);
  assert.equal(pace(59, false), 1000);
  assert.equal(pace(60, false), 2000);
  assert.equal(pace(3, true), 10_000);
});

test('a_busy_server_is_given_time_and_a_lasting_problem_ends_the_asking', () => {
  const busy = new Problem(429, 'too_many_requests');
  busy.retryAfter = 9;
  assert.equal(patience(busy), 9000);
  assert.equal(patience(new Problem(0, 'offline')), 4000);
  assert.equal(patience(new Problem(403, 'forbidden')), undefined);
  assert.equal(patience(new TypeError('a fault of ours')), undefined);
});

test('asking_ends_once_enough_was_heard', async () => {
  const states = ['pending', 'approved', 'never'];
  const heard = await new Promise(resolve => {
    const all = [];
    poll(async () => states.shift(), state => {
      all.push(state);
      if (state === 'approved') resolve(all);
      return state === 'approved';
    });
  });
  await new Promise(resolve => setTimeout(resolve, 1200));
  assert.deepEqual(heard, ['pending', 'approved']);
  assert.deepEqual(states, ['never']);
});

test('asking_that_was_ended_hears_nothing_more', async () => {
  let heard = 0;
  const stop = poll(async () => 'pending', () => { heard += 1; });
  stop();
  await new Promise(resolve => setTimeout(resolve, 1200));
  assert.equal(heard, 0);
});

test('time_is_counted_from_when_it_was_told', () => {
  const flow = { ...waiting({ expires_in: 300 }), sentAt: 1_000_000 };
  assert.equal(secondsLeft(flow, flow.livesFor, 1_000_000), 300);
  assert.equal(secondsLeft(flow, flow.livesFor, 1_060_500), 240);
  assert.equal(secondsLeft(flow, flow.livesFor, 9_000_000), 0);
});

test('a_code_may_be_typed_with_spaces', () => {
  assert.equal(digits(' 123 456 '), '123456');
});

const ENROLMENT = {
  qr_svg: '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  secret: 'JBSWY3DPEHPK3PXP', app: 'https://simpul.contoh.go.id/app/authenticator/', app_qr: '',
};

test('the_qr_code_is_a_picture_in_which_nothing_runs', () => {
  const page = String(enrolmentSteps(ENROLMENT, 'budi'));
  assert.ok(!page.includes('<script'));
  assert.match(page, /<img class="qr [^>]*src="data:image\/svg\+xml,%3Csvg/);
});

test('the_secret_to_type_stands_in_groups_of_four_and_is_copied_whole', () => {
  assert.equal(inGroups('JBSWY3DPEHPK3PXPA'), 'JBSW Y3DP EHPK 3PXP A');
  const page = String(enrolmentSteps(ENROLMENT, 'budi'));
  assert.match(page, /JBSW Y3DP EHPK 3PXP/);
  assert.match(page, /data-text="JBSWY3DPEHPK3PXP"/);
});

const CODES = Array.from({ length: 10 }, (_, i) => `abcd-efgh-ijkl-000${i}`);

test('recovery_codes_are_copied_and_kept_as_a_file', () => {
  const page = String(recoveryCodes(CODES, 'budi'));
  for (const code of CODES) assert.ok(page.includes(`<code>${code}</code>`));
  assert.match(page, /data-action="kept"/);
  const file = codesFile(CODES, 'budi');
  assert.match(file, /untuk budi\r\n/);
  assert.match(file, / 1\. abcd-efgh-ijkl-0000\r\n/);
  assert.match(file, /10\. abcd-efgh-ijkl-0009\r\n/);
});

test('the_token_of_a_link_leaves_the_address_at_once', () => {
  Object.assign(location, { pathname: '/app/totp/reset', search: '?token=abc', hash: '' });
  assert.equal(takeToken(), 'abc');
  assert.deepEqual(moves, ['/app/totp/reset']);
  Object.assign(location, { search: '', hash: '#token=def' });
  assert.equal(takeToken(), 'def');
  Object.assign(location, { hash: '' });
  moves.length = 0;
  assert.equal(takeToken(), '');
  assert.deepEqual(moves, []);
});

const section = totp => String(totpSection.view({ device: null, reset_due_at: null, ...totp }));

test('totp_that_is_off_cannot_be_enabled', () => {
  assert.match(section({ state: 'none', policy: 'optional' }), /data-action="enable"/);
  assert.match(section({ state: 'none', policy: 'mandatory' }), /data-action="enable"/);
  assert.ok(!section({ state: 'none', policy: 'off' }).includes('data-action="enable"'));
});

const ACTIVE = { state: 'active', policy: 'optional', activated_at: '2026-11-21T10:00:00Z',
  recovery_codes_left: 10 };

test('few_recovery_codes_are_a_reason_to_renew_them', () => {
  assert.ok(!section(ACTIVE).includes('Hampir habis'));
  assert.match(section({ ...ACTIVE, recovery_codes_left: 2 }), /Hampir habis/);
});

test('a_planned_reset_is_shown_and_can_be_cancelled', () => {
  assert.ok(!section(ACTIVE).includes('cancelReset'));
  const planned = section({ ...ACTIVE, reset_due_at: '2026-11-22T10:00:00Z' });
  assert.match(planned, /22 Nov 2026, 17\.00 WIB/);
  assert.match(planned, /data-action="cancelReset"/);
});

test('the_name_of_a_device_is_escaped', () => {
  const device = { name: '<b>Ponsel', paired_at: ACTIVE.activated_at, last_used_at: null };
  assert.match(section({ ...ACTIVE, device }), /&lt;b&gt;Ponsel/);
});
