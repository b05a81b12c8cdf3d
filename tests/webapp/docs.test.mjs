/* Documentation pages: the list of endpoints, the tree of a schema, and markdown before it is
 * formatted. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { factsOf } from '../../webapp/components/schema-facts.js';
import { schemaTree, typeText } from '../../webapp/components/schema-tree.js';
import { docsLink, environmentOf } from '../../webapp/lib/docs.js';
import { groupsOf, matching } from '../../webapp/lib/endpoints.js';
import { useArea, useLanguage } from '../../webapp/lib/i18n.js';
import { firstLine, markdown } from '../../webapp/lib/markdown.js';

await useLanguage('id');
await useArea('docs');

const line = (id, method, path, tag, summary) => ({ id, method, path, tag, summary });
const LINES = [
  line('1', 'GET', '/kota', 'Kota', 'Semua kota'), line('2', 'POST', '/gema', '', 'Gema'),
  line('3', 'GET', '/desa', 'Desa', 'Semua desa'), line('4', 'GET', '/kota/{id}', 'Kota', 'Satu'),
];

test('endpoints_stand_by_tag_in_the_documents_order_and_those_without_one_last', () => {
  const tags = [{ name: 'Desa', description: 'd' }, { name: 'Kosong', description: '' }];
  const groups = groupsOf({ lines: LINES, tags });
  assert.deepEqual(groups.map(([tag, words, list]) => [tag, words, list.map(one => one.id)]),
    [['Desa', 'd', ['3']], ['Kota', '', ['1', '4']], ['', '', ['2']]]);
});

test('every_word_of_a_search_must_occur_somewhere', () => {
  const found = asked => matching(LINES, asked).map(one => one.id);
  assert.deepEqual(found('kota get'), ['1', '4']);
  assert.deepEqual(found(' SEMUA  desa '), ['3']);
  assert.deepEqual(found('tidak'), []);
});

test('what_a_reader_chose_stays_in_the_address', () => {
  const query = new URLSearchParams('environment=production&version=2&q=x');
  assert.equal(docsLink('peta', query, 'ept_1'),
    '/app/marketplace/peta/docs/ept_1?environment=production&version=2');
  const bundle = { environments: ['development'] };
  assert.equal(environmentOf(bundle, query), 'development');
});

const SCHEMAS = {
  Kota: { type: 'object', required: ['nama'], properties: {
    nama: { type: 'string', minLength: 3, maxLength: 40, description: 'Nama `resmi`' },
    induk: { $ref: '#/components/schemas/Kota' },
    rahasia: { type: 'string', writeOnly: true },
    id: { type: 'string', readOnly: true },
    jauh: { $ref: '#/components/schemas/TidakIkut' },
  } },
};
const ref = name => ({ $ref: `#/components/schemas/${name}` });
const treeOf = (side = 'response') => ({ schemas: { ...SCHEMAS }, side });

test('a_type_is_said_in_a_word_or_two', () => {
  const of = schema => typeText(schema, treeOf());
  assert.equal(of({ type: 'array', items: ref('Kota') }), 'array dari Kota');
  assert.equal(of({ type: ['string', 'null'], format: 'date' }), 'string (date) | null');
  assert.equal(of({ type: 'integer', nullable: true }), 'integer | null');
  assert.equal(of(ref('TidakIkut')), 'TidakIkut');
  assert.equal(of({ oneOf: [{ type: 'string' }] }), 'salah satu dari beberapa');
  assert.equal(of({ enum: ['L', 'P', null] }), 'string | null');
  assert.equal(of({}), 'apa saja');
});

test('a_tree_shows_what_must_be_and_leaves_out_what_the_side_never_has', () => {
  const text = String(schemaTree(ref('Kota'), treeOf('response')));
  assert.match(text, /<code class="prop-name">nama<\/code>[\s\S]*?wajib/);
  assert.match(text, />3 – 40</);
  assert.doesNotMatch(text, /rahasia/);
  const sent = String(schemaTree(ref('Kota'), treeOf('request')));
  assert.match(sent, /rahasia/);
  assert.doesNotMatch(sent, /prop-name">id</);
});

test('a_schema_within_itself_waits_until_it_is_opened', () => {
  const text = String(schemaTree(ref('Kota'), treeOf()));
  assert.equal(text.match(/prop-name">nama</g).length, 1);
  assert.match(text, /\(berulang\)/);
  assert.match(text, /data-later/);
});

test('whatever_a_document_says_is_text', () => {
  const evil = '<img src=x onerror=alert(1)>';
  const text = String(schemaTree({ properties: { [evil]: { enum: [evil], description: evil,
    title: evil, pattern: evil, default: { [evil]: 1 } } } }, treeOf()));
  assert.doesNotMatch(text, /<img/);
});

test('limits_are_told_as_they_hold', () => {
  const facts = schema => factsOf(schema).map(([label, value]) => `${label}: ${value}`);
  assert.deepEqual(facts({ minimum: 1, exclusiveMinimum: true, maximum: 9 }), ['Nilai: > 1, ≤ 9']);
  assert.deepEqual(facts({ exclusiveMaximum: 5 }), ['Nilai: < 5']);
  assert.deepEqual(facts({ minItems: 2, maxItems: 2, uniqueItems: true }),
    ['Jumlah isi: 2', 'Tanpa kembar: ya']);
  assert.deepEqual(facts({ multipleOf: 5, minLength: 0 }), ['Kelipatan: 5']);
});

test('plain_texts_need_no_markdown_and_others_stand_as_written_at_first', () => {
  assert.doesNotMatch(String(markdown('Satu.\n\nDua.')), /data-markdown/);
  assert.match(String(markdown('**Satu** <b>')), /data-markdown="3">\*\*Satu\*\* &lt;b&gt;</);
  assert.equal(String(markdown('')), '');
  assert.equal(firstLine('`Satu` *dua*\ntiga'), 'Satu dua');
});
