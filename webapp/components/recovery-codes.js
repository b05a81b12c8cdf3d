// @ts-check
/* The ten recovery codes, shown once: to copy, to keep as a file, to print. */
import { html } from '../lib/html.js';
import { dateTime } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { copyButton } from './copy.js';
import { icon } from './icon.js';

/** What the file says. */
export const codesFile = (codes, username, at = Date.now()) => [
  t('recovery.file_title', { username }), location.origin, dateTime(at), '',
  ...codes.map((code, i) => `${String(i + 1).padStart(2)}. ${code}`), '',
  t('recovery.file_note'), '',
].join('\r\n');

const saveButton = (codes, username) => html`
  <button type="button" class="button" data-do="save" data-name="simpul-kode-pemulihan.txt"
          data-text="${codesFile(codes, username)}">
    ${icon('download')} ${t('recovery.download')}</button>`;

const printButton = () => html`
  <button type="button" class="button" data-do="print">
    ${icon('print')} ${t('recovery.print')}</button>`;

/** The codes and what may be done with them; the form's action is `kept`. */
export const recoveryCodes = (codes, username) => html`
  <section class="card stack codes" aria-labelledby="codes">
    <h2 id="codes">${t('recovery.title')}</h2>
    <p>${t('recovery.text')}</p>
    <p class="note note--warn">${icon('alert')}<span>${t('recovery.once')}</span></p>
    <p class="print-only">${t('recovery.file_title', { username })}<br>
      ${location.origin}, ${dateTime(Date.now())}</p>
    <ol class="code-list">${codes.map(code => html`<li><code>${code}</code></li>`)}</ol>
    <div class="actions">
      ${copyButton(codes.join('\n'), { what: t('recovery.title'), said: t('recovery.copied') })}
      ${saveButton(codes, username)}
      ${printButton()}
    </div>
    <form data-action="kept">
      <button class="button button--primary button--wide">${t('recovery.kept')}</button></form>
  </section>`;
