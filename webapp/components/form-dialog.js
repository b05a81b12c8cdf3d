// @ts-check
/* A question with fields of its own, in a dialog. */
import { open } from '../lib/dialog.js';
import { checkForm, clearProblem, showProblem, valuesOf } from '../lib/form.js';
import { html } from '../lib/html.js';
import { Problem } from '../lib/http.js';
import { t } from '../lib/i18n.js';
import { textarea } from './field.js';

/* Keeps the dialog open while something in it is missing or wrong. */
function checkFirst(form, event) {
  if (event.submitter?.value !== 'yes') return;
  clearProblem(form);
  try {
    checkForm(form);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    event.preventDefault();
    showProblem(form, error);
  }
}

/**
 * Asks; gives what the fields hold, or null when the reader turned back. `look` is the look of
 * the button that goes on.
 */
export async function formDialog({ title, text = '', fields, yes, look = 'button--primary' }) {
  let form;
  const answer = await open(html`
    <form method="dialog" class="dialog-body" novalidate>
      <h2 id="dialog-title">${title}</h2>
      ${text && html`<p>${text}</p>`}
      ${fields}
      <div class="actions actions--back">
        <button class="button ${look}" value="yes">${yes}</button>
        <button class="button" value="">${t('dialog.cancel')}</button>
      </div>
    </form>`, {
    className: 'dialog--small',
    onOpen: dialog => {
      form = /** @type {HTMLFormElement} */ (dialog.querySelector('form'));
      form.addEventListener('submit', event => checkFirst(form, event));
      /** @type {HTMLElement} */ (form.querySelector('input, textarea, select')).focus();
    },
  });
  return answer === 'yes' ? valuesOf(form) : null;
}

/** Asks for a note that must be given; null when the reader turned back. */
export async function askNote({ title, text, yes, hint = '', maxlength = 1000, ...more }) {
  const { label = t('form.note') } = more;
  const values = await formDialog({
    title, text, yes, look: 'button--danger',
    fields: textarea({ name: 'dialog-note', label, hint, required: true, maxlength }),
  });
  return values && values['dialog-note'];
}
