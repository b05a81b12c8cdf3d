/* Calls made of an endpoint and values: every style of parameters, every kind of body. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { callFrom, exampleValues, pathAndQuery } from '../../webapp/lib/call.js';

const COLORS = ['blue', 'black', 'brown'];
const RGB = { R: 100, G: 200, B: 150 };

const endpoint = (more = {}) => ({
  method: 'GET', path: '/a', parameters: [], request_body: null, responses: {}, ...more,
});

const inPath = (style, explode, value) => pathAndQuery(endpoint({
  path: '/a/{color}', parameters: [{ name: 'color', in: 'path', required: true, style, explode }],
}), { path: { color: value } }).slice('/a/'.length);

const inQuery = (parameter, value) => pathAndQuery(endpoint({
  parameters: [{ name: 'color', in: 'query', ...parameter }],
}), { query: { color: value } }).slice('/a'.length);

/* The table of styles in the OpenAPI specification. */
test('path_parameters_are_written_in_every_style', () => {
  const cases = [
    [undefined, undefined, 'blue', 'blue,black,brown', 'R,100,G,200,B,150'],
    ['simple', true, 'blue', 'blue,black,brown', 'R=100,G=200,B=150'],
    ['label', false, '.blue', '.blue,black,brown', '.R,100,G,200,B,150'],
    ['label', true, '.blue', '.blue.black.brown', '.R=100.G=200.B=150'],
    ['matrix', false, ';color=blue', ';color=blue,black,brown', ';color=R,100,G,200,B,150'],
    ['matrix', true, ';color=blue', ';color=blue;color=black;color=brown', ';R=100;G=200;B=150'],
  ];
  for (const [style, explode, one, list, object] of cases) {
    assert.equal(inPath(style, explode, 'blue'), one);
    assert.equal(inPath(style, explode, COLORS), list);
    assert.equal(inPath(style, explode, RGB), object);
  }
  assert.equal(inPath('matrix', false, ''), ';color');
});

test('query_parameters_are_written_in_every_style', () => {
  const cases = [
    [{}, COLORS, '?color=blue&color=black&color=brown'],
    [{}, RGB, '?R=100&G=200&B=150'],
    [{}, '', '?color='],
    [{ explode: false }, COLORS, '?color=blue,black,brown'],
    [{ explode: false }, RGB, '?color=R,100,G,200,B,150'],
    [{ style: 'spaceDelimited' }, COLORS, '?color=blue%20black%20brown'],
    [{ style: 'spaceDelimited' }, RGB, '?color=R%20100%20G%20200%20B%20150'],
    [{ style: 'pipeDelimited' }, COLORS, '?color=blue%7Cblack%7Cbrown'],
    [{ style: 'pipeDelimited', explode: true }, COLORS,
      '?color=blue&color=black&color=brown'],
    [{ style: 'deepObject' }, RGB, '?color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150'],
    [{ style: 'deepObject' }, { a: { b: 1 }, c: [2, 3] },
      '?color%5Ba%5D%5Bb%5D=1&color%5Bc%5D%5B0%5D=2&color%5Bc%5D%5B1%5D=3'],
    [{ content: { 'application/json': {} } }, { a: 1 }, '?color=%7B%22a%22%3A1%7D'],
  ];
  for (const [parameter, value, text] of cases) assert.equal(inQuery(parameter, value), text);
});

test('what_is_not_given_is_not_sent', () => {
  assert.equal(inQuery({}, undefined), '');
  assert.equal(inQuery({}, null), '');
  assert.equal(inQuery({}, []), '');
  assert.equal(inQuery({}, {}), '');
  assert.equal(inQuery({}, false), '?color=false');
  assert.equal(inQuery({}, 0), '?color=0');
});

test('values_cannot_leave_their_place_in_the_address', () => {
  assert.equal(inPath('simple', false, 'a/b?c#d&e=ü '), 'a%2Fb%3Fc%23d%26e%3D%C3%BC%20');
  assert.equal(inQuery({}, "it's (a)&b=c+d%"), '?color=it%27s%20%28a%29%26b%3Dc%2Bd%25');
  assert.equal(inQuery({}, 'half \uD83D'), '?color=half%20%EF%BF%BD');
  assert.equal(inQuery({ explode: false }, ['a,b', 'c']), '?color=a%2Cb,c');
  assert.equal(inQuery({ allowReserved: true }, 'a/b:c&d#e'), '?color=a/b:c%26d%23e');
});

test('the_path_keeps_its_own_text_and_shows_what_is_missing', () => {
  const at = path => pathAndQuery(endpoint({ path }), {});
  assert.equal(at('/a b/{id}/ü%20x'), '/a%20b/{id}/%C3%BC%20x');
  assert.equal(pathAndQuery(endpoint({
    path: '/?Action=Baca', parameters: [{ name: 'q', in: 'query' }],
  }), { query: { q: 1 } }), '/?Action=Baca&q=1');
});

test('headers_and_cookies_are_single_lines_and_the_key_comes_first', () => {
  const call = callFrom(endpoint({ parameters: [
    { name: 'X-Warna', in: 'header', explode: true }, { name: 'X-Nama', in: 'header' },
    { name: 'Authorization', in: 'header' }, { name: 'x-api-key', in: 'header' },
    { name: 'sesi', in: 'cookie' }, { name: 'tema', in: 'cookie' },
  ] }), {
    header: { 'X-Warna': { R: 1, G: 2 }, 'X-Nama': 'Ayu\r\nX-Lain: 1 é', Authorization: 'x',
      'x-api-key': 'y' },
    cookie: { sesi: 'a;b', tema: ['gelap', 'besar'] },
  }, { base: 'https://g.contoh.go.id/development/', slug: 'peta', key: 'spl_dev_1' });
  assert.equal(call.url, 'https://g.contoh.go.id/development/peta/a');
  assert.deepEqual(call.headers, [
    ['X-API-Key', 'spl_dev_1'], ['X-Warna', 'R=1,G=2'], ['X-Nama', 'Ayu X-Lain: 1 %C3%A9'],
    ['Cookie', 'sesi=a%3Bb; tema=gelap; tema=besar'],
  ]);
  assert.equal(call.body, null);
});

