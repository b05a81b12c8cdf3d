// @ts-check
/* Text as the literals of each language have it. What a reader cannot see, or what would turn the
 * line around, is always written as an escape. Texts are well formed and without NUL: prepare(). */

/* Control characters, and those of Unicode that join, turn, part or hide. */
const UNSEEN = new RegExp('[\\u0001-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f'
  + '\\u2028-\\u202e\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb]', 'g');
const SHORT = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const code = character => character.charCodeAt(0).toString(16);
const short = escape => character => SHORT[character] ?? escape(character);

/** \u202e, as JavaScript, Python, Java, Go, C# and JSON have it. */
const unicodeEscape = character => `\\u${code(character).padStart(4, '0')}`;

const isPlain = text => text.search(UNSEEN) < 0;

/** What cannot be seen as escapes of JSON: for text that is JSON already, between its quotes. */
export const seen = json => json.replace(UNSEEN, unicodeEscape);

/** "…" of JavaScript, Python, Java, Go and C#. */
export const quoted = text =>
  `"${text.replace(/["\\]/g, '\\$&').replace(UNSEEN, short(unicodeEscape))}"`;

const phpEscape = short(character => `\\u{${code(character)}}`);

/** '…' of PHP, or "…" where something needs an escape. */
export const phpQuoted = text => (isPlain(text)
  ? `'${text.replace(/['\\]/g, '\\$&')}'`
  : `"${text.replace(/["\\$]/g, '\\$&').replace(UNSEEN, phpEscape)}"`);

const octal = byte => `\\${byte.toString(8).padStart(3, '0')}`;
const octals = character => [...new TextEncoder().encode(character)].map(octal).join('');

/** One word for the shell: '…', lines included; $'…' of bash and zsh where an escape is needed. */
export const shellQuoted = text => (isPlain(text.replaceAll('\n', ''))
  ? `'${text.replaceAll("'", "'\\''")}'`
  : `$'${text.replace(/['\\]/g, '\\$&').replaceAll('!', octals)
    .replace(UNSEEN, short(octals))}'`);

/** @"…" of C#: lines as they are, quotes doubled. */
export const verbatim = text => `@"${text.replaceAll('"', '""')}"`;

/** The lines of a text, each a literal of its own with its line end. */
export const lineLiterals = (text, quote) =>
  (text.match(/[^\n]*\n|[^\n]+$/g) ?? ['']).map(quote);

/** Several lines as literals joined by an operator, the later ones indented. */
export const joinedLines = (text, quote, operator, pad) =>
  lineLiterals(text, quote).join(`\n${pad}${operator} `);

/** The same for Go, whose operator ends a line. */
export const goLines = (text, pad) => lineLiterals(text, quoted).join(` +\n${pad}`);

/** Every line but the first moved to the right. Not for text with lines inside its literals. */
export const indented = (text, pad) => text.replaceAll('\n', `\n${pad}`);

/** UTF-8 as one character a byte, for clients that take header values byte by byte. */
export const byteString = text => String.fromCharCode(...new TextEncoder().encode(text));
export const isAscii = text => /^[\x20-\x7e]*$/.test(text);
