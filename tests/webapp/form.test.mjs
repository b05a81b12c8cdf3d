/* Forms: what is found wrong before sending, and the words for what the server found. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { checkForm, wordsFor } from '../../webapp/lib/form.js';
import { Problem } from '../../webapp/lib/http.js';
import { useLanguage } from '../../webapp/lib/i18n.js';

await useLanguage('id', 'problems');

const input = (name, type, validity = {}, more = {}) => ({
  name, type, value: '', willValidate: true, required: false, dataset: {},
  validity: { valid: Object.keys(validity).length === 0, ...validity }, ...more,
});

const faults = (...elements) => {
  try {
    checkForm({ elements });
    return {};
  } catch (problem) {
    assert.equal(problem.code, 'invalid_fields');
    return Object.fromEntries(Object.entries(problem.fields).map(([k, v]) => [k, v.code]));
  }
};

test('each_kind_of_mistake_has_its_code', () => {
  assert.deepEqual(faults(
    input('a', 'text', { valueMissing: true }), input('b', 'text', { tooShort: true }),
    input('c', 'email', { typeMismatch: true }), input('d', 'tel', { patternMismatch: true }),
    input('e', 'date', { badInput: true }), input('f', 'number', { rangeOverflow: true }),
    input('g', 'checkbox', { valueMissing: true }), input('h', 'text', { patternMismatch: true }),
    input('i', 'text'),
  ), {
    a: 'required', b: 'too_short', c: 'bad_email', d: 'bad_phone', e: 'bad_date',
    f: 'out_of_range', g: 'must_agree', h: 'bad_characters',
  });
});

test('blanks_are_not_an_answer_but_may_be_a_password', () => {
  const blank = { required: true, value: '   ' };
  assert.deepEqual(faults(input('name', 'text', {}, blank)), { name: 'required' });
  assert.deepEqual(faults(input('secret', 'password', {}, { ...blank, dataset: { secret: '' } })),
    {});
});

test('our_words_come_first_and_the_servers_where_we_have_none', () => {
  assert.match(wordsFor(new Problem(401, 'credentials_wrong', { message: 'x' })), /salah/);
  const unknown = new Problem(400, 'brand_new', { message: 'Kata server.' });
  assert.equal(wordsFor(unknown), 'Kata server.');
  assert.match(wordsFor(new Problem(500, 'brand_new')), /server kami/);
});

test('patience_is_said_in_seconds_and_when_long_in_minutes', () => {
  const problem = new Problem(429, 'too_many_requests');
  problem.retryAfter = 42;
  assert.match(wordsFor(problem), /Coba lagi dalam 42 detik\.$/);
  problem.retryAfter = 841;
  assert.match(wordsFor(problem), /Coba lagi dalam 15 menit\.$/);
});
