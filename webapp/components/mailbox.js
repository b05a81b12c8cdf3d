// @ts-check
/* In development: the way to the mailbox, where the code or link that was just sent can be read. */
import { query } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { icon } from './icon.js';

/** Opens beside the page that waits for the code. */
export const mailboxLink = (receiver = '') => html`
  <p class="note">${icon('mail')}
    <span>${t('outbox.here')}
      <a href="${to(query('/dev/outbox', { to: receiver }))}" target="_blank" rel="noopener">
        ${t('outbox.open')}</a></span></p>`;
