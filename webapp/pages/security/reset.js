/* The link of "Konfirmasi Permintaan Reset TOTP". Its token leaves the address at once and stays in
 * memory alone; a button with a question resets, so that a mail scanner does not. */
import { post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { takeToken } from '../../lib/link-token.js';
import { to } from '../../lib/router.js';
import { gate } from '../../components/gate.js';
import { icon } from '../../components/icon.js';
import { emptyState } from '../../components/state.js';

let token = '';

export const title = data => t(data?.isDone ? 'reset_totp.done' : 'reset_totp.title');

export const load = () => {
  token = takeToken() || token;
  return { isOpen: token !== '', isDone: false };
};

const form = () => html`
  <form class="form" data-action="reset" data-confirm="${t('reset_totp.ask')}"
        data-confirm-text="${t('reset_totp.ask_text')}" data-confirm-yes="${t('reset_totp.ok')}">
    <button class="button button--primary button--wide">${t('reset_totp.submit')}</button>
  </form>`;

const noToken = () => html`
  <div class="gate-box">${emptyState({
    name: 'lock', title: t('reset.no_token'), text: t('reset_totp.no_token_text'),
    action: html`<a class="button button--primary" href="${to('/totp/reset-request')}">
      ${t('reset.ask')}</a>`,
  })}</div>`;

const done = () => html`
  <div class="gate-box stack">
    <p class="note note--good">${icon('check')}<span>${t('reset_totp.done_text')}</span></p>
    <p class="soft">${t('disable.tidy_text')}</p>
    <p class="actions"><a class="button button--primary" href="${to('/sign-in')}">
      ${t('sign_in.title')}</a></p>
  </div>`;

/* The link may have been used, or have run out. */
const askAnew = () => html`
  <p><a href="${to('/totp/reset-request')}">${t('reset.ask')}</a></p>
  <p><a href="${to('/sign-in')}">${t('forgot.back')}</a></p>`;

const body = ({ isOpen, isDone }) => {
  if (isDone) return done();
  return isOpen ? form() : noToken();
};

export const view = data => gate({
  title: title(data),
  intro: data.isOpen && !data.isDone ? t('reset_totp.intro') : '',
  body: body(data),
  below: data.isOpen && !data.isDone && askAnew(),
});

async function reset() {
  await post('/totp/reset', { token });
  token = '';
  return { data: { isOpen: false, isDone: true } };
}

export const actions = { reset };