const posting = (content, more = {}) =>
  endpoint({ method: 'POST', request_body: { content }, ...more });

const bodyOf = (content, values) => callFrom(posting(content), values, { base: 'https://g' }).body;

test('a_body_of_json_is_written_out_and_what_somebody_typed_goes_before', () => {
  const type = 'application/problem+json';
  assert.deepEqual(bodyOf({ [type]: {} }, { type, body: { a: 'é' } }),
    { kind: 'text', type, text: '{\n  "a": "é"\n}' });
  assert.deepEqual(bodyOf({ [type]: {} }, { type, body: 1, text: ' {"a":1}' }),
    { kind: 'text', type, text: ' {"a":1}' });
  assert.equal(bodyOf({ [type]: {} }, { type, body: null }).text, 'null');
});

test('fields_of_a_form_have_styles_of_their_own', () => {
  const type = 'application/x-www-form-urlencoded';
  const content = { [type]: { encoding: {
    dalam: { style: 'deepObject' }, daftar: { style: 'form', explode: false },
  } } };
  const body = { nama: 'Ayu & Budi', daftar: [1, 2], ulang: ['a', 'b'], dalam: { x: { y: 1 } },
    objek: { z: 1 }, kosong: null };
  assert.deepEqual(bodyOf(content, { type, body }), { kind: 'form', fields: [
    ['nama', 'Ayu & Budi'], ['daftar', '1,2'], ['ulang', 'a'], ['ulang', 'b'], ['dalam[x][y]', '1'],
    ['objek', '{"z":1}'],
  ] });
});

test('parts_that_are_bytes_are_files', () => {
  const type = 'multipart/form-data';
  const binary = { type: 'string', format: 'binary' };
  const content = { [type]: {
    schema: { properties: { surat: binary, foto: { type: 'array', items: binary },
      peta: { type: 'string', contentMediaType: 'image/png' }, isi: { type: 'object' } } },
    encoding: { surat: { contentType: 'application/pdf' } },
  } };
  const body = { surat: 'x', foto: ['satu.jpg', { filename: 'dua.jpg', type: 'image/jpeg' }],
    peta: '', isi: { a: 1 }, nama: 'Ayu' };
  assert.deepEqual(bodyOf(content, { type, body }), { kind: 'multipart', parts: [
    { name: 'surat', filename: 'surat.pdf', type: 'application/pdf' },
    { name: 'foto', filename: 'satu.jpg', type: 'application/octet-stream' },
    { name: 'foto', filename: 'dua.jpg', type: 'image/jpeg' },
    { name: 'peta', filename: 'peta.png', type: 'image/png' },
    { name: 'isi', value: '{"a":1}' }, { name: 'nama', value: 'Ayu' },
  ] });
});

test('a_body_of_bytes_is_a_file', () => {
  const content = { 'image/png': {}, 'text/csv': { schema: { type: 'string', format: 'binary' } } };
  assert.deepEqual(bodyOf(content, { type: 'image/png', body: 'contoh' }),
    { kind: 'file', filename: 'berkas.png', type: 'image/png' });
  assert.deepEqual(bodyOf(content, { type: 'text/csv', body: { filename: 'a.csv', type: '' } }),
    { kind: 'file', filename: 'a.csv', type: 'text/csv' });
  assert.equal(bodyOf(content, { type: 'text/csv', text: 'a,b' }).kind, 'text');
});

test('text_is_sent_as_it_is_and_a_get_has_no_body', () => {
  assert.deepEqual(bodyOf({ 'text/plain': {} }, { type: 'text/plain', body: 'a\n"b"' }),
    { kind: 'text', type: 'text/plain', text: 'a\n"b"' });
  const get = posting({ 'application/json': { example: 1 } }, { method: 'GET' });
  assert.equal(exampleValues(get).type, null);
  const values = { type: 'application/json', body: 1 };
  assert.equal(callFrom(get, values, { base: 'https://g' }).body, null);
});

test('example_values_are_what_must_be_sent_and_what_has_an_example', () => {
  const values = exampleValues(endpoint({ parameters: [
    { name: 'kode', in: 'path', required: true, schema: { type: 'string', pattern: '^\\d{2}$' } },
    { name: 'q', in: 'query', examples: { satu: { value: 'aceh' } } },
    { name: 'tua', in: 'query', deprecated: true, example: 1 },
    { name: 'limit', in: 'query', schema: { type: 'integer', default: 20 } },
    { name: 'dari', in: 'query', required: true, schema: { type: 'string', format: 'date' } },
    { name: 'X-Versi', in: 'header', required: true, schema: { enum: ['v2'] } },
  ] }));
  assert.deepEqual(values, {
    path: { kode: '11' }, query: { q: 'aceh', dari: '2026-01-31' }, header: { 'X-Versi': 'v2' },
    cookie: {}, type: null, body: undefined,
  });
});

test('the_body_that_is_easiest_to_write_is_taken', () => {
  const schema = { $ref: '#/components/schemas/Orang' };
  const values = exampleValues(posting(
    { 'application/xml': {}, 'multipart/form-data': { schema }, 'application/json': { schema } },
    { components: { schemas: { Orang: { properties: { nama: { type: 'string' } } } } } }));
  assert.equal(values.type, 'application/json');
  assert.deepEqual(values.body, { nama: 'contoh' });
});
