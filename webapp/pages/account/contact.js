/* Another phone number or e-mail address: asked for, then confirmed with the code sent to it. */
import { del, get, post, Problem } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { isDevelopment } from '../../lib/mode.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { currentAccount, renew } from '../../lib/session.js';
import { waiting } from '../../lib/waiting.js';
import { accountTabs } from '../../components/account-tabs.js';
import { digits } from '../../components/code-field.js';
import { shownContact } from '../../components/contact.js';
import { field } from '../../components/field.js';
import { icon } from '../../components/icon.js';
import { mailboxLink } from '../../components/mailbox.js';
import { countDown, otpForms } from '../../components/otp.js';

const PATH = '/profile/contact';
const INPUTS = {
  phone_number: { type: 'tel', maxlength: 24, autocomplete: 'tel' },
  email: { type: 'email', maxlength: 254, autocomplete: 'email' },
};

const wantedKind = query => (query.get('change') === 'email' ? 'email' : 'phone_number');

export async function load({ query }) {
  const { data: { pending } } = await get(PATH);
  const hasMailbox = pending && await isDevelopment();
  return { pending, hasMailbox, flow: waiting(pending ?? {}), kind: wantedKind(query) };
}

export const title = ({ pending, kind }) =>
  (pending ? t('otp.title') : t(`contact.change_${kind}`));

const askForm = kind => html`
  <form class="form" data-action="begin" novalidate>
    <p class="soft">${t(`contact.about_${kind}`)}</p>
    <p>${t('contact.now')}: <b>${shownContact(kind, currentAccount()?.[kind])
      ?? t('contact.none')}</b></p>
    ${field({
      name: kind, label: t(`contact.new_${kind}`), required: true, ...INPUTS[kind],
      hint: kind === 'phone_number' ? t('profile.phone_hint') : '',
    })}
    <div class="actions">
      <button class="button button--primary">${t('contact.send')}</button>
      <a class="button" href="${to('/profile')}">${t('contact.back')}</a>
    </div>
  </form>`;

const codePart = ({ pending: { kind, value }, hasMailbox }) => html`
  <div class="stack">
    <p class="note">${icon(kind === 'email' ? 'mail' : 'message')}
      <span>${t(`contact.sent_${kind}`)} <b>${shownContact(kind, value)}</b>.
        ${t('contact.until')}</span></p>
    ${otpForms({ hint: t(`contact.hint_${kind}`) })}
    ${hasMailbox && mailboxLink(value)}
    <form data-action="giveUp" data-problems="toast">
      <button class="button button--quiet">${t('contact.give_up')}</button></form>
  </div>`;

export const view = (data, context) => html`
  <header class="page-head"><h1 tabindex="-1">${title(data, context)}</h1></header>
  ${accountTabs('/profile')}
  <section class="card card--form contact">
    ${data.pending ? codePart(data) : askForm(data.kind)}
  </section>`;

export const ready = (main, { data }) =>
  (data.pending ? countDown(main, data.flow) : undefined);

/* What ran out, was confirmed in another tab or given up there no longer waits. */
async function whileItWaits(act) {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    return { say: t('contact.over'), go: '/profile', replace: true };
  }
}

const begin = async values => {
  await post(PATH, values);
};

/* The usual words look for the message in WhatsApp. */
const inMailbox = error => {
  if (error instanceof Problem && error.code === 'otp_invalid') error.code = 'otp_invalid_email';
  throw error;
};

const confirm = (kind, code) => {
  const done = post(`${PATH}/confirm`, { code: digits(code) });
  return kind === 'email' ? done.catch(inMailbox) : done;
};

const verify = ({ code }, { data: { pending } }) => whileItWaits(async () => {
  await confirm(pending.kind, code);
  await renew();
  return { done: t(`contact.done_${pending.kind}`), go: '/profile', replace: true };
});

const resend = () => whileItWaits(async () => {
  await post(`${PATH}/resend`);
  return { say: t('otp.sent') };
});

const giveUp = () => whileItWaits(async () => {
  await del(PATH);
  return { say: t('contact.given_up'), go: '/profile', replace: true };
});

export const actions = { begin, verify, resend, giveUp };
