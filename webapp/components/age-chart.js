// @ts-check
/* How long things have waited, as bars with their numbers. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';

const DAY_S = 86_400;
const BOUNDS = [['today', DAY_S], ['days', 3 * DAY_S], ['week', 7 * DAY_S], ['longer', Infinity]];

/** How many of these ages (in seconds) fall in each span: [{ span, count }], youngest first. */
export const byAge = ages => BOUNDS.map(([span, end], i) => {
  const start = i ? BOUNDS[i - 1][1] : -Infinity;
  return { span, count: ages.filter(age => age >= start && age < end).length };
});

const bar = (share, span) => html`
  <svg class="bar bar--${span}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${share}" height="8"></rect></svg>`;

/** The bars; each has its words and number beside it. */
export function ageChart(spans) {
  const most = Math.max(1, ...spans.map(one => one.count));
  return html`
    <dl class="bars">${spans.map(({ span, count }) => html`
      <div><dt>${t(`age.${span}`)}</dt>
        <dd>${bar((100 * count) / most, span)} <span class="numbers">${number(count)}</span></dd>
      </div>`)}</dl>`;
}
