// @ts-check
/* Words: t('key', { count: 3 }) in the reader's language, Indonesian unless chosen.
 *
 * Words come in areas (locales/<language>/<area>.js), loaded when a page of theirs is opened;
 * 'shell' is always there, 'problems' once the first view stands. */
import { recall, remember } from './storage.js';

export const LANGUAGES = { id: 'Indonesia', en: 'English' };

const PATIENCE_MS = 2000;

const areas = new Set(['shell']);
let language = 'id';
let words = {};
let plural = null;     // made when it is first needed: its start takes a slow PC its time

export const currentLanguage = () => language;

/** The locale for Intl: English dates are written day first. */
export const locale = () => (language === 'id' ? 'id-ID' : 'en-GB');

export function preferredLanguage() {
  const chosen = recall('language');
  return chosen && chosen in LANGUAGES ? chosen : 'id';
}

async function wordsOf(of, area) {
  const { load } = await import(`../locales/${of}.js`);
  return (await load(area)).default;
}

/**
 * Speaks `next` from now on, in all areas opened so far and in those that are named.
 * @param {string} next
 * @param {string | string[]} more
 */
export async function useLanguage(next, more = []) {
  for (const area of [more].flat()) areas.add(area);
  let lists = [];
  while (lists.length < areas.size) {   // one may have come meanwhile
    lists = await Promise.all([...areas].map(area => wordsOf(next, area)));
  }
  words = Object.assign({}, ...lists);
  language = next;
  plural = null;
  const root = globalThis.document?.documentElement;
  if (root && root.lang !== next) root.lang = next;   // the same again would style all anew
}

/* Words of a language that is spoken no more when they come are not said. */
async function learn(area) {
  if (areas.has(area)) return undefined;
  const spoken = language, more = await wordsOf(spoken, area);
  if (spoken !== language) return learn(area);
  Object.assign(words, more);
  areas.add(area);
}

/**
 * Loads the words of an area, or of several, once.
 * @param {string | string[]} more
 */
export const useArea = (more = []) => Promise.all([more].flat().map(learn));

/** The words of problems, which nobody waits for long: without them the server's own sentence is
 * said. */
export const learnProblems = () => Promise.race([
  useArea('problems').catch(() => {}),
  new Promise(done => { setTimeout(done, PATIENCE_MS); }),
]);

export function chooseLanguage(next) {
  remember('language', next);
  return useLanguage(next);
}

export const has = key => Object.hasOwn(words, key);

/* Indonesian has one form for all numbers. */
function formOf(entry, count) {
  if (typeof entry === 'string') return entry;
  if (Object.keys(entry).length === 1) return entry.other;
  plural ??= new Intl.PluralRules(language);
  return entry[plural.select(count)] ?? entry.other;
}

/** A missing key throws: the tests walk every page, so none reaches a reader. */
export function t(key, values = {}) {
  if (!has(key)) throw new Error(`no words for ${key}`);
  return formOf(words[key], values.count).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}
