// @ts-check
/* The difference between two versions of an API: what breaks first, each endpoint with what
 * changes in it. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { plainBadge } from './badge.js';
import { breakable } from './breaks.js';
import { icon } from './icon.js';
import { method } from './method.js';
import { emptyState } from './state.js';

const KINDS = { added: ['good', 'plus'], removed: ['bad', 'cross'], changed: ['info', 'pencil'] };

const kindBadge = kind => plainBadge(...KINDS[kind], t(`publish.kind_${kind}`));

const breaks = () => plainBadge('warn', 'alert', t('publish.breaks'));

/* Of a JSON pointer what tells a reader where: 'Jawaban 200 › application/json › jumlah'. */
const SAID = { requestBody: 'body', items: 'items', deprecated: 'deprecated', path: 'path',
  description: 'description' };
const UNSAID = ['content', 'schema', 'properties', 'parameters'];

const stepsOf = path => path.split('/').slice(1)
  .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'));

function stepWords(step, before) {
  if (before === 'properties') return step;
  if (before === 'parameters') return t('publish.at_parameter', { name: nameOf(step) });
  if (before === 'responses') return t('publish.at_response', { status: step });
  if (step === 'responses' || UNSAID.includes(step)) return '';
  return Object.hasOwn(SAID, step) ? t(`publish.at_${SAID[step]}`) : step;
}

/* 'query:kode' → 'kode (query)' */
const nameOf = step => step.replace(/^(\w+):(.+)$/, '$2 ($1)');

const trail = path => {
  const list = stepsOf(path);
  const words = list.map((step, i) => stepWords(step, list[i - 1])).filter(Boolean);
  return words.join(' › ') || list.join(' › ');
};

const line = one => html`
  <li${one.breaking && html` class="breaks"`}><span class="warning-place">${trail(one.path)}</span>
    <span>${one.message}${one.breaking && html` ${breaks()}`}</span></li>`;

const lines = one => one.differences.length > 0 && html`
  <ul class="warnings">${one.differences.map(line)}</ul>
  ${one.difference_count > one.differences.length && html`
    <p class="soft">${t('publish.more_differences', {
      count: one.difference_count - one.differences.length })}</p>`}`;

const head = one => html`
  <span class="change-call">${method(one.method)} <code>${breakable(one.path)}</code></span>
  ${kindBadge(one.kind)}${one.breaking && breaks()}`;

const change = one => (one.differences.length
  ? html`<li><details class="change"${one.breaking && html` open`}>
      <summary>${head(one)} ${icon('chevron-down')}</summary>${lines(one)}</details></li>`
  : html`<li class="change">${head(one)}<span class="soft">${one.summary}</span></li>`);

const count = (kind, value) => html`
  <div><dt>${t(`publish.count_${kind}`)}</dt><dd>${number(value)}</dd></div>`;

const verdict = found => (found.breaking
  ? html`<p class="note note--warn">${icon('alert')}
      <span>${t('publish.breaking', { count: found.breaking })}</span></p>`
  : html`<p class="note note--good">${icon('check')}
      <span>${t('publish.nothing_breaks')}</span></p>`);

const isSame = found => found.added + found.removed + found.changed === 0;

/** The whole of it: figures, whether it breaks, endpoint by endpoint. */
export const difference = found => (isSame(found)
  ? emptyState({ name: 'check', title: t('publish.no_difference'),
    text: t('publish.no_difference_text') })
  : html`
    <dl class="figures">
      ${['added', 'removed', 'changed', 'breaking'].map(kind => count(kind, found[kind]))}
    </dl>
    ${verdict(found)}
    ${!found.complete && html`<p class="soft">${t('publish.difference_cut')}</p>`}
    <ul class="changes">${found.endpoints.map(change)}</ul>`);
