/* Addresses and guards. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { below, match, safeNext, to } from '../../webapp/lib/router.js';
import { may } from '../../webapp/lib/session.js';

const routes = [{ path: '/' }, { path: '/keys' }, { path: '/bundles/:slug/endpoints/:id' },
  { path: '/a.b' }];

test('the_first_route_that_fits_wins_with_its_parameters_decoded', () => {
  assert.equal(match(routes, '/keys').route.path, '/keys');
  assert.deepEqual(match(routes, '/bundles/kode%20pos/endpoints/get_%2Fx').params,
    { slug: 'kode pos', id: 'get_/x' });
});

test('a_path_that_fits_no_route_or_cannot_be_decoded_is_no_page', () => {
  const strange = ['/key', '/keys/1', '/bundles//endpoints/1', '/bundles/%/endpoints/1', '/aXb'];
  for (const path of strange) {
    assert.equal(match(routes, path), undefined, path);
  }
});

test('paths_below_the_app_lose_its_prefix_and_the_last_slash', () => {
  assert.equal(below('/app/'), '/');
  assert.equal(below('/app'), '/');
  assert.equal(below('/app/keys/'), '/keys');
  assert.equal(below('/application'), '/application');
  assert.equal(to('/keys'), '/app/keys');
});

test('signing_in_leads_back_into_the_app_and_nowhere_else', () => {
  const origin = 'https://simpul.go.id';
  assert.equal(safeNext('/app/requests/req_1?x=1', origin), '/requests/req_1?x=1');
  assert.equal(safeNext(null, origin), '/');
  for (const bad of ['https://evil.id/app/keys', '//evil.id/app/keys', '/\\evil.id/app/',
    'javascript:alert(1)', '/auth/logout', '/application', 'http://[']) {
    assert.equal(safeNext(bad, origin), '/', bad);
  }
});

test('each_guard_lets_in_whom_it_names', () => {
  const readers = { visitor: null, member: { role: 'member' }, reviewer: { role: 'reviewer' },
    publisher: { role: 'publisher' }, admin: { role: 'admin' } };
  const allowed = who => Object.keys(readers).filter(name => may(who, readers[name])).join(' ');
  assert.equal(allowed('anyone'), 'visitor member reviewer publisher admin');
  assert.equal(allowed('guest'), 'visitor');
  assert.equal(allowed('signed-in'), 'member reviewer publisher admin');
  assert.equal(allowed('staff'), 'reviewer publisher admin');
  assert.equal(allowed('reviewer'), 'reviewer admin');
  assert.equal(allowed('publisher'), 'publisher admin');
  assert.equal(allowed('admin'), 'admin');
});
