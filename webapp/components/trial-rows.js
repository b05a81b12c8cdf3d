// @ts-check
/* The calls that were tried in this browser. */
import { query as withQuery } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { statusWords, toneOf } from '../lib/trial.js';
import { breakable } from './breaks.js';
import { environmentTag, plainBadge } from './badge.js';
import { icon } from './icon.js';
import { method } from './method.js';
import { ago } from './moment.js';

const SHOWN = 10;
const SIGNS = { good: 'check', info: 'info', warn: 'alert', bad: 'cross' };

/* Without a status nobody answered: the call did not get out of the browser. */
function outcome({ status, code }) {
  if (!status) return plainBadge('bad', 'offline', t('test.not_sent_out'));
  if (code) return plainBadge('bad', 'slash', statusWords(status));
  return plainBadge(toneOf(status), SIGNS[toneOf(status)], statusWords(status));
}

const row = (one, slug) => html`
  <li class="trial-row">
    <a href="${withQuery(to(`/marketplace/${encodeURIComponent(slug)}/test/${
      encodeURIComponent(one.endpoint)}`), { again: one.id })}">${method(one.method)}
      <code>${breakable(one.path)}</code></a>
    <p class="trial-facts">${outcome(one)} ${environmentTag(one.environment)}
      <span class="soft">${ago(one.at)}</span></p>
  </li>`;

/** Newest first, with a way to forget them. */
export const trialRows = (trials, slug) => html`
  <h2 id="history">${t('test.history')}</h2>
  ${trials.length === 0 ? html`<p class="soft">${t('test.no_history')}</p>` : html`
    <ul class="trial-rows">${trials.slice(0, SHOWN).map(one => row(one, slug))}</ul>
    <p class="soft less">${t('test.history_hint')}</p>
    <form data-action="forget-trials" data-problems="toast"
          data-confirm="${t('test.forget')}" data-confirm-text="${t('test.forget_text')}">
      <button class="button button--small">${icon('trash')} ${t('test.forget')}</button></form>`}`;
