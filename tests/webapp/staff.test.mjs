/* Staff pages: what is decided and sent, and where keys and ids lead. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { byAge } from '../../webapp/components/age-chart.js';
import { placeOfId } from '../../webapp/components/audit-row.js';
import { breakable, pointed } from '../../webapp/components/breaks.js';
import { bundleFields, bundleOf } from '../../webapp/components/bundle-form.js';
import { latestRevision } from '../../webapp/components/changes.js';
import { decisionCard, decisionOf } from '../../webapp/components/desk-decision.js';
import { deskPath, neighbour, stateAsked } from '../../webapp/components/desk-queue.js';
import { earlierLetter } from '../../webapp/components/desk-request.js';
import { limitFacts } from '../../webapp/components/limit-card.js';
import { endOfDay } from '../../webapp/components/sunset.js';
import { html } from '../../webapp/lib/html.js';
import { useArea, useLanguage } from '../../webapp/lib/i18n.js';
import { shortcutOf } from '../../webapp/lib/shortcuts.js';

/* What the modules of pages touch when they are read. */
globalThis.document ??= {
  querySelector: () => null, addEventListener() {}, hidden: true, documentElement: {},
};

await useLanguage('id');
await useArea('desk');
await useArea('publish');
await useArea('limits');

const sent = { status: 'submitted', changes: [] };
const asked = { status: 'revision_requested', note: 'Tanda tangan?', changes: [] };
const revised = { status: 'submitted', changes: [{ field: 'purpose', from: 'a', to: 'b' }] };

test('a_request_that_was_never_revised_shows_no_revision', () => {
  assert.equal(latestRevision([sent]), null);
  assert.equal(latestRevision([sent, asked]), null);
  assert.equal(latestRevision([sent, { status: 'approved' }]), null);
});

test('a_revision_shows_what_was_asked_and_what_changed', () => {
  const revision = latestRevision([sent, asked, revised]);
  assert.deepEqual(revision, { asked: 'Tanda tangan?', changes: revised.changes });
  assert.equal(latestRevision([sent, asked, revised, { ...asked, note: 'Lagi' }]), null);
  const again = latestRevision([sent, asked, revised, { ...asked, note: 'Lagi' }, sent]);
  assert.deepEqual(again, { asked: 'Lagi', changes: [] });
});

test('the_letter_before_the_present_one_is_found', () => {
  const versions = list => list.map(version => ({ letter_version: version }));
  assert.equal(earlierLetter(versions([1, null])), null);
  assert.equal(earlierLetter(versions([1, null, 2, null, 3])), 2);
});

test('an_approval_names_its_environments', () => {
  assert.deepEqual(decisionOf({ verb: 'approve', note: '', environments: 'development' }),
    { verb: 'approve', body: { note: '', environments: ['development'] } });
  assert.throws(() => decisionOf({ verb: 'approve', note: 'baik' }),
    problem => problem.fields.environments.code === 'required');
});

test('only_a_rejection_and_a_revocation_bar', () => {
  const values = { note: 'x', barred: 'true', environments: ['development', 'production'] };
  assert.deepEqual(decisionOf({ ...values, verb: 'revise' }).body, { note: 'x' });
  assert.deepEqual(decisionOf({ ...values, verb: 'reject' }).body, { note: 'x', barred: true });
  assert.deepEqual(decisionOf({ verb: 'revoke', note: 'x' }).body, { note: 'x', barred: false });
});

const request = (status, more = {}) => ({
  status, application_name: 'Peta <b>', member: { id: 'usr_1' },
  environments: ['development'], rate_per_second: null, quota_per_day: null,
  bundle_limits: { rate_per_second: 10, quota_per_day: null }, ...more,
});

