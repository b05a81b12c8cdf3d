// @ts-check
/* The six digits of an OTP: input, how long the code lives, and when another may be sent. */
import { html } from '../lib/html.js';
import { countdown } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';

const DIGITS = 6;

/** A flow that waits for a code: when it was sent, how long it lives, when to send again. */
export const waiting = (sent = {}) => ({
  sentAt: Date.now(),
  livesFor: sent.code_expires_in ?? sent.expires_in ?? 300,
  resendIn: sent.resend_in ?? 60,
});

const codeForm = () => html`
  <form class="form" data-action="verify" novalidate>
    <div class="field">
      <label for="code"><span class="label-text">${t('otp.code')}</span></label>
      <p class="field-hint" id="code-hint">${t('otp.hint')}</p>
      <p class="field-error" id="code-error"></p>
      <input class="otp" id="code" name="code" type="text" inputmode="numeric" required
             pattern="[0-9 ]*" minlength="${DIGITS}" maxlength="${DIGITS + 1}"
             autocomplete="one-time-code" aria-describedby="code-hint code-error">
    </div>
    <p class="otp-life" data-otp="life"></p>
    <button class="button button--primary button--wide">${t('otp.submit')}</button>
  </form>`;

const resendForm = () => html`
  <form data-action="resend" class="otp-again" novalidate>
    <button class="button button--wide" data-otp="resend">
      ${icon('refresh')}<span data-otp="resend-text">${t('otp.resend')}</span></button>
  </form>`;

export const otpForms = () => html`<div class="gate-box stack">${codeForm()}${resendForm()}</div>`;

const left = (flow, seconds) =>
  Math.max(0, Math.ceil((flow.sentAt - Date.now()) / 1000 + seconds));

function tick(main, flow) {
  const life = left(flow, flow.livesFor);
  const patience = left(flow, flow.resendIn);
  const place = name => main.querySelector(`[data-otp="${name}"]`);
  place('life').textContent = life ? t('otp.life', { time: countdown(life) }) : t('otp.expired');
  place('resend').disabled = patience > 0;
  place('resend-text').textContent =
    patience ? t('otp.resend_in', { time: countdown(patience) }) : t('otp.resend');
}

/** Counts down while the page stands; gives what ends it. */
export function countDown(main, flow) {
  tick(main, flow);
  const timer = setInterval(tick, 1000, main, flow);
  main.querySelector('#code').focus();
  return () => clearInterval(timer);
}

/** What was typed, as six digits: people copy codes with spaces in them. */
export const digits = (/** @type {string} */ code) => code.replace(/\s/g, '');
