/* Step-up: when the reader is asked for a proof, and what goes out again. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Problem } from '../../webapp/lib/http.js';
import { isCancelled, withProof } from '../../webapp/lib/step-up.js';

const wanted = (methods = ['password']) => new Problem(403, 'step_up_required', { methods });
const nobody = () => assert.fail('no proof is due');

test('what_succeeds_asks_for_nothing', async () => {
  assert.equal(await withProof(async () => 'done', nobody), 'done');
});

test('another_refusal_is_told_as_it_is', async () => {
  const refusal = new Problem(403, 'forbidden');
  await assert.rejects(withProof(() => Promise.reject(refusal), nobody), refusal);
  assert.equal(isCancelled(refusal), false);
});

test('ways_that_the_page_does_not_know_are_told_as_a_refusal', async () => {
  let calls = 0;
  const act = () => {
    calls += 1;
    return Promise.reject(wanted(['iris']));
  };
  await assert.rejects(withProof(act, nobody), { code: 'step_up_required' });
  assert.equal(calls, 1);
});

test('turning_back_is_no_failure_to_tell', () => {
  assert.equal(isCancelled(new Problem(0, 'step_up_cancelled')), true);
  assert.equal(isCancelled(wanted()), false);
  assert.equal(isCancelled(new TypeError('step_up_cancelled')), false);
});
