// @ts-check
/* How a message arrives: as a WhatsApp bubble, an SMS with its parts, an e-mail. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';

const ONE = { gsm: 160, unicode: 70 }, PART = { gsm: 153, unicode: 67 };

const frame = (sign, name, body) => html`
  <figure class="arrival">
    <figcaption>${icon(sign)} ${t(`channel.${name}`)}</figcaption>
    ${body}
  </figure>`;

const whatsapp = ({ text }) => frame('phone', 'whatsapp', html`
  <div class="chat"><p class="bubble" dir="auto">${text}
    <span class="bubble-time" aria-hidden="true">09.41 ✓✓</span></p></div>`);

/* A part as one of as many boxes as the operator charges for. */
const partBoxes = parts => html`
  <span class="sms-parts" aria-hidden="true">${Array.from({ length: parts }, () => html`
    <i></i>`)}</span>`;

const sms = ({ text, sms: { parts, units, alphabet } }) => frame('message', 'sms', html`
  <div class="chat chat--plain"><p class="bubble" dir="auto">${text}</p></div>
  <p class="under">${partBoxes(parts)} <b>${t('template.parts', { count: parts })}</b> ·
    ${t('template.units', { count: number(units), alphabet: t(`template.${alphabet}`),
      size: number(parts > 1 ? parts * PART[alphabet] : ONE[alphabet]) })}</p>`);

const email = ({ subject, text }) => frame('mail', 'email', html`
  <div class="letter">
    <p class="letter-subject" dir="auto">${subject}</p>
    <p class="letter-from"><span class="letter-mark" aria-hidden="true">S</span>
      <b>${t('template.mail_from')}</b> ${t('template.mail_to')}</p>
    <p class="letter-text" dir="auto">${text}</p>
  </div>`);

const ARRIVALS = { whatsapp, sms, email };

/** The message on each of these channels. */
export const arrivals = (channels, preview) => html`
  <div class="arrivals">${channels.map(name => ARRIVALS[name](preview))}</div>`;
