/* What markdown may cost, whoever wrote it. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { Lexer, Marked } from '../../webapp/node_modules/marked/lib/marked.esm.js';
import { boundedLexer, tagsOf } from '../../webapp/lib/markdown-bounds.js';
import { piecesOf } from '../../webapp/lib/markdown-pieces.js';
import { markdown } from '../../webapp/lib/markdown.js';

const KIB = 1024;
const long = (text, size = 64 * KIB) => text.repeat(Math.ceil(size / text.length)).slice(0, size);

/* The longest text that marked was given at once, and how deep it went. */
function watched(text) {
  const most = { size: 0, depth: 0 };
  class Watched extends boundedLexer(Lexer) {
    blockTokens(...all) {
      most.depth = Math.max(most.depth, this.depth);
      return super.blockTokens(...all);
    }
  }
  const inline = Lexer.prototype.inlineTokens;
  Lexer.prototype.inlineTokens = function count(source, ...rest) {
    most.size = Math.max(most.size, source.length);
    return inline.call(this, source, ...rest);
  };
  try {
    const marked = new Marked({ gfm: true, hooks: {
      provideLexer: () => (source, options) => new Watched(options).lex(source),
    } });
    return { ...most, html: marked.parse(text, { async: false }), most };
  } finally {
    Lexer.prototype.inlineTokens = inline;
  }
}

test('a_long_text_comes_in_pieces_that_lose_nothing', () => {
  const text = Array.from({ length: 4000 }, (_, i) => `Alinea ${i} *tebal*.\n`).join('\n');
  const pieces = piecesOf(text);
  assert.ok(pieces.length > 3);
  assert.ok(pieces.every(one => one.length <= 16 * KIB + 8));
  assert.equal(pieces.join('').replaceAll('\n', ''), text.replaceAll('\n', ''));
  assert.ok(pieces.slice(1).every(one => /^\n?Alinea/.test(one)));
  assert.equal(String(markdown(text)).match(/data-markdown/g)?.length, pieces.length);
  assert.deepEqual(piecesOf('# Pendek'), ['# Pendek']);
});

test('a_line_without_an_end_is_parted_and_code_stays_code', () => {
  assert.ok(piecesOf(long('a')).every(one => one.length <= 16 * KIB + 8));
  const [first, second] = piecesOf(`\`\`\`\n${long('kode;\n', 30 * KIB)}\n\`\`\`\n`);
  assert.match(first, /\n```$/);
  assert.match(second, /^```\nkode;/);
});

test('a_paragraph_is_read_in_parts_and_keeps_its_words', () => {
  const words = long('kata *miring* __tebal__ ', 16 * KIB);
  const { most, html } = watched(words);
  assert.ok(most.size <= 4 * KIB);
  assert.equal(html.match(/miring/g)?.length, words.match(/miring/g)?.length);
  assert.ok((html.match(/<em>miring<\/em>/g)?.length ?? 0) > 600);
});

test('lists_and_quotes_go_so_deep_and_no_deeper', () => {
  for (const deep of ['> ', '- ', '1. ', '> - ']) {
    const { most, html } = watched(long(deep, 16 * KIB - 1) + 'a');
    assert.ok(most.depth <= 12, deep);
    assert.ok((html.match(/<(?:blockquote|ul|ol)>/g)?.length ?? 0) <= 13, deep);
  }
  assert.match(watched('> 1. - a\n').html, /<blockquote>\s*<ol>\s*<li>\s*<ul>\s*<li>a/);
});

test('a_table_has_few_cells_that_nobody_wrote', () => {
  const table = (columns, rows) =>
    `${'|a'.repeat(columns)}|\n${'|-'.repeat(columns)}|\n${rows}`;
  const { html } = watched(table(1000, 'b\n'.repeat(6000)));
  assert.ok(html.length < 40 * KIB);
  assert.match(html, /<p>\|a\|a/);
  assert.equal(watched(table(9, 'b\n'.repeat(8))).html.match(/<td>/g)?.length, 72);
  const whole = table(40, `${'| b '.repeat(40)}|\n`.repeat(50));
  assert.equal(watched(whole).html.match(/<td>/g)?.length, 2000);
});

test('tags_that_are_not_allowed_go_before_a_browser_reads_them', () => {
  const allowed = ['b', 'p', 'a', 'details', 'summary'];
  const tags = text => tagsOf(text, allowed);
  assert.equal(tags('<b title="x" id=y>a</b>'), '<b>a</b>');
  assert.equal(tags('<div><font size=9><p align="left">a</p></font></div>'),
    '<p align="left">a</p>');
  assert.equal(tags('<input type="password" name="pin"><INPUT/>'), '');
  assert.equal(tags('<a href="https://a.test">b</a>'), '<a href="https://a.test">b</a>');
  assert.equal(tags('a<script>alert(1)</script><!-- </b> --><style>p{}'), 'a');
  assert.equal(tags('<b title="'), '<b>');
});
