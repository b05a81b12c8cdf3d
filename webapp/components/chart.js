// @ts-check
/* Charts over time, drawn as SVG: what stands around the marks, and a slider that reads them point
 * by point, with keys, finger or pointer. Each chart has its table behind it. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { namedPoints } from '../lib/usage.js';

const PARTS = 4;

const lines = () => Array.from({ length: PARTS + 1 }, (_, i) => html`
  <line class="chart-line" x1="0" x2="100%" y1="${(i * 100) / PARTS}%"
        y2="${(i * 100) / PARTS}%"></line>`);

const heights = (top, unit) => html`
  <ol class="chart-y" aria-hidden="true">${Array.from({ length: PARTS + 1 }, (_, i) => html`
    <li>${unit((top * (PARTS - i)) / PARTS)}</li>`)}</ol>`;

const times = names => html`
  <ol class="chart-x" aria-hidden="true">${namedPoints(names.length).map(i => html`
    <li>${names[i]}</li>`)}</ol>`;

const middle = (i, count) => `${(((i + 0.5) * 100) / count).toFixed(3)}%`;

const cursor = (at, count) => html`
  <line class="chart-cursor" x1="${middle(at, count)}" x2="${middle(at, count)}"
        y1="0" y2="100%"></line>`;

const slider = ({ name, title, readings, at }) => html`
  <input type="range" class="chart-slider" id="${name}-at" min="0" max="${readings.length - 1}"
         value="${at}" aria-label="${t('usage.read', { title })}"
         aria-valuetext="${readings[at]}">
  <p class="chart-reading" aria-hidden="true">${readings[at]}</p>`;

const legendItem = ([look, text]) => html`
  <li><svg class="chart-key" aria-hidden="true"><rect class="${look}" width="100%" height="100%"
    ></rect><line class="${look}" x1="0" x2="100%" y1="50%" y2="50%"></line></svg>${text}</li>`;

/**
 * A chart. names: of the points, short; readings: of the points, whole; legend: [[class, text], …];
 * at: the point that is read first; marks: the SVG of what is drawn; unit: writes a number of the
 * axis; rest: the table behind it.
 * @param {any} chart
 */
export const chart = ({ name, title, text, legend, names, marks, rest, ...more }) => html`
  <section class="card chart" aria-labelledby="${name}-title" data-chart="${name}">
    <div class="chart-head"><h2 id="${name}-title">${title}</h2>
      <ul class="chart-legend">${legend.map(legendItem)}</ul></div>
    <div class="chart-plot">
      ${heights(more.top, more.unit)}
      <svg class="chart-area" role="img" aria-labelledby="${name}-name ${name}-text">
        <title id="${name}-name">${title}</title><desc id="${name}-text">${text}</desc>
        ${lines()}${marks}${cursor(more.at, names.length)}
      </svg>
      ${times(names)}
      ${slider({ name, title, readings: more.readings, at: more.at })}
    </div>
    <details class="chart-table"><summary>${t('usage.as_table')}</summary>${rest}</details>
  </section>`;

function read(part, readings, i) {
  const slider = part.querySelector('.chart-slider');
  const line = part.querySelector('.chart-cursor');
  const x = middle(i, readings.length);
  slider.value = String(i);
  slider.setAttribute('aria-valuetext', readings[i]);
  part.querySelector('.chart-reading').textContent = readings[i];
  line.setAttribute('x1', x);
  line.setAttribute('x2', x);
}

function pointAt(area, { clientX }, count) {
  const { left, width } = area.getBoundingClientRect();
  const i = Math.floor(((clientX - left) * count) / width);
  return Math.max(0, Math.min(count - 1, i));
}

/**
 * Lets the chart of that name be read.
 * @param {Element} main
 * @param {string} name
 * @param {string[]} readings
 */
export function readable(main, name, readings) {
  const part = main.querySelector(`[data-chart="${name}"]`);
  if (!part) return;
  const slider = /** @type {HTMLInputElement} */ (part.querySelector('.chart-slider'));
  const area = part.querySelector('.chart-area');
  slider.addEventListener('input', () => read(part, readings, Number(slider.value)));
  area.addEventListener('pointermove', event =>
    read(part, readings, pointAt(area, event, readings.length)));
}
