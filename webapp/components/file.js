// @ts-check
/* Choosing a file: its name, size and a preview, before and while it is sent. */
import { attributes, html, render } from '../lib/html.js';
import { bytes } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';

/** A file input; `accept` as in HTML, `data-max` the most bytes. The form's progress bar shows how
 * far it is sent. */
export const fileField = (
  { name, label, hint = '', id = name, isOptional = true, ...more },
) => html`
  <div class="field">
    <label for="${id}"><span class="label-text">${label}</span>
      ${isOptional && !more.required && html`
        <span class="optional">${t('form.optional')}</span>`}</label>
    ${hint && html`<p class="field-hint" id="${id}-hint">${hint}</p>`}
    <p class="field-error" id="${id}-error"></p>
    <div class="file">
      <input type="file" id="${id}" name="${name}" ${attributes(more)}
             aria-describedby="${hint && `${id}-hint `}${id}-error">
      <span class="file-face" aria-hidden="true">${icon('upload')}
        <span><b>${t('file.choose')}</b> ${t('file.drop')}</span></span>
    </div>
    <div class="file-preview" id="${id}-preview" aria-live="polite"></div>
    <progress max="1" value="0" hidden aria-label="${t('file.sending')}"></progress>
  </div>`;

const picture = (file, url) =>
  file.type.startsWith('image/') && html`<img class="file-thumb" src="${url}" alt="">`;

const letter = (file, url) => file.type === 'application/pdf' && html`
  <a class="button button--small" href="${url}" target="_blank" rel="noopener">
    ${icon('eye')} ${t('file.open')}</a>`;

let shownUrl = '';

/** Shows the file that was just chosen in `input`. */
export function previewFile(input) {
  const place = document.getElementById(`${input.id}-preview`);
  if (!place) return;
  URL.revokeObjectURL(shownUrl);
  const [file] = input.files;
  shownUrl = file ? URL.createObjectURL(file) : '';
  render(place, file ? html`
    <span class="file-chosen">
      ${picture(file, shownUrl) || icon('file')}
      <span><b>${file.name}</b><br><span class="soft">${bytes(file.size)}</span></span>
      ${letter(file, shownUrl)}
    </span>` : html``);
}
