/* Examples made from schemas, and texts made from patterns. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import test from 'node:test';
import { exampleOf, examplesOf } from '../../webapp/lib/example.js';
import { mayMatch, textLike } from '../../webapp/lib/pattern.js';

test('what_the_document_names_goes_before_what_is_made', () => {
  assert.equal(exampleOf({ type: 'string', example: 'a', default: 'b' }), 'a');
  assert.equal(exampleOf({ type: 'string', examples: ['c'], enum: ['d'] }), 'c');
  assert.equal(exampleOf({ const: 0 }), 0);
  assert.equal(exampleOf({ enum: [null, 'x'] }), null);
  assert.deepEqual(examplesOf({ examples: { a: { value: 1, summary: 'Satu' }, b: {} } }),
    [['a', 1, 'Satu']]);
});

test('the_same_is_made_as_on_the_server', () => {
  const cases = JSON.parse(readFileSync(new URL('../support/examples.json', import.meta.url)));
  for (const { schema, value } of cases) {
    assert.deepEqual(exampleOf(schema), value, JSON.stringify(schema));
  }
});

test('numbers_keep_their_bounds', () => {
  assert.equal(exampleOf({ type: 'integer' }), 1);
  assert.equal(exampleOf({ type: 'integer', minimum: 5 }), 5);
  assert.equal(exampleOf({ type: 'integer', exclusiveMinimum: 5 }), 6);
  assert.equal(exampleOf({ type: 'integer', minimum: 5, exclusiveMinimum: true }), 6);
  assert.equal(exampleOf({ type: 'integer', maximum: -3 }), -3);
  assert.equal(exampleOf({ type: 'number', maximum: 0.25 }), 0.25);
  assert.equal(exampleOf({ type: 'number', multipleOf: 0.1, minimum: 0.25 }), 0.3);
});

test('texts_keep_their_length_their_format_and_their_pattern', () => {
  assert.equal(exampleOf({ type: 'string', minLength: 8 }), 'contohxx');
  assert.equal(exampleOf({ type: 'string', maxLength: 3 }), 'con');
  assert.match(exampleOf({ type: 'string', format: 'date-time' }), /^\d{4}-\d\d-\d\dT/);
  assert.equal(exampleOf({ type: 'string', pattern: '^[A-Z]{3}$' }), 'AAA');
});

test('a_request_leaves_out_what_is_read_only_and_a_response_what_is_write_only', () => {
  const schema = { required: ['nama'], properties: {
    id: { type: 'string', readOnly: true }, sandi: { type: 'string', writeOnly: true },
    nama: { type: 'string', example: 'Ayu' }, umur: { type: 'integer' },
  } };
  assert.deepEqual(exampleOf(schema, {}, 'request'), { nama: 'Ayu' });
  assert.deepEqual(exampleOf(schema, {}, 'response'), { id: 'contoh', nama: 'Ayu', umur: 1 });
});

test('all_parts_hold_at_once_and_the_first_way_that_is_not_null_is_taken', () => {
  const schemas = {
    Hewan: { required: ['jenis'], properties: { jenis: { type: 'string' } },
      discriminator: { propertyName: 'jenis' } },
    Kucing: { allOf: [{ $ref: '#/components/schemas/Hewan' },
      { properties: { cakar: { type: 'integer' } } }] },
  };
  const way = { oneOf: [{ type: 'null' }, { $ref: '#/components/schemas/Kucing' }],
    discriminator: { propertyName: 'jenis',
      mapping: { kucing: '#/components/schemas/Kucing' } } };
  assert.deepEqual(exampleOf(way, schemas, 'response'), { jenis: 'kucing', cakar: 1 });
});

test('schemas_that_run_into_themselves_end', () => {
  const schemas = {
    Simpul: { properties: { nama: { type: 'string' },
      anak: { type: 'array', items: { $ref: '#/components/schemas/Simpul' } },
      induk: { $ref: '#/components/schemas/Simpul' } } },
    A: { $ref: '#/components/schemas/B' }, B: { $ref: '#/components/schemas/A' },
    C: { allOf: [{ $ref: '#/components/schemas/C' }] },
    D: { oneOf: [{ $ref: '#/components/schemas/D' }] },
  };
  const of = name => exampleOf({ $ref: `#/components/schemas/${name}` }, schemas, 'response');
  assert.deepEqual(of('Simpul'), { nama: 'contoh', anak: [] });
  for (const name of ['A', 'B', 'C', 'D', 'Hilang']) of(name);
  const wide = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`s${i}`, {
    properties: Object.fromEntries(Array.from({ length: 40 }, (_, k) =>
      [`p${k}`, { $ref: `#/components/schemas/s${k}` }])) }]));
  assert.ok(JSON.stringify(exampleOf({ $ref: '#/components/schemas/s0' }, wide, 'response'))
    .length < 200_000);
});

test('a_pattern_that_would_run_for_long_is_not_tried', () => {
  const before = process.cpuUsage();
  for (const pattern of ['^(?=(a+)+b)a{40}$', '(a+){20}a{20}c', '(a|a){40}$x', '(a*)*a{30}\\1$b',
    'a*a*a*a*a*a*a*a*a{100}b', '(?:a|aa|aaa){60}(?!x)c', '^(a+)+$']) {
    textLike(pattern);
    mayMatch(`${'a'.repeat(60)}!`, pattern);
  }
  assert.equal(mayMatch('Ab-c', '^[a-z]+(-[a-z]+)*$'), false);
  assert.equal(mayMatch('3201', '^\\d{4}$') && !mayMatch('320', '^\\d{4}$'), true);
  assert.ok(process.cpuUsage(before).user < 10e6);   /* a run away takes years */
  assert.equal(textLike('^(satu|dua|tiga|empat|lima|enam|tujuh)$'), 'satu');
  assert.equal(textLike('^[a-z]+(-[a-z]+)*$'), 'a');
});

test('a_text_is_made_for_common_patterns_and_for_none_a_wrong_one', () => {
  const patterns = ['^\\d{2}$', '^\\d{2}\\.\\d{2}$', '^[a-z][a-z0-9-]{2,40}$', '^(dev|prod)_\\w+$',
    '^[A-Za-z0-9+/]+={0,2}$', '^\\p{L}+$', '^(?=.{3,5}$)[a-z]{3}', '^08[1-9]\\d{7,10}$',
    '[^,]+', '^#[0-9a-fA-F]{6}$', '^$', '^(?:a|b)?c$', '^[^\\s@]+@[^\\s@]+\\.[a-z]{2,}$'];
  for (const pattern of patterns) {
    assert.match(textLike(pattern) ?? '-- none --', new RegExp(pattern, 'u'), pattern);
  }
  for (const pattern of ['(', '[', '^(?!a)a$', '(a)\\1{3}b', '*', 'a{99999}', '\\']) {
    const made = textLike(pattern);
    assert.ok(made === null || new RegExp(pattern, 'u').test(made), pattern);
  }
});
