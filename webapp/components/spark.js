// @ts-check
/* The last days as small bars, today's at the end. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';

const ROOM = 24;

const bar = (calls, i, most) => {
  const height = calls ? Math.max(1.5, (ROOM * calls) / most) : 0.75;
  return html`<rect class="${calls ? 'spark-bar' : 'spark-none'}" x="${i * 6}" width="4.5"
    y="${ROOM - height}" height="${height}"></rect>`;
};

/** Calls by day: a picture with its sentence. */
export function spark(days) {
  const most = Math.max(1, ...days);
  const sum = days.reduce((a, b) => a + b, 0);
  const words = t('usage.spark', { count: sum, n: number(sum), days: days.length });
  return html`
    <svg class="spark" viewBox="0 0 ${days.length * 6} ${ROOM}" role="img"
         aria-label="${words}"><title>${words}</title>
      ${days.map((calls, i) => bar(calls, i, most))}</svg>`;
}
