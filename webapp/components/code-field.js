// @ts-check
/* Where a code is typed: six digits of an OTP or of an authenticator, or a recovery code. */
import { html } from '../lib/html.js';
import { Problem } from '../lib/http.js';
import { field } from './field.js';

const DIGITS = 6;

/** Six digits. */
export const digitsField = ({ label, hint }) => html`
  <div class="field">
    <label for="code"><span class="label-text">${label}</span></label>
    <p class="field-hint" id="code-hint">${hint}</p>
    <p class="field-error" id="code-error"></p>
    <input class="otp" id="code" name="code" type="text" inputmode="numeric" required
           pattern="[0-9 ]*" minlength="${DIGITS}" maxlength="${DIGITS + 1}"
           autocomplete="one-time-code" aria-describedby="code-hint code-error">
  </div>`;

/** One of the ten recovery codes. */
export const recoveryField = ({ label, hint }) => field({
  name: 'code', label, hint, required: true, maxlength: 64, autocapitalize: 'none',
  spellcheck: 'false', class: 'recovery',
});

/** What was typed, as six digits: people copy codes with spaces in them. */
export const digits = (/** @type {string} */ code) => code.replace(/\s/g, '');

/** For what a wrong recovery code is answered with: the usual words wait for the next TOTP code. */
export function notInRecovery(/** @type {unknown} */ error) {
  if (error instanceof Problem && error.code === 'totp_invalid') error.code = 'recovery_invalid';
  throw error;
}
