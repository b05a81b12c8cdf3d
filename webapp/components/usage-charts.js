// @ts-check
/* Calls and their times, as charts with their tables. */
import { html } from '../lib/html.js';
import { clock, date, dateTime, dayMonth, duration, number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { pathOf, topOf } from '../lib/usage.js';
import { chart, readable } from './chart.js';
import { table } from './table.js';

const CLASSES = ['2xx', '3xx', '4xx', '5xx'];
const TIMES = ['p50', 'p95', 'p99'];
const DAY_MS = 86_400_000;

const span = points => new Date(points.at(-1).at).getTime() - new Date(points[0].at).getTime();

const shortName = points => {
  const name = span(points) > 2 * DAY_MS ? dayMonth : clock;
  return points.map(point => name(point.at));
};

const wholeName = (step, at) => (step === 'day' ? date(at) : dateTime(at));

/* Only classes that there is a call of, but always the good ones. */
const present = totals => CLASSES.filter(one => one === '2xx' || totals[`calls_${one}`] > 0);

const callsWords = (point, shown) => shown.filter(one => point[`calls_${one}`] > 0)
  .map(one => `${one}: ${number(point[`calls_${one}`])}`).join(', ');

const callsReading = ({ step, totals }) => point => {
  const parts = callsWords(point, present(totals));
  return `${wholeName(step, point.at)}: ${t('usage.calls_n',
    { count: point.calls, n: number(point.calls) })}${parts && ` (${parts})`}`;
};

/* One bar a point, its classes upon each other from below. */
function bar(point, i, count, top) {
  let below = 0;
  return CLASSES.map(one => {
    const calls = point[`calls_${one}`];
    if (!calls) return '';
    below += calls;
    return html`<rect class="calls-${one}" x="${(((i + 0.1) * 100) / count).toFixed(3)}%"
      width="${(80 / count).toFixed(3)}%" y="${(100 - (100 * below) / top).toFixed(2)}%"
      height="${((100 * calls) / top).toFixed(2)}%"></rect>`;
  });
}

/* Told apart by hatching, too: colour alone tells nothing to some. */
const patterns = () => html`
  <defs>
    <pattern id="hatch-4xx" width="6" height="6" patternUnits="userSpaceOnUse"
             patternTransform="rotate(45)">
      <rect class="hatch-back-4xx" width="6" height="6"></rect>
      <line class="hatch-line-4xx" x1="0" x2="0" y1="0" y2="6"></line></pattern>
    <pattern id="hatch-5xx" width="5" height="5" patternUnits="userSpaceOnUse">
      <rect class="hatch-back-5xx" width="5" height="5"></rect>
      <circle class="hatch-dot-5xx" cx="2.5" cy="2.5" r="1.1"></circle></pattern>
  </defs>`;

const lastWithCalls = series => series.findLastIndex(point => point.calls > 0);

const withCalls = series => series.filter(point => point.calls > 0);

/* In a box of its own: a week by the hour is long. */
const boxed = (name, inside) => html`
  <div class="chart-rows" role="region" tabindex="0" aria-label="${name}">${inside}</div>`;

/* The year and the zone are the page's own; who wants them finds them behind the time. */
const timeColumn = step => ({
  label: t('usage.time'), isHead: true,
  cell: ({ at }) => (step === 'day' ? date(at) : html`<time datetime="${at}"
    title="${dateTime(at)}">${dayMonth(at).replaceAll(' ', '\u00a0')}, ${clock(at)}</time>`),
});

const callsTable = ({ step, series, totals }) => boxed(t('usage.calls_table'), table({
  caption: t('usage.calls_table'), rows: withCalls(series),
  columns: [
    timeColumn(step),
    { label: t('usage.calls'), isNumber: true, cell: point => number(point.calls) },
    ...present(totals).map(one => ({
      label: one, isNumber: true, cell: point => number(point[`calls_${one}`]),
    })),
  ],
}));

const busiest = series => series.reduce((a, b) => (b.calls > a.calls ? b : a));

function callsChart(figures) {
  const { step, series, totals } = figures;
  const most = busiest(series), top = topOf(most.calls, { isWhole: true });
  return chart({
    name: 'calls', title: t(`usage.calls_per_${step}`), top, unit: number,
    text: t('usage.calls_text', {
      n: number(totals.calls), errors: number(totals.errors),
      most: number(most.calls), at: wholeName(step, most.at),
    }),
    legend: present(totals).map(one => [`calls-${one}`, t(`usage.class_${one}`)]),
    names: shortName(series),
    at: lastWithCalls(series), readings: series.map(callsReading(figures)),
    marks: html`${patterns()}${series.map((point, i) => bar(point, i, series.length, top))}`,
    rest: callsTable(figures),
  });
}

const timesReading = ({ step }) => point => `${wholeName(step, point.at)}: ${point.calls
  ? TIMES.map(one => `${one} ${duration(point[`${one}_ms`])}`).join(', ') : t('usage.no_calls')}`;

const timesTable = ({ step, series }) => boxed(t('usage.times_table'), table({
  caption: t('usage.times_table'), rows: withCalls(series),
  columns: [
    timeColumn(step),
    ...TIMES.map(one => ({
      label: one, isNumber: true, cell: point => duration(point[`${one}_ms`]),
    })),
    {
      label: t('usage.upstream_p95'), isNumber: true,
      cell: point => duration(point.upstream_p95_ms),
    },
  ],
}));

const line = (series, one, top) => html`
  <path class="time-${one}" d="${pathOf(series.map(point => point[`${one}_ms`]), top)}"></path>`;

function timesChart(figures) {
  const { series, totals } = figures;
  const top = topOf(Math.max(...series.map(point => point.p99_ms ?? 0)));
  return chart({
    name: 'times', title: t('usage.times_over_time'), top, unit: duration,
    text: t('usage.times_text', Object.fromEntries(
      TIMES.map(one => [one, duration(totals[`${one}_ms`])]))),
    legend: TIMES.map(one =>
      [`time-${one}`, t('usage.legend', { name: one, of: t(`usage.${one}_of`) })]),
    names: shortName(series),
    at: lastWithCalls(series), readings: series.map(timesReading(figures)),
    marks: html`<svg viewBox="0 0 ${series.length} 100" preserveAspectRatio="none"
      width="100%" height="100%">${TIMES.map(one => line(series, one, top))}</svg>`,
    rest: timesTable(figures),
  });
}

/** Both charts of { step, series, totals }. */
export const usageCharts = figures => html`${callsChart(figures)}${timesChart(figures)}`;

/** Lets them be read point by point. */
export function readCharts(main, figures) {
  readable(main, 'calls', figures.series.map(callsReading(figures)));
  readable(main, 'times', figures.series.map(timesReading(figures)));
}
