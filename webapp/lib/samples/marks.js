// @ts-check
/* What in a sample is a text, a comment or a word of its language, so that it reads better. */

const DOUBLE = '"(?:[^"\\\\\\n]|\\\\.)*"';
const SINGLE = "'(?:[^'\\\\]|\\\\.)*'";
const STRINGS = {
  curl: "\\$'(?:[^'\\\\]|\\\\.)*'|'[^']*'",
  php: `${DOUBLE}|${SINGLE}`,
  laravel: `${DOUBLE}|${SINGLE}`,
  java: `"""[^]*?(?<!\\\\)"""|${DOUBLE}`,
  go: `\`[^\`]*\`|${DOUBLE}`,
  csharp: `@"(?:[^"]|"")*"|${DOUBLE}`,
};
const COMMENT = '(?<=^ *)//[^\\n]*';
const WORDS = ['async', 'await', 'class', 'const', 'defer', 'echo', 'false', 'False', 'from',
  'func', 'if', 'import', 'new', 'nil', 'None', 'null', 'package', 'public', 'return', 'static',
  'throws', 'true', 'True', 'use', 'using', 'var', 'void'].join('|');

const pattern = language => new RegExp(`(?<text>${STRINGS[language] ?? DOUBLE})`
  + `|(?<comment>${COMMENT})|(?<word>(?<![\\w$.])(?:${WORDS})(?!\\w))`, 'gm');

const kindOf = groups => Object.keys(groups).find(name => groups[name] !== undefined);

/** A sample in pieces: [[kind, text], …] with kind '', 'text', 'comment' or 'word'. Joined, they
 *  are the sample again. */
export function marks(language, sample) {
  const pieces = [];
  let at = 0;
  for (const found of sample.matchAll(pattern(language))) {
    if (found.index > at) pieces.push(['', sample.slice(at, found.index)]);
    pieces.push([kindOf(found.groups), found[0]]);
    at = found.index + found[0].length;
  }
  return at < sample.length ? [...pieces, ['', sample.slice(at)]] : pieces;
}
