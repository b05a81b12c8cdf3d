// @ts-check
/* What a page of figures asks for, as its address says it, and how its charts are scaled. */

const HOUR_S = 3600, DAY_S = 86_400;

/** Times to choose from, each with the steps that it may be told in, the usual one first. */
export const RANGES = {
  '1h': { seconds: HOUR_S, steps: ['minute'] },
  '24h': { seconds: DAY_S, steps: ['hour', 'minute'] },
  '7d': { seconds: 7 * DAY_S, steps: ['hour', 'day'] },
  '30d': { seconds: 30 * DAY_S, steps: ['day', 'hour'] },
  '1y': { seconds: 365 * DAY_S, steps: ['day'] },
  'days': { seconds: 0, steps: ['day', 'hour'] },
};
const USUAL = '24h';

export const FILTERS = ['bundle', 'endpoint', 'key', 'account', 'environment'];
export const SORTS = ['calls', 'errors', 'p95'];

const oneOf = (list, value) => (list.includes(value) ? value : list[0]);

/* To the minute, so that asking again shortly after asks for the same. */
const since = (seconds, now) => new Date(Math.floor(now / 60_000) * 60_000 - seconds * 1000);

const daysAsked = (query, now) => ({
  from: query.get('from') || since(7 * DAY_S, now).toISOString().slice(0, 10),
  to: query.get('to') || '',
});

/**
 * What an address asks for: { range, step, from, to } and the filters that are set.
 * @param {URLSearchParams} query
 */
export function askOf(query, now = Date.now()) {
  const range = query.get('range') ?? '';
  const kind = Object.hasOwn(RANGES, range) ? range : USUAL;
  const { seconds, steps } = RANGES[kind];
  const time = kind === 'days' ? daysAsked(query, now)
    : { from: since(seconds, now).toISOString(), to: '' };
  const filters = Object.fromEntries(FILTERS.map(name => [name, query.get(name) ?? '']));
  return { range: kind, step: oneOf(steps, query.get('step')), ...time, ...filters };
}

/** What the server is asked: the time and step, with the filters unless `isAll`. */
export function paramsOf(ask, { isAll = false, ...more } = {}) {
  const { range, step, from, to, ...filters } = ask;
  return { step, from, to, ...!isAll && filters, ...more };
}

const NICE = [1, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10];

/** The top of an axis with `parts` round steps that holds `most`; whole steps for counts. */
export function topOf(most, { parts = 4, isWhole = false } = {}) {
  if (!(most > 0)) return parts;
  const size = 10 ** Math.floor(Math.log10(most / parts));
  const step = NICE.map(one => one * size)
    .find(one => one * parts >= most && (!isWhole || Number.isInteger(one)));
  return Number((step * parts).toPrecision(12));
}

/** A line through values from 0 to 100 percent high, broken where there is none: an SVG path. */
export function pathOf(values, top) {
  const height = value => Number((100 - (100 * value) / top).toFixed(2));
  const isAlone = i => values[i - 1] == null && values[i + 1] == null;
  return values.map((value, i) => {
    if (value == null) return '';
    if (isAlone(i)) return `M${i + 0.2} ${height(value)}H${i + 0.8}`;
    return `${values[i - 1] == null ? 'M' : 'L'}${i + 0.5} ${height(value)}`;
  }).join('');
}

/** Which of so many points are named under an axis. */
export function namedPoints(count, most = 5) {
  const named = Math.min(count, most);
  return Array.from({ length: named },
    (_, i) => (named === 1 ? 0 : Math.round((i * (count - 1)) / (named - 1))));
}
