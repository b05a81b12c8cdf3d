/* No page has this address. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { icon } from '../components/icon.js';

export const title = () => t('missing.title');

export const view = () => html`
  <div class="state state--page">
    <span class="state-sign">${icon('search')}</span>
    <h1 tabindex="-1">${t('missing.title')}</h1>
    <p>${t('missing.text')}</p>
    <div class="actions actions--center">
      <a class="button button--primary" href="${to('/')}">${t('state.home')}</a>
    </div>
  </div>`;
