/* What a page of figures asks for, and how its charts are scaled. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { duration, percent } from '../../webapp/lib/format.js';
import { useLanguage } from '../../webapp/lib/i18n.js';
import { askOf, namedPoints, paramsOf, pathOf, topOf } from '../../webapp/lib/usage.js';

const NOW = Date.parse('2026-11-22T07:30:45Z');
const asked = text => askOf(new URLSearchParams(text), NOW);

test('a_day_by_the_hour_is_asked_for_unless_another_time_is', () => {
  assert.equal(asked('').from, '2026-11-21T07:30:00.000Z');
  assert.equal(asked('').step, 'hour');
  assert.equal(asked('range=1h').from, '2026-11-22T06:30:00.000Z');
  assert.equal(asked('range=1h').step, 'minute');
  assert.equal(asked('range=24h&step=minute').step, 'minute');
  assert.equal(asked('range=constructor').range, '24h');
});

test('a_step_that_does_not_go_with_the_time_is_the_usual_one', () => {
  assert.equal(asked('range=30d&step=minute').step, 'day');
  assert.equal(asked('range=30d&step=hour').step, 'hour');
});

test('days_are_asked_for_as_they_were_chosen', () => {
  const { from, to, step } = asked('range=days&from=2026-11-01&to=2026-11-03');
  assert.deepEqual({ from, to, step }, { from: '2026-11-01', to: '2026-11-03', step: 'day' });
  assert.equal(asked('range=days').from, '2026-11-15');
});

test('filters_go_to_the_server_unless_all_is_asked_for', () => {
  const ask = asked('bundle=wilayah&key=key_1');
  assert.equal(paramsOf(ask).bundle, 'wilayah');
  assert.equal(paramsOf(ask, { by: 'key' }).by, 'key');
  assert.equal('bundle' in paramsOf(ask, { isAll: true }), false);
  assert.equal('range' in paramsOf(ask), false);
});

test('an_axis_has_round_steps_and_holds_the_most', () => {
  assert.deepEqual([0, 1, 7, 440, 1000, 163, 0.3].map(most => topOf(most)),
    [4, 1, 8, 600, 1000, 200, 0.32]);
  assert.deepEqual([1, 3, 6, 10, 163].map(most => topOf(most, { isWhole: true })),
    [4, 4, 8, 12, 200]);
  for (let most = 0.1; most < 1e9; most *= 1.7) assert.ok(topOf(most) >= most, String(most));
});

test('a_line_breaks_where_there_is_nothing', () => {
  assert.equal(pathOf([0, 50, null, 100], 100), 'M0.5 100L1.5 50M3.2 0H3.8');
  assert.equal(pathOf([null, null], 10), '');
});

test('the_first_and_the_last_point_are_named', () => {
  assert.deepEqual(namedPoints(25), [0, 6, 12, 18, 24]);
  assert.deepEqual(namedPoints(2), [0, 1]);
  assert.deepEqual(namedPoints(1), [0]);
});

test('times_and_shares_follow_the_language', async () => {
  await useLanguage('id');
  assert.deepEqual([8.44, 120.6, 1250, null].map(duration), ['8,4 ms', '121 ms', '1,25 s', '–']);
  assert.equal(percent(0.037), '3,7%');
});

test('what_is_little_is_not_written_as_nothing', async () => {
  await useLanguage('id');
  assert.deepEqual([0, 0.02, 0.06].map(duration), ['0 ms', '< 0,1 ms', '0,1 ms']);
  assert.deepEqual([0, 0.0001, 1].map(percent), ['0%', '< 0,1%', '100%']);
});
