// @ts-check
/* A sign-in that needs a code of the authenticator, or one of the recovery codes. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { completeSignIn } from '../lib/sign-in.js';
import { digits, digitsField, notInRecovery, recoveryField } from './code-field.js';

export const title = data => t(data?.isRecovery ? 'totp_code.title_recovery' : 'totp_code.title');
export const intro = data => t(data?.isRecovery ? 'totp_code.intro_recovery' : 'totp_code.intro');

export const load = () => ({ isRecovery: false });

/** The form for a code, and the way to the other kind of code. */
export const codeForms = ({ isRecovery = false }) => html`
  <div class="gate-box stack">
    <form class="form" data-action="${isRecovery ? 'recover' : 'verify'}" novalidate>
      ${isRecovery
        ? recoveryField({ label: t('totp_code.recovery'), hint: t('totp_code.recovery_hint') })
        : digitsField({ label: t('totp_code.code'), hint: t('totp_code.hint') })}
      <button class="button button--primary button--wide">${t('totp_code.submit')}</button>
    </form>
    <form data-action="${isRecovery ? 'withCode' : 'withRecovery'}">
      <button class="button button--quiet button--wide">
        ${t(isRecovery ? 'totp_code.with_code' : 'totp_code.with_recovery')}</button>
    </form>
  </div>`;

/** "Reset TOTP?" */
export const resetLink = () =>
  html`<p><a href="${to('/totp/reset-request')}">${t('sign_in.reset_totp')}</a></p>`;

export const body = codeForms;
export const below = resetLink;

export const ready = (/** @type {Element} */ main) =>
  /** @type {HTMLElement} */ (main.querySelector('#code'))?.focus();

const into = async code => ({ go: await completeSignIn(code), replace: true });

export const actions = {
  verify: ({ code }) => into(digits(code)),
  recover: ({ code }) => into(code).catch(notInRecovery),
  withRecovery: (_, { data }) => ({ data: { ...data, isRecovery: true } }),
  withCode: (_, { data }) => ({ data: { ...data, isRecovery: false } }),
};
