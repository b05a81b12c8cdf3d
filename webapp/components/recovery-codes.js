// @ts-check
/* The ten recovery codes, shown once: to copy, to keep as a file, to print. */
import { html } from '../lib/html.js';
import { dateTime } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { copyButton } from './copy.js';
import { icon } from './icon.js';

/** What the file says. */
export const codesFile = (codes, username, at = Date.now()) => [
  t('codes.file_title', { username }), location.origin, dateTime(at), '',
  ...codes.map((code, i) => `${String(i + 1).padStart(2)}. ${code}`), '',
  t('codes.file_note'), '',
].join('\r\n');

const saveButton = (codes, username) => html`
  <button type="button" class="button" data-do="save" data-name="simpul-kode-pemulihan.txt"
          data-text="${codesFile(codes, username)}">
    ${icon('download')} ${t('codes.download')}</button>`;

const printButton = () => html`
  <button type="button" class="button" data-do="print">
    ${icon('print')} ${t('codes.print')}</button>`;

/** The codes and what may be done with them; the form's action is `kept`. */
export const recoveryCodes = (codes, username) => html`
  <section class="card stack codes" aria-labelledby="codes">
    <h2 id="codes">${t('codes.title')}</h2>
    <p>${t('codes.text')}</p>
    <p class="note note--warn">${icon('alert')}<span>${t('codes.once')}</span></p>
    <p class="print-only">${t('codes.file_title', { username })}<br>
      ${location.origin}, ${dateTime(Date.now())}</p>
    <ol class="code-list">${codes.map(code => html`<li><code>${code}</code></li>`)}</ol>
    <div class="actions">
      ${copyButton(codes.join('\n'), { what: t('codes.title'), said: t('codes.copied') })}
      ${saveButton(codes, username)}
      ${printButton()}
    </div>
    <form data-action="kept">
      <button class="button button--primary button--wide">${t('codes.kept')}</button></form>
  </section>`;
