/* Code samples: what is quoted, what is laid out, and what each language is told. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import test from 'node:test';
import { LANGUAGES, sample } from '../../webapp/lib/samples.js';
import { marks } from '../../webapp/lib/samples/marks.js';
import { tabAfter } from '../../webapp/lib/tabs.js';
import { literal, nativeValue, pretty } from '../../webapp/lib/samples/json.js';
import { address, prepare } from '../../webapp/lib/samples/prepare.js';
import { phpQuoted, quoted, shellQuoted, verbatim } from '../../webapp/lib/samples/quote.js';

const AWKWARD = ['', ' ', "'", '"', '\\', "\\'", '$HOME', '`id`', '$(id)', '!!', 'a\nb', 'a\r\n',
  '\t', '\x1b[31m', '\u202e', '\u2028', 'ü€😀', '{$a}', '${a}', '%s', '\\u0041', '\\n', '"""',
  "'''", '?>', '//', '/*', '\\"', '--', '@file', '<file', ';', '&', '#', '*', '~'];
const ALL = AWKWARD.join(' ') + AWKWARD.join('');

const URL_OF_ALL = 'https://gerbang.test/v1/warga';
const call = (body = null, more = {}) =>
  ({ method: body ? 'POST' : 'GET', url: URL_OF_ALL, headers: [], body, ...more });
const json = text => ({ kind: 'text', type: 'application/json', text });
const written = (body, more) =>
  Object.fromEntries(LANGUAGES.map(({ id }) => [id, sample(id, call(body, more))]));

test('the_shell_reads_back_what_was_quoted', () => {
  const words = [...AWKWARD, ALL].map(shellQuoted);
  const script = `printf '%s\\0' ${words.join(' ')}`;
  const said = execFileSync('bash', ['-c', script], { env: { LC_ALL: 'C' } }).toString();
  assert.deepEqual(said.split('\0').slice(0, -1), [...AWKWARD, ALL]);
});

test('javascript_reads_back_what_was_quoted', async () => {
  const module = `export default [${[...AWKWARD, ALL].map(quoted)}]`;
  const { default: said } = await import(`data:text/javascript,${encodeURIComponent(module)}`);
  assert.deepEqual(said, [...AWKWARD, ALL]);
});

test('nothing_that_cannot_be_seen_stands_in_a_literal', () => {
  const unseen = '\u202eab\u0007\u200b';
  assert.equal(quoted(unseen), '"\\u202eab\\u0007\\u200b"');
  assert.equal(phpQuoted(unseen), '"\\u{202e}ab\\u{7}\\u{200b}"');
  assert.equal(shellQuoted(unseen), "$'\\342\\200\\256ab\\007\\342\\200\\213'");
  assert.equal(pretty('["\u202e"]'), '[\n  "\\u202e"\n]');
});

test('simple_text_stays_simple', () => {
  assert.equal(shellQuoted('a b'), "'a b'");
  assert.equal(shellQuoted("it's"), "'it'\\''s'");
  assert.equal(phpQuoted('it\'s \\ $x'), "'it\\'s \\\\ $x'");
  assert.equal(phpQuoted('a\n$x'), '"a\\n\\$x"');
  assert.equal(verbatim('{"a": 1}'), '@"{""a"": 1}"');
});

test('json_is_laid_out_without_changing_a_number_or_a_key', () => {
  assert.equal(pretty('{"a":1.0,"a":12345678901234567890,"b":[],"c":{"d":[-0,1e5]}}'), `{
  "a": 1.0,
  "a": 12345678901234567890,
  "b": [],
  "c": {
    "d": [
      -0,
      1e5
    ]
  }
}`);
  assert.equal(pretty('{"a":'), null);
  assert.equal(pretty('"[{:,\\""'), '"[{:,\\""');
});

test('what_literals_could_change_stays_text', () => {
  for (const text of ['{"a":1.0}', '[12345678901234567890]', '[-0]', '{"a":1,"a":2}', '"a"', 'null',
    '{"__proto__":1}', '["\\ud800"]', '['.repeat(50) + ']'.repeat(50), '{"a":']) {
    assert.equal(nativeValue(text), undefined, text);
  }
  assert.deepEqual(nativeValue('{"a":[1,-2.5,null,true,{}]}'), { a: [1, -2.5, null, true, {}] });
});

test('literals_are_those_of_their_language', () => {
  const style = { quote: quoted, words: { true: 'True', null: 'None' }, list: ['[', ']'],
    map: () => ['{', '}'], pair: (key, value) => `${key}: ${value}` };
  assert.equal(literal({ a: [true, null], b: {} }, style),
    '{\n    "a": [\n        True,\n        None,\n    ],\n    "b": {},\n}');
  const { python, php } = written(json('{"ya":true,"0":{},"1":[]}'));
  assert.match(python, /"ya": True,/);
  assert.match(php, /json_encode\(\(object\) \[/);
  assert.match(php, /'0' => new stdClass\(\),/);
});

test('an_address_is_one_that_every_client_takes', () => {
  assert.equal(address('https://a.test/b c/ü?x[]=1&y={z}|%zz%20#part'),
    'https://a.test/b%20c/%C3%BC?x%5B%5D=1&y=%7Bz%7D%7C%25zz%20');
  assert.equal(address('http://[::1]:8081/a[b]'), 'http://[::1]:8081/a%5Bb%5D');
});

test('headers_are_those_that_a_client_can_send', () => {
  const headers = [['X-A', '1'], ['x-a', '2'], ['Cookie', 'a=1'], ['Cookie', 'b=2'], ['Host', 'x'],
    ['Content-Length', '9'], ['X B', 'y'], ['X-C', ' a\r\nX-D: b '], ['Content-Type', 'text/xml']];
  const ready = prepare(call({ kind: 'text', type: 'text/plain', text: '<a/>' }, { headers }));
  assert.deepEqual(ready.headers, [['X-A', '1, 2'], ['Cookie', 'a=1; b=2'], ['X-C', 'a X-D: b']]);
  assert.equal(ready.body.type, 'text/xml');
});

test('every_language_names_the_address_the_key_and_the_body', () => {
  const headers = [['X-API-Key', 'spl_dev_contoh']];
  for (const [id, text] of Object.entries(written(json('{"nama":"Budi"}'), { headers }))) {
    for (const word of ['https://gerbang.test/v1/warga', 'X-API-Key', 'spl_dev_contoh', 'nama',
      'Budi']) assert.ok(text.includes(word), `${id}: ${word}\n${text}`);
  }
});

test('curl_is_told_as_one_would_write_it', () => {
  const headers = [['X-API-Key', 'k'], ['X-Kosong', '']];
  const { curl } = written(json('{"a":"it\'s"}'), { headers });
  assert.equal(curl, `curl -X POST 'https://gerbang.test/v1/warga' \\
  -H 'X-API-Key: k' \\
  -H 'X-Kosong;' \\
  -H 'Content-Type: application/json' \\
  --data-raw '{
  "a": "it'\\''s"
}'`);
  assert.equal(sample('curl', call()), "curl 'https://gerbang.test/v1/warga'");
});

test('fetch_is_told_only_what_it_takes', () => {
  assert.equal(sample('javascript', call()),
    'const response = await fetch("https://gerbang.test/v1/warga");\n'
    + 'console.log(response.status, await response.text());');
  assert.match(sample('javascript', call(json('{}'), { method: 'GET' })),
    /^\/\/ fetch sends no body with GET\./);
});

test('files_and_fields_of_one_name_all_stand', () => {
  const file = name => ({ name: 'berkas', filename: name, type: 'application/pdf' });
  const parts = [{ name: 'a', value: '@x;y' }, file('satu.pdf'), file('dua "b".pdf')];
  const texts = written({ kind: 'multipart', parts });
  assert.ok(texts.curl.includes("--form-string 'a=@x;y'"));
  assert.ok(texts.curl.includes(`-F 'berkas=@"dua \\"b\\".pdf";type=application/pdf'`));
  for (const text of Object.values(texts)) assert.match(text, /satu\.pdf/);
  assert.equal(texts.php.match(/file_get_contents/g).length, 2);
  assert.match(written({ kind: 'multipart', parts: parts.slice(0, 2) }).php, /new CURLFile\(/);
});

test('no_sample_takes_over_what_it_quotes', () => {
  for (const { id } of LANGUAGES) {
    const text = sample(id, call(json(JSON.stringify({ a: ALL })), { headers: [['X-A', ALL]] }));
    assert.ok(!/[\u202e\u2028\u001b]/.test(text), id);
  }
});

test('what_is_marked_in_a_sample_is_still_the_sample', () => {
  const kinds = {};
  for (const [id, text] of Object.entries(written(json(JSON.stringify({ a: ALL, b: [null] }))))) {
    const pieces = marks(id, text);
    assert.equal(pieces.map(([, piece]) => piece).join(''), text);
    kinds[id] = pieces.filter(([kind]) => kind === 'text').map(([, piece]) => piece);
  }
  assert.equal(kinds.curl[0], "'https://gerbang.test/v1/warga'");
  assert.ok(kinds.java.some(text => text.startsWith('"""') && text.endsWith('"""')));
  assert.deepEqual(marks('go', 'return nil // a'), [['word', 'return'], ['', ' '], ['word', 'nil'],
    ['', ' // a']]);
});

test('arrow_keys_go_around_the_tabs', () => {
  assert.equal(tabAfter('ArrowRight', 7, 8), 0);
  assert.equal(tabAfter('ArrowLeft', 0, 8), 7);
  assert.equal(tabAfter('End', 2, 8), 7);
  assert.equal(tabAfter('Home', 2, 8), 0);
  assert.equal(tabAfter('Enter', 2, 8), -1);
});
