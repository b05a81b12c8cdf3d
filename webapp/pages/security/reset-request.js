/* "Reset TOTP?": user id, e-mail and user type; the answer is the same whoever asks. */
import { post } from '../../lib/api.js';
import { captchaAhead } from '../../lib/captcha.js';
import { html } from '../../lib/html.js';
import { isDevelopment } from '../../lib/mode.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { currentAccount } from '../../lib/session.js';
import { recallFlow } from '../../lib/storage.js';
import { choices, field } from '../../components/field.js';
import { gate } from '../../components/gate.js';
import { icon } from '../../components/icon.js';
import { mailboxLink } from '../../components/mailbox.js';

const proof = captchaAhead();

export const title = data => t(data?.sentTo ? 'reset_request.sent_title' : 'reset_request.title');

const typedBefore = () => currentAccount()?.username ?? recallFlow('who')?.username ?? '';

export const load = () => ({ sentTo: '', username: typedBefore() });

const form = username => html`
  <form class="form" data-action="send" novalidate>
    ${field({
      name: 'username', label: t('acceptor.user'), hint: t('reset_request.user_hint'),
      value: username, required: true, maxlength: 254, autocomplete: 'username',
      autocapitalize: 'none', spellcheck: 'false',
    })}
    ${field({
      name: 'email', label: t('reset_request.email'), hint: t('reset_request.email_hint'),
      type: 'email', required: true, maxlength: 254, autocomplete: 'email',
    })}
    ${choices({
      name: 'user_type', label: t('reset_request.user_type'), required: true,
      options: ['non_penyedia', 'penyedia'].map(type => [type, t(`user_type.${type}`)]),
    })}
    <p class="soft less">${t('captcha.note')}</p>
    <button class="button button--primary button--wide">${t('otp.submit')}</button>
  </form>`;

const sent = ({ sentTo, hasMailbox }) => html`
  <div class="gate-box stack">
    <p class="note note--good">${icon('mail')}
      <span>${t('reset_request.sent', { email: sentTo })}</span></p>
    <p class="soft">${t('reset_request.not_come')}</p>
    ${hasMailbox && mailboxLink(sentTo)}
    <form data-action="again">
      <button class="button button--wide">${t('reset_request.again')}</button></form>
  </div>`;

export const view = data => gate({
  title: title(data),
  intro: data.sentTo ? '' : t('reset_request.intro'),
  body: data.sentTo ? sent(data) : form(data.username),
  below: html`<p><a href="${to('/sign-in')}">${t('forgot.back')}</a></p>`,
});

export const ready = (_, { data }) => {
  if (data.sentTo) scrollTo(0, 0);
  else proof.begin();
};

async function send(values) {
  await post('/totp/reset-request', { ...values, captcha: await proof.answer() });
  const hasMailbox = await isDevelopment();
  return { data: { sentTo: values.email, username: values.username, hasMailbox } };
}

export const actions = { send, again: (_, { data }) => ({ data: { ...data, sentTo: '' } }) };
