// @ts-check
/* Phone number and e-mail address as they are shown, with the way to change them. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { icon } from './icon.js';

/** '+6281…' of a number as the server keeps it; an address as it is. */
export const shownContact = (kind, value) =>
  (value && kind === 'phone_number' ? `+${value}` : value);

const changeLink = kind => html`
  <a href="${to(`/profile/contact?change=${kind}`)}"
     aria-label="${t(`contact.change_${kind}`)}">${t('contact.change')}</a>`;

/** The value, and a link to its change. */
export const contactFact = (kind, value) => html`
  <span class="contact-fact">${shownContact(kind, value) || '–'} ${changeLink(kind)}</span>`;

/** That a change waits for its code. */
export const contactWaits = pending => pending && html`
  <p class="note note--warn">${icon('clock')}
    <span>${t('contact.waits')} <b>${shownContact(pending.kind, pending.value)}</b>.
      <a href="${to('/profile/contact')}">${t('contact.enter')}</a></span></p>`;
