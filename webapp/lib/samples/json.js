// @ts-check
/* JSON in samples: laid out without changing a number or a key, and as literals of a language. */
import { seen } from './quote.js';

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;
const DEEPEST = 40;   // deeper, the parsers of some languages give up

const parsed = text => {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return null;
  }
};

const opens = token => token === '{' || token === '[';
const closes = token => token === '}' || token === ']';

const startsLine = (token, before) =>
  (closes(token) ? !opens(before) : opens(before) || before === ',');

/** The same JSON over lines with two spaces; null when the text is not JSON. */
export function pretty(text) {
  if (!parsed(text)) return null;
  let [depth, before, laid] = [0, '', ''];
  for (const token of text.match(TOKENS) ?? []) {
    if (closes(token)) depth -= 1;
    if (startsLine(token, before)) laid += `\n${'  '.repeat(depth)}`;
    laid += token === ':' ? ': ' : seen(token);
    if (opens(token)) depth += 1;
    before = token;
  }
  return laid;
}

const isRound = token => !/^[-\d]/.test(token) || String(Number(token)) === token;
const isWellFormed = text => !/\p{Surrogate}/u.test(text);

function isPlainValue(value, depth = 0) {
  if (depth > DEEPEST) return false;
  if (typeof value === 'string') return isWellFormed(value);
  if (value === null || typeof value !== 'object') return true;
  return Object.entries(value).every(([key, one]) =>
    key !== '__proto__' && isWellFormed(key) && isPlainValue(one, depth + 1));
}

const keysIn = value => (value === null || typeof value !== 'object' ? 0
  : (Array.isArray(value) ? 0 : Object.keys(value).length)
    + Object.values(value).reduce((sum, one) => sum + keysIn(one), 0));

/** The object or list that a JSON text means; undefined where the literals of a language could
 *  mean something else: long numbers, a key twice, lone surrogates. Those are sent as text. */
export function nativeValue(text) {
  const value = parsed(text)?.value;
  if (value === null || typeof value !== 'object' || !isPlainValue(value)) return undefined;
  const tokens = text.match(TOKENS) ?? [];
  const keys = tokens.filter((token, at) => tokens[at + 1] === ':' && token !== ':').length;
  return tokens.every(isRound) && keys === keysIn(value) ? value : undefined;
}

/** A value as literals: style gives quote, words (true, false, null), list, map and pair. */
export function literal(value, style, pad = '') {
  if (typeof value === 'string') return style.quote(value);
  if (typeof value === 'number') return String(value);
  if (value === null || typeof value === 'boolean') return style.words[String(value)];
  const inner = `${pad}    `;
  const items = Array.isArray(value)
    ? value.map(one => literal(one, style, inner))
    : Object.entries(value).map(([key, one]) =>
      style.pair(style.quote(key), literal(one, style, inner)));
  const [open, close] = Array.isArray(value) ? style.list : style.map(value);
  if (!items.length) return open + close;
  return `${open}\n${items.map(item => `${inner}${item},\n`).join('')}${pad}${close}`;
}
