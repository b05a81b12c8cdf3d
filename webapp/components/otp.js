// @ts-check
/* The six digits of an OTP: input, how long the code lives, and when another may be sent. */
import { html } from '../lib/html.js';
import { countdown } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { secondsLeft } from '../lib/waiting.js';
import { digitsField } from './code-field.js';
import { icon } from './icon.js';

const codeForm = hint => html`
  <form class="form" data-action="verify" novalidate>
    ${digitsField({ label: t('otp.code'), hint })}
    <p class="otp-life" data-otp="life"></p>
    <button class="button button--primary button--wide">${t('otp.submit')}</button>
  </form>`;

const resendForm = () => html`
  <form data-action="resend" class="otp-again" novalidate>
    <button class="button button--wide" data-otp="resend">
      ${icon('refresh')}<span data-otp="resend-text">${t('otp.resend')}</span></button>
  </form>`;

/** `hint` says where the code is, by WhatsApp unless told otherwise. */
export const otpForms = ({ hint = t('otp.hint') } = {}) => html`
  <div class="gate-box stack">${codeForm(hint)}${resendForm()}</div>`;

function tick(main, flow) {
  const life = secondsLeft(flow, flow.livesFor);
  const patience = secondsLeft(flow, flow.resendIn);
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
