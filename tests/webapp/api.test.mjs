/* The API: what is sent, how failures are told, and how the session keeps itself fresh. */
import assert from 'node:assert/strict';
import { webcrypto } from 'node:crypto';
import test, { beforeEach } from 'node:test';
import * as api from '../../webapp/lib/api.js';
import { begin, currentAccount, currentToken, end, resume } from '../../webapp/lib/session.js';

let calls = [];
let answers = {};
const store = new Map();

globalThis.crypto ??= webcrypto;        // Node 18 has it under this name alone
globalThis.localStorage = {
  getItem: name => store.get(name) ?? null,
  setItem: (name, value) => store.set(name, value),
  removeItem: name => store.delete(name),
};

const answer = (status, body, headers = {}) =>
  new Response(JSON.stringify(body), { status, headers });

globalThis.fetch = async (path, request) => {
  calls.push({ path, ...request });
  const key = `${request.method ?? 'GET'} ${path}`;
  const next = Array.isArray(answers[key]) ? answers[key].shift() : answers[key];
  if (!next) throw new TypeError('network');
  return typeof next === 'function' ? next(request) : next;
};

const refused = () => answer(401, { message: 'x', code: 'unauthenticated' });
const profile = () => answer(200, { data: { role: 'member', name: 'Budi' } });
const made = path => calls.filter(call => call.path === path);

async function signedIn() {
  answers['GET /profile'] = profile;
  await begin('token-1');
  calls = [];
}

beforeEach(async () => {
  answers = { 'POST /auth/logout': () => answer(200, {}) };
  await end();
  calls = [];
  store.clear();
});

test('an_answer_that_breaks_off_is_a_problem_of_the_line', async () => {
  answers['GET /tags'] = new Response('{"data": [', { status: 200 });
  await assert.rejects(api.get('/tags'), { status: 0, code: 'offline' });
});

test('a_call_carries_token_language_and_json', async () => {
  await signedIn();
  answers['POST /keys'] = answer(201, { data: { id: 'key_1' } });
  const made = await api.create('/keys', { label: 'x' });
  const [{ headers, body, credentials }] = calls;
  assert.deepEqual(made, { data: { id: 'key_1' } });
  assert.equal(headers.Authorization, 'Bearer token-1');
  assert.equal(headers['Accept-Language'], 'id');
  assert.equal(headers['Content-Type'], 'application/json');
  assert.match(headers['Idempotency-Key'], /^[0-9a-f]{32}$/);
  assert.equal(body, '{"label":"x"}');
  assert.equal(credentials, 'same-origin');
});

test('a_visitors_call_carries_no_token', async () => {
  answers['GET /captcha'] = answer(200, {});
  await api.get('/captcha');
  assert.ok(!('Authorization' in calls[0].headers));
});

test('a_failure_is_a_problem_with_code_fields_and_report_number', async () => {
  answers['POST /signup'] = answer(400, {
    message: 'Username already exist', code: 'username_taken', request_id: 'r-1',
    errors: [{ field: 'username', code: 'taken', message: 'Sudah dipakai.' }],
  }, { 'Retry-After': '42' });
  await assert.rejects(api.post('/signup', {}), problem => {
    assert.ok(problem instanceof api.Problem);
    assert.equal(problem.status, 400);
    assert.equal(problem.code, 'username_taken');
    assert.equal(problem.message, 'Username already exist');
    assert.deepEqual(problem.fields.username, { code: 'taken', message: 'Sudah dipakai.' });
    assert.equal(problem.requestId, 'r-1');
    assert.equal(problem.retryAfter, 42);
    return true;
  });
});

test('an_answer_that_is_no_json_is_told_by_its_status', async () => {
  answers['GET /keys'] = new Response('<h1>Bad gateway</h1>', { status: 502 });
  await assert.rejects(api.get('/keys'), { status: 502, code: 'internal' });
  answers['GET /keys'] = new Response('', { status: 429 });
  await assert.rejects(api.get('/keys'), { code: 'too_many_requests' });
});

test('no_answer_is_offline', async () => {
  await assert.rejects(api.get('/nowhere'), { status: 0, code: 'offline' });
});

test('a_refused_token_is_renewed_once_and_the_call_made_again', async () => {
  await signedIn();
  answers['GET /keys'] = [refused(), answer(200, { data: [] })];
  answers['POST /auth/refresh'] = answer(200, { token: 'token-2' });
  assert.deepEqual(await api.get('/keys'), { data: [] });
  assert.deepEqual(made('/keys').map(call => call.headers.Authorization),
    ['Bearer token-1', 'Bearer token-2']);
});

test('calls_refused_at_the_same_time_share_one_renewal', async () => {
  await signedIn();
  const byToken = request =>
    (request.headers.Authorization === 'Bearer token-2' ? answer(200, {}) : refused());
  answers['GET /keys'] = answers['GET /requests'] = byToken;
  answers['POST /auth/refresh'] = () => answer(200, { token: 'token-2' });
  await Promise.all([api.get('/keys'), api.get('/requests'), api.get('/keys')]);
  assert.equal(made('/auth/refresh').length, 1);
});

test('a_session_that_ended_signs_out_here', async () => {
  await signedIn();
  answers['GET /keys'] = refused();
  answers['POST /auth/refresh'] = refused();
  await assert.rejects(api.get('/keys'), { code: 'unauthenticated' });
  assert.equal(currentAccount(), null);
  assert.equal(currentToken(), '');
  assert.equal(store.has('simpul.signed-in'), false);
});

test('wrong_credentials_do_not_renew_anything', async () => {
  answers['POST /auth'] = answer(401, { message: 'x', code: 'credentials_wrong' });
  await assert.rejects(api.post('/auth', {}), { code: 'credentials_wrong' });
  assert.equal(made('/auth/refresh').length, 0);
});

test('a_visitor_without_a_trace_of_a_session_asks_nothing_at_the_start', async () => {
  await resume();
  assert.equal(calls.length, 0);
});

test('who_was_signed_in_stays_so_at_the_start', async () => {
  store.set('simpul.signed-in', 'yes');
  answers['POST /auth/refresh'] = answer(200, { token: 'token-3' });
  answers['GET /profile'] = profile;
  await resume();
  assert.equal(currentAccount().name, 'Budi');
});

test('a_server_that_does_not_answer_at_the_start_signs_nobody_out', async () => {
  store.set('simpul.signed-in', 'yes');
  await assert.rejects(resume(), { code: 'offline' });
  assert.equal(store.get('simpul.signed-in'), 'yes');
});

test('the_token_is_never_stored', async () => {
  await signedIn();
  assert.ok(![...store.values()].some(value => value.includes('token-1')));
});

test('a_query_leaves_out_what_is_empty', () => {
  assert.equal(api.query('/bundles', { q: '', tag: null, sort: undefined }), '/bundles');
  assert.equal(api.query('/bundles', { q: 'kode pos', limit: 0 }), '/bundles?q=kode+pos&limit=0');
});
