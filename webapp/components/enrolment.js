// @ts-check
/* Enrolling an authenticator: the app, the QR code or the secret to type, the first code. The page
 * that shows it also notices when the Simpul Authenticator has paired by itself. */
import { html, safeUrl } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { digitsField } from './code-field.js';
import { copyButton } from './copy.js';
import { icon } from './icon.js';
import { qrPicture } from './qr.js';

/** 'JBSWY3DPEHPK3PXP' → 'JBSW Y3DP EHPK 3PXP' */
export const inGroups = (/** @type {string} */ secret) => secret.match(/.{1,4}/g)?.join(' ') ?? '';

const step = (number, title, body) => html`
  <li class="card enrol-step">
    <h2><span class="enrol-number" aria-hidden="true">${number}</span> ${title}</h2>
    ${body}
  </li>`;

const whichApp = ({ app, app_qr: appQr }) => html`
  <div class="beside-qr beside-qr--small">
    <div class="stack">
      <p>${t('enrol.app_text')}</p>
      <p class="enrol-address">
        <a href="${safeUrl(app)}" target="_blank" rel="noopener">${app}</a></p>
      <p class="soft">${t('enrol.other_apps')}</p>
    </div>
    ${appQr && qrPicture(appQr, t('enrol.app_qr'), 'qr--small')}
  </div>`;

const byHand = ({ secret, otpauth_uri: link }) => html`
  <details class="more-fields">
    <summary>${t('enrol.by_hand')}</summary>
    <div class="stack">
      <p>${t('enrol.link_text')}</p>
      <p class="actions">${copyButton(link, { what: t('enrol.link') })}</p>
      <p>${t('enrol.by_hand_text')}</p>
      <p class="secret"><code>${inGroups(secret)}</code></p>
      <p class="actions">${copyButton(secret, { what: t('enrol.secret') })}</p>
      <p class="soft less">${t('enrol.parameters')}</p>
    </div>
  </details>`;

const scan = (enrolment, username) => html`
  <div class="beside-qr">
    <div class="stack">
      <p>${t('enrol.scan_text')}</p>
      <p class="note note--warn">${icon('alert')}<span>${t('enrol.secret_warning')}</span></p>
    </div>
    ${qrPicture(enrolment.qr_svg, t('enrol.qr', { username }))}
  </div>
  ${byHand(enrolment)}`;

const firstCode = () => html`
  <p>${t('enrol.first_text')}</p>
  <form class="form" data-action="activate" novalidate>
    ${digitsField({ label: t('totp_code.code'), hint: t('totp_code.hint') })}
    <div class="actions">
      <button class="button button--primary">${t('enrol.activate')}</button></div>
  </form>
  <p class="soft less enrol-waits" role="status">${t('enrol.waits')}</p>`;

/** An enrolment as beginEnrolment() gives it. */
export const enrolmentSteps = (enrolment, username) => html`
  <ol class="enrol">
    ${step(1, t('enrol.app'), whichApp(enrolment))}
    ${step(2, t('enrol.scan'), scan(enrolment, username))}
    ${step(3, t('enrol.first'), firstCode())}
  </ol>
  <form data-action="startAgain">
    <button class="button button--quiet">${icon('refresh')} ${t('enrol.again')}</button></form>`;
