/* "Lupa password": asks for the WhatsApp number; the answer is the same whether it is known. */
import { post } from '../../lib/api.js';
import { captchaAhead } from '../../lib/captcha.js';
import { html } from '../../lib/html.js';
import { isDevelopment } from '../../lib/mode.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { field } from '../../components/field.js';
import { gate } from '../../components/gate.js';
import { icon } from '../../components/icon.js';
import { mailboxLink } from '../../components/mailbox.js';

const proof = captchaAhead();

export const title = () => t('forgot.title');

export const load = () => ({ sentTo: '' });

const form = () => html`
  <form class="form" data-action="send" novalidate>
    ${field({
      name: 'phone_number', label: t('forgot.phone'), hint: t('profile.phone_hint'),
      type: 'tel', required: true, maxlength: 24, autocomplete: 'tel',
    })}
    <p class="soft less">${t('captcha.note')}</p>
    <button class="button button--primary button--wide">${t('forgot.submit')}</button>
  </form>`;

const sent = (number, hasMailbox) => html`
  <div class="gate-box stack">
    <p class="note note--good">${icon('message')}
      <span>${t('forgot.sent', { phone: number })}</span></p>
    <p class="soft">${t('forgot.not_come')}</p>
    ${hasMailbox && mailboxLink(number)}
    <form data-action="again">
      <button class="button button--wide">${t('forgot.again')}</button></form>
  </div>`;

export const view = ({ sentTo, hasMailbox }) => gate({
  title: t('forgot.title'),
  intro: sentTo ? '' : t('forgot.intro'),
  body: sentTo ? sent(sentTo, hasMailbox) : form(),
  below: html`<p><a href="${to('/sign-in')}">${t('forgot.back')}</a></p>`,
});

export const ready = (_, { data }) => {
  if (!data.sentTo) proof.begin();
};

async function send({ phone_number: number }) {
  await post('/password/forgot', { phone_number: number, captcha: await proof.answer() });
  return { data: { sentTo: number, hasMailbox: await isDevelopment() } };
}

export const actions = { send, again: () => ({ data: { sentTo: '' } }) };
