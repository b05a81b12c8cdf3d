// @ts-check
/* The difference between two versions of an API: what breaks first, each endpoint with what
 * changes in it. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { plainBadge } from './badge.js';
import { icon } from './icon.js';
import { method } from './method.js';
import { emptyState } from './state.js';

const KINDS = { added: ['good', 'plus'], removed: ['bad', 'cross'], changed: ['info', 'pencil'] };

const kindBadge = kind => plainBadge(...KINDS[kind], t(`publish.kind_${kind}`));

const breaks = () => plainBadge('warn', 'alert', t('publish.breaks'));

/* A JSON pointer, as one reads it. */
const trail = path => path.split('/').slice(1)
  .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~')).join(' › ');

const line = one => html`
  <li${one.breaking && html` class="breaks"`}><code>${trail(one.path)}</code>
    <span>${one.message}${one.breaking && html` ${breaks()}`}</span></li>`;

const lines = one => one.differences.length > 0 && html`
  <ul class="warnings">${one.differences.map(line)}</ul>
  ${one.difference_count > one.differences.length && html`
    <p class="soft">${t('publish.more_differences', {
      count: one.difference_count - one.differences.length })}</p>`}`;

const head = one => html`
  <span class="change-call">${method(one.method)} <code>${one.path}</code></span>
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
