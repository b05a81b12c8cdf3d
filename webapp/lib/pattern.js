// @ts-check
/* A text that a regular expression matches, for examples. It knows literals, classes, groups,
 * alternatives and repetition; what it makes is tried, so that it never answers a wrong one. */

const LENGTH_MAX = 200;
const SAMPLES = 'a1A0_-. /:@9zZ';
const CLASSES = { d: '1', w: 'a', s: ' ', D: 'a', W: '-', S: 'a', t: '\t', n: '\n', r: '\r' };

/** @typedef {{text: string, at: number}} Reader */

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
function timesOf(/** @type {Reader} */ r) {
  const [mark = '', , low] = /^(\*|\+|\?|\{(\d+)(?:,\d*)?\})\??/.exec(r.text.slice(r.at)) ?? [];
  r.at += mark.length;
  if (low != null) return Number(low);
  return mark.startsWith('?') || mark.startsWith('*') ? 0 : 1;
}

function ofOne(/** @type {Reader} */ r) {
  let made = '';
  while (r.at < r.text.length && !'|)'.includes(r.text[r.at])) {
    const atom = ofAtom(r);
    if (atom == null) return null;
    made += atom.repeat(Math.min(timesOf(r), LENGTH_MAX));
    if (made.length > LENGTH_MAX) return null;
  }
  return made;
}

/* The first of the alternatives; the others are only passed over. */
function ofWays(/** @type {Reader} */ r) {
  const made = ofOne(r);
  while (r.text[r.at] === '|') {
    r.at++;
    if (ofOne(r) == null) return null;
  }
  return made;
}

/** Null where none is found. */
export function textLike(/** @type {string} */ pattern) {
  try {
    const made = ofWays({ text: pattern, at: 0 });
    return made != null && new RegExp(pattern, 'u').test(made) ? made : null;
  } catch {
    return null;
  }
}
