/* "Disable TOTP": with a code, after a question; then the reminder to tidy up the phone. */
import { get, post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { renew } from '../../lib/session.js';
import { digits, digitsField, notInRecovery, recoveryField } from '../../components/code-field.js';
import { icon } from '../../components/icon.js';

export const title = () => t('disable.title');

export const load = async () =>
  ({ ...(await get('/totp')).data, isRecovery: false, isDone: false });

export const redirect = ({ data }) =>
  (data?.state && data.state !== 'active' ? '/profile/security' : null);

const codeForm = isRecovery => html`
  <form class="form" data-action="${isRecovery ? 'recover' : 'disable'}" novalidate
        data-confirm="${t('disable.ask')}" data-confirm-text="${t('disable.ask_text')}"
        data-confirm-yes="${t('totp.disable')}">
    ${isRecovery
      ? recoveryField({ label: t('totp_code.recovery'), hint: t('totp_code.recovery_hint') })
      : digitsField({ label: t('totp_code.code'), hint: t('totp_code.hint') })}
    <div class="actions">
      <button class="button button--danger">${icon('power')} ${t('totp.disable')}</button></div>
  </form>
  <form data-action="${isRecovery ? 'withCode' : 'withRecovery'}">
    <button class="button button--quiet">
      ${t(isRecovery ? 'totp_code.with_code' : 'totp_code.with_recovery')}</button></form>`;

const ask = ({ policy, isRecovery }) => html`
  <section class="card stack">
    <p>${t('disable.text')}</p>
    ${policy === 'mandatory' && html`
      <p class="note note--warn">${icon('alert')}<span>${t('disable.mandatory')}</span></p>`}
    ${codeForm(isRecovery)}
  </section>`;

const done = ({ policy }) => html`
  <section class="card stack">
    <p class="note note--good">${icon('check')}<span>${t('disable.done')}</span></p>
    <h2>${t('disable.tidy')}</h2>
    <p>${t('disable.tidy_text')}</p>
    <p class="soft">${t(policy === 'mandatory' ? 'disable.mandatory' : 'disable.again')}</p>
    <p class="actions"><a class="button button--primary" href="${to('/profile/security')}">
      ${t('security.back')}</a></p>
  </section>`;

export const view = data => html`
  <div class="security">
    <a class="page-back" href="${to('/profile/security')}">
      ${icon('arrow-left')} ${t('security.title')}</a>
    <header class="page-head"><h1 tabindex="-1">
      ${t(data.isDone ? 'disable.done_title' : 'disable.title')}</h1></header>
    ${data.isDone ? done(data) : ask(data)}
  </div>`;

async function send(code, data) {
  await post('/totp/disable', { code });
  await renew();
  return { data: { ...data, isDone: true } };
}

export const actions = {
  disable: ({ code }, { data }) => send(digits(code), data),
  recover: ({ code }, { data }) => send(code, data).catch(notInRecovery),
  withRecovery: (_, { data }) => ({ data: { ...data, isRecovery: true } }),
  withCode: (_, { data }) => ({ data: { ...data, isRecovery: false } }),
};