test('each_state_has_the_buttons_that_it_allows', () => {
  const verbs = status => [...String(decisionCard(request(status), 'usr_2'))
    .matchAll(/name="verb" value="(\w+)"/g)].map(([, verb]) => verb);
  assert.deepEqual(verbs('submitted'), ['approve', 'revise', 'reject']);
  assert.deepEqual(verbs('approved'), ['revoke']);
  for (const status of ['rejected', 'revoked', 'withdrawn', 'revision_requested']) {
    assert.deepEqual(verbs(status), []);
  }
});

test('nobody_decides_on_their_own_request', () => {
  const card = String(decisionCard(request('submitted'), 'usr_1'));
  assert.ok(!card.includes('name="verb"'));
  assert.match(card, /pengajuan Anda sendiri/);
});

test('what_a_member_wrote_is_escaped_in_the_question', () => {
  assert.match(String(decisionCard(request('submitted'), 'usr_2')), /Peta &lt;b&gt;/);
});

test('the_queue_leads_to_the_next_and_the_one_before', () => {
  const queue = [{ id: 'a' }, { id: 'b' }, { id: 'c' }];
  assert.equal(neighbour(queue, 'a', 1), 'b');
  assert.equal(neighbour(queue, 'c', -1), 'b');
  assert.equal(neighbour(queue, 'c', 1), null);
  assert.equal(neighbour(queue, 'gone', 1), 'a');
  assert.equal(neighbour([], 'a', 1), null);
});

test('the_desk_keeps_search_and_state_in_its_addresses', () => {
  const query = new URLSearchParams({ q: 'peta', status: 'approved', cursor: 'x' });
  assert.equal(deskPath('req_1', query), '/admin/requests/req_1?q=peta&status=approved');
  assert.equal(deskPath('', new URLSearchParams()), '/admin/requests');
  assert.equal(stateAsked(new URLSearchParams()), 'submitted');
});

const key = (name, more = {}) => ({ key: name, target: { closest: () => null }, ...more });

test('a_key_is_no_shortcut_while_typing_or_with_a_modifier', () => {
  assert.equal(shortcutOf(key('A')), 'a');
  assert.equal(shortcutOf(key('a', { target: { closest: () => ({}) } })), '');
  for (const modifier of ['ctrlKey', 'metaKey', 'altKey', 'repeat', 'defaultPrevented']) {
    assert.equal(shortcutOf(key('a', { [modifier]: true })), '');
  }
  assert.equal(shortcutOf(key('a'), true), '');
});

const typed = {
  name: 'Wilayah', slug: '', provider: 'BPS', summary: '', description: '', version: '',
  tags: ' wilayah, ,referensi ',
  'upstreams.development.url': 'https://uji.contoh.go.id',
  'upstreams.development.header.name': 'Authorization',
  'upstreams.development.header.value': '',
  'upstreams.development.connect_timeout_ms': '2.5',
  'upstreams.development.answer_timeout_ms': '30',
  'upstreams.production.url': '',
};

test('a_bundle_is_sent_as_the_server_takes_it', () => {
  const bundle = bundleOf(typed);
  assert.deepEqual(bundle.tags, ['wilayah', 'referensi']);
  assert.ok(!('slug' in bundle) && !('version' in bundle));
  assert.equal(bundle.upstreams.production, null);
  assert.deepEqual(bundle.upstreams.development, {
    url: 'https://uji.contoh.go.id', header: { name: 'Authorization' },
    connect_timeout_ms: 2500, answer_timeout_ms: 30000,
  });
});

test('a_header_goes_when_its_name_is_cleared', () => {
  const cleared = bundleOf({ ...typed, 'upstreams.development.header.name': '' });
  assert.equal(cleared.upstreams.development.header, null);
});

test('a_stored_header_value_is_never_written_into_the_form', () => {
  const upstream = { url: 'https://a.b', header: { name: 'X-Kunci', value: '********' },
    connect_timeout_ms: 5000, answer_timeout_ms: 30000 };
  const form = String(bundleFields({ upstreams: { development: upstream } }));
  assert.ok(!form.includes('********'));
  assert.match(form, /X-Kunci/);
});

