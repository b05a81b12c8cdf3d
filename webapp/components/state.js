// @ts-check
/* What stands in a page's place: nothing yet, loading, a problem, no connection. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { wordsFor } from '../lib/form.js';
import { icon } from './icon.js';

/** An empty list: what would stand here, and the next step as `action` (markup). */
export const emptyState = ({ name, title, text = '', action = '' }) => html`
  <div class="state">
    <span class="state-sign">${icon(name)}</span>
    <h2>${title}</h2>
    ${text && html`<p>${text}</p>`}
    ${action && html`<div class="actions actions--center">${action}</div>`}
  </div>`;

/** Grey lines where the page will stand. */
export const skeleton = () => html`
  <div class="skeleton" aria-hidden="true">
    <span class="bone bone--title"></span><span class="bone"></span><span class="bone"></span>
    <span class="bone bone--short"></span><span class="bone bone--block"></span>
  </div>
  <p class="unseen" role="status">${t('state.loading')}</p>`;

const SIGNS = { offline: 'offline', forbidden: 'lock', not_found: 'search',
  version_retired: 'slash' };

const retry = () => html`
  <form data-action="try-again">
    <button class="button button--primary">${icon('refresh')} ${t('state.retry')}</button></form>`;

const home = () => html`<a class="button" href="${to('/')}">${t('state.home')}</a>`;

const LEAF = /\/(?:docs|test)\/.*/;

/* Of a version that has ended: the documentation of the one that has not. */
const current = () => html`
  <a class="button button--primary" href="${location.pathname.replace(LEAF, '/docs')}">
    ${t('state.current_version')}</a>`;

const headline = code => (code in SIGNS ? t(`state.${code}.title`) : t('state.failed.title'));

/** A page that could not be shown, and why. */
export const problemState = problem => html`
  <div class="state state--page">
    <span class="state-sign">${icon(SIGNS[problem.code] ?? 'alert')}</span>
    <h1 tabindex="-1">${headline(problem.code)}</h1>
    <p>${wordsFor(problem)}</p>
    ${problem.requestId && html`
      <p class="soft">${t('problem.request_id')} <code>${problem.requestId}</code></p>`}
    <div class="actions actions--center">
      ${problem.code in SIGNS && problem.code !== 'offline' ? '' : retry()}
      ${problem.code === 'version_retired' && current()}${home()}
    </div>
  </div>`;
