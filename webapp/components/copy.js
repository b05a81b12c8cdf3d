// @ts-check
/* The button "Salin", which says "Tersalin" for a moment. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';

/** `what` names what is copied for screen readers; `said` is the message afterwards. */
export const copyButton = (text, { what = '', said = t('copy.said'), className = '' } = {}) => html`
  <button type="button" class="button copy ${className}" data-do="copy" data-text="${text}"
          data-said="${said}">
    ${icon('copy')}<span class="label">${t('copy.copy')}</span>
    ${what && html`<span class="unseen">${what}</span>`}
  </button>`;