test('limits_are_sent_as_numbers_and_empty_ones_as_none', () => {
  const values = {
    name: 'A', tags: '', 'limits.rate_per_second': '20', 'limits.quota_per_day': '',
  };
  const { limits } = bundleOf(values);
  assert.equal(limits.rate_per_second, 20);
  assert.equal(limits.quota_per_day, null);
});

test('what_is_typed_in_seconds_and_megabytes_is_sent_in_their_parts', () => {
  const values = {
    name: 'A', tags: '', 'limits.call_timeout_ms': '1.5', 'limits.response_bytes': '2',
    'breaker.enabled': 'true', 'breaker.slow_ms': '0.25',
    'cors.origins': 'https://a.go.id\n https://b.go.id', 'cors.credentials': 'true',
  };
  const { limits, breaker, cors } = bundleOf(values);
  assert.equal(limits.call_timeout_ms, 1500);
  assert.equal(limits.response_bytes, 2097152);
  assert.equal(breaker.slow_ms, 250);
  assert.equal(breaker.enabled, true);
  assert.deepEqual(cors, { origins: ['https://a.go.id', 'https://b.go.id'], credentials: true });
  assert.equal(bundleOf({ name: 'A', tags: '' }).cors, null);
});

test('an_approval_names_only_the_limits_that_it_grants', () => {
  const values = { verb: 'approve', environments: 'development', rate_per_second: '',
    quota_per_day: '500' };
  assert.deepEqual(decisionOf(values).body,
    { note: '', environments: ['development'], quota_per_day: 500 });
  assert.ok(String(decisionCard(request('submitted'), 'usr_2')).includes('bundle: 10.'));
});

test('ages_fall_into_spans', () => {
  const day = 86400;
  assert.deepEqual(byAge([0, day - 1, day, 3 * day, 8 * day]).map(one => one.count), [2, 1, 1, 1]);
});

test('ids_lead_to_the_page_of_what_they_name', () => {
  assert.equal(placeOfId('usr_1'), '/admin/users/usr_1');
  assert.equal(placeOfId('req_1'), '/admin/requests/req_1');
  assert.equal(placeOfId('bdl_1'), '/admin/bundles/bdl_1');
  for (const id of ['key_1', 'settings', '', null]) assert.equal(placeOfId(id), '');
});

test('a_sunset_is_the_end_of_the_day_in_jakarta', () => {
  assert.equal(endOfDay('2026-12-31'), '2026-12-31T16:59:59Z');
});

test('a_rate_without_a_burst_lets_as_many_at_once_as_a_second_has', () => {
  const facts = { quota_per_day: null, quota_per_month: null, rate_per_second: 20 };
  assert.equal(String(limitFacts({ ...facts, burst: null })),
    String(limitFacts({ ...facts, burst: 20 })));
  assert.notEqual(String(limitFacts({ ...facts, burst: null })),
    String(limitFacts({ ...facts, burst: 0 })));
});

test('what_shields_the_upstream_alone_is_no_limit_of_callers', () => {
  assert.equal(String(limitFacts({ concurrent_calls: 10, response_bytes: 1000 })),
    String(limitFacts({})));
});

test('addresses_and_paths_break_between_their_parts', () => {
  const broken = text => String(html`${breakable(text)}`);
  assert.equal(broken('/stok/{kode}/'), '/stok<wbr>/{kode}<wbr>/');
  assert.equal(broken('https://contoh.go.id/api'), 'https://contoh.go.id<wbr>/api');
  assert.equal(broken('#/components/schemas/A'), '#/components<wbr>/schemas<wbr>/A');
  assert.equal(broken('<b>'), '&lt;b&gt;');
  assert.equal(pointed('/paths/~1izin~1{id}/get'), 'paths › /izin/{id} › get');
});
