// @ts-check
/* A text that a regular expression matches, for examples. It knows literals, classes, groups,
 * alternatives and repetition; what it makes is tried, so that it never answers a wrong one. */

const LENGTH_MAX = 200;
const TRIES_MAX = 1e6;
const SAMPLES = 'a1A0_-. /:@9zZ';
const CLASSES = { d: '1', w: 'a', s: ' ', D: 'a', W: '-', S: 'a', t: '\t', n: '\n', r: '\r' };

/** What trying costs: `spread` repetitions that may end early or late, `ways` through alternatives,
 *  `nested` where one of the two stands within another repetition.
 * @typedef {{text: string, at: number, spread: number, ways: number, nested: boolean}} Reader */

/* What a class such as [a-z] holds: the first of our samples that it takes, else its own first. */
function ofClass(/** @type {Reader} */ r) {
  const end = /\]/.exec(r.text.slice(r.at + 2).replace(/\\./g, '__'));
  if (!end) return null;
  const source = r.text.slice(r.at, r.at + 2 + end.index + 1);
  r.at += source.length;
  const test = new RegExp(`^${source}$`, 'u');
  return [...SAMPLES, source[1]].find(letter => test.test(letter)) ?? null;
}

function ofEscape(/** @type {Reader} */ r) {
  const letter = r.text[r.at + 1] ?? '';
  r.at += 2;
  r.spread += Number(/[\dk]/.test(letter));
  if (letter === 'b' || letter === 'B') return '';
  const property = /^\{[^}]*\}/.exec(r.text.slice(r.at));
  if (letter !== 'p' || !property) return CLASSES[letter] ?? letter;
  r.at += property[0].length;
  return [...SAMPLES].find(one => new RegExp(`^\\p${property[0]}$`, 'u').test(one)) ?? null;
}

/* Looking ahead and behind adds nothing; whether it holds is seen when the whole is tried. */
function ofGroup(/** @type {Reader} */ r) {
  const [mark] = /^\((\?(:|=|!|<=|<!|<\w+>))?/.exec(r.text.slice(r.at)) ?? ['('];
  r.at += mark.length;
  r.spread += Number(/^\(\?<?[=!]/.test(mark));
  const inside = ofWays(r);
  if (inside == null || r.text[r.at] !== ')') return null;
  r.at++;
  return /^\(\?<?[=!]/.test(mark) ? '' : inside;
}

function ofAtom(/** @type {Reader} */ r) {
  const letter = r.text[r.at];
  if (letter === '[') return ofClass(r);
  if (letter === '(') return ofGroup(r);
  if (letter === '\\') return ofEscape(r);
  r.at++;
  if (letter === '^' || letter === '$') return '';
  return letter === '.' ? 'a' : letter;
}

/* How often, at the least, but once where that may be. */
function timesOf(/** @type {Reader} */ r, isLoose) {
  const [mark = '', , low] = /^(\*|\+|\?|\{(\d+)(?:,\d*)?\})\??/.exec(r.text.slice(r.at)) ?? [];
  r.at += mark.length;
  r.nested ||= isLoose && mark !== '' && mark[0] !== '?';
  r.spread += Number(/^[*+?]|,/.test(mark));
  if (low != null) return Number(low);
  return mark.startsWith('?') || mark.startsWith('*') ? 0 : 1;
}

function ofOne(/** @type {Reader} */ r) {
  let made = '';
  while (r.at < r.text.length && !'|)'.includes(r.text[r.at])) {
    const before = r.spread + r.ways;
    const atom = ofAtom(r);
    if (atom == null) return null;
    made += atom.repeat(Math.min(timesOf(r, r.spread + r.ways > before), LENGTH_MAX));
    if (made.length > LENGTH_MAX) return null;
  }
  return made;
}

/* The first of the alternatives; the others are only passed over. */
function ofWays(/** @type {Reader} */ r) {
  const made = ofOne(r);
  let ways = 1;
  for (; r.text[r.at] === '|'; ways++) {
    r.at++;
    if (ofOne(r) == null) return null;
  }
  r.ways *= ways;
  return made;
}

/* A pattern is somebody else's: trying a text must not take long, however it runs. */
function isQuick({ spread, ways, nested }, text) {
  const tries = nested ? (spread + ways + 2) ** text.length
    : (text.length + 1) ** spread * ways;
  return tries <= TRIES_MAX;
}

const readerOf = (/** @type {string} */ text) =>
  ({ text, at: 0, spread: 0, ways: 1, nested: false });

/** False where a text differs from a pattern; what cannot be told here soon is left to the server.
 * @param {string} text
 * @param {string} pattern */
export function mayMatch(text, pattern) {
  try {
    const r = readerOf(pattern), isRead = ofWays(r) != null && r.at === pattern.length;
    r.spread += Number(pattern[0] !== '^');     // tried from each place
    return !isRead || !isQuick(r, text) || new RegExp(pattern, 'u').test(text);
  } catch {
    return true;   // a pattern of another dialect
  }
}

/** Null where none is found. */
export function textLike(/** @type {string} */ pattern) {
  try {
    const r = readerOf(pattern);
    const made = ofWays(r);
    const isTried = made != null && isQuick(r, made);
    return isTried && new RegExp(pattern, 'u').test(made) ? made : null;
  } catch {
    return null;
  }
}
