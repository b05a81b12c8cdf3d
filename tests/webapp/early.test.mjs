/* What is asked for while the app is on its way. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import vm from 'node:vm';

const script = readFileSync(new URL('../../webapp/early.js', import.meta.url), 'utf8');

/* Runs it where the refresh is answered so; gives what was asked, and the answers to come. */
async function asked(status, body, { pathname = '/app/marketplace/a/docs', search = '' } = {}) {
  const calls = [];
  const context = {
    document: { currentScript: { dataset: { route: '/marketplace/:slug/docs',
      calls: '/bundles/:slug /bundles/:slug/versions' } } },
    localStorage: { getItem: name => (name === 'simpul.signed-in' ? 'yes' : null) },
    location: { pathname, search }, navigator: {}, Map, Promise, Object,
    fetch: async (path, request) => {
      calls.push([path, request.headers.Authorization]);
      return new Response(JSON.stringify(path === '/auth/refresh' ? body : {}), { status });
    },
  };
  vm.runInNewContext(script, context);
  const ends = await Promise.allSettled(context.simpulEarly.values());
  return { calls, ends: ends.map(one => one.status) };
}

test('the_first_views_data_are_asked_for_with_the_sessions_token', async () => {
  const { calls, ends } = await asked(200, { token: 't' });
  assert.deepEqual(calls, [['/auth/refresh', undefined], ['/profile', 'Bearer t'],
    ['/bundles/a', 'Bearer t'], ['/bundles/a/versions', 'Bearer t']]);
  assert.deepEqual(new Set(ends), new Set(['fulfilled']));
  assert.equal((await asked(200, { token: 't' }, { search: '?version=1' })).calls.length, 2);
});

test('a_session_that_has_ended_asks_for_nothing_so_that_the_app_asks_as_a_stranger', async () => {
  const { calls, ends } = await asked(401, { code: 'unauthenticated' });
  assert.deepEqual(calls, [['/auth/refresh', undefined]]);
  assert.deepEqual(ends, ['fulfilled', 'rejected', 'rejected', 'rejected']);
});
