// @ts-check
/* Adding an account without the camera: a picture of the QR, its address, or a typed secret. */
import { html } from '../../lib/html.js';
import { Problem } from '../../lib/http.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { field, select } from '../../components/field.js';
import { fileField } from '../../components/file.js';
import { icon } from '../../components/icon.js';
import { added } from '../components/added.js';
import { backLink } from '../components/back.js';
import { addFromText, addTyped } from '../lib/enrol.js';
import { isOtpauth } from '../lib/otpauth.js';
import { readPicture } from '../lib/scan.js';

const PICTURE_MAX_BYTES = 20 << 20;

export const title = () => t('add.title');

const cameraCard = () => html`
  <section class="card stack">
    <h2>${t('add.camera')}</h2>
    <p>${t('add.camera_text')}</p>
    <div class="actions"><a class="button button--primary" href="${to('/authenticator/scan')}">
      ${icon('camera')} ${t('add.camera_button')}</a></div>
  </section>`;

const pictureCard = () => html`
  <section class="card stack">
    <h2>${t('add.picture')}</h2>
    <form class="form" data-action="picture" novalidate>
      ${fileField({ name: 'picture', label: t('add.picture_label'), hint: t('add.picture_hint'),
        accept: 'image/*', required: true, 'data-max': PICTURE_MAX_BYTES })}
      <div class="actions"><button class="button">${t('add.picture_button')}</button></div>
    </form>
  </section>`;

const manner = () => html`
  <details class="more-fields">
    <summary>${t('add.manner')}</summary>
    <div class="form">
      ${select({ name: 'algorithm', label: t('add.algorithm'), value: 'SHA1', required: true,
        options: [['SHA1', 'SHA-1'], ['SHA256', 'SHA-256'], ['SHA512', 'SHA-512']] })}
      ${select({ name: 'digits', label: t('add.digits'), value: '6', required: true,
        options: [['6', '6'], ['8', '8']] })}
      ${field({ name: 'period', label: t('add.period'), value: '30', required: true,
        inputmode: 'numeric', pattern: '[0-9]{1,3}', maxlength: 3 })}
    </div>
  </details>`;

const typedCard = () => html`
  <section class="card stack">
    <h2>${t('add.typed')}</h2>
    <form class="form" data-action="typed" novalidate>
      ${field({ name: 'secret', label: t('add.secret'), hint: t('add.secret_hint'), required: true,
        maxlength: 2000, spellcheck: 'false', autocapitalize: 'off' })}
      ${field({ name: 'name', label: t('add.name'), hint: t('add.name_hint'), maxlength: 128 })}
      ${field({ name: 'issuer', label: t('add.issuer'), hint: t('add.issuer_hint'),
        maxlength: 128 })}
      ${manner()}
      <div class="actions"><button class="button">${t('add.typed_button')}</button></div>
    </form>
  </section>`;

export const view = () => html`
  <div class="stack narrow">
    <header>${backLink(t('code_list.title'))}<h1 tabindex="-1">${t('add.title')}</h1></header>
    ${cameraCard()}${typedCard()}${pictureCard()}
  </div>`;

const problemAt = (name, code) =>
  new Problem(422, 'invalid_fields', { errors: [{ field: name, code }] });

export const actions = {
  picture: async ({ picture }) => added(await addFromText(await readPicture(picture))),
  typed: async values => {
    if (isOtpauth(values.secret)) return added(await addFromText(values.secret));
    if (!values.name) throw problemAt('name', 'required');
    return added(await addTyped(values));
  },
};
