// @ts-check
/* The question of a step-up: the password, a code or a passkey, and a way to turn from one to
 * another. */
import { open } from '../lib/dialog.js';
import { checkForm, clearProblem, showProblem, valuesOf } from '../lib/form.js';
import { html, render } from '../lib/html.js';
import { Problem, send as exchange } from '../lib/http.js';
import { t, useArea } from '../lib/i18n.js';
import { currentAccount } from '../lib/session.js';
import { canHavePasskeys, usePasskey } from '../lib/webauthn.js';
import { field, password } from './field.js';

const passwordField = () => html`
  <input type="text" name="username" value="${currentAccount()?.username}"
         autocomplete="username" hidden>
  ${password({
    name: 'password', id: 'step-up-password', label: t('step_up.password'),
    autocomplete: 'current-password',
  })}`;

const codeField = () => field({
  name: 'code', id: 'step-up-code', label: t('step_up.code'), hint: t('step_up.code_hint'),
  required: true, maxlength: 24, autocomplete: 'one-time-code', autocapitalize: 'off',
  spellcheck: 'false',
});

const FIELDS = {
  password: passwordField, totp: codeField, passkey: () => html`<p>${t('step_up.passkey')}</p>`,
};

/* Another way of proving. */
const turnTo = method => html`
  <button type="button" class="button button--quiet" data-turn="${method}">
    ${t(`step_up.use_${method}`)}</button>`;

const dialogMarkup = () => html`
  <form class="dialog-body" method="dialog" novalidate>
    <h2 id="dialog-title">${t('step_up.title')}</h2>
    <p>${t('step_up.text')}</p>
    <div data-place="proof"></div>
    <div class="actions actions--back">
      <button class="button button--primary" value="prove">${t('step_up.submit')}</button>
      <button class="button" value="">${t('dialog.cancel')}</button>
    </div>
  </form>`;

function ask(form, methods, method) {
  const others = methods.filter(one => one !== method);
  clearProblem(form);
  form.dataset.method = method;
  render(form.querySelector('[data-place="proof"]'),
    html`${FIELDS[method]()}${others.map(turnTo)}`);
  form.querySelector('input:not([hidden]), [value="prove"]').focus();
}

async function proofOf(form) {
  if (form.dataset.method !== 'passkey') return valuesOf(form);
  await useArea('passkeys');   // the words for what may go wrong
  return { passkey: await usePasskey((await exchange('POST', '/auth/passkey/options', {})).data) };
}

/* The dialog stays open until the server took the proof, or the reader turns back. */
async function prove(form, send) {
  clearProblem(form);
  form.ariaBusy = 'true';
  try {
    checkForm(form);
    const { password, code, passkey } = await proofOf(form);
    await send({ password, code, passkey });
    form.closest('dialog').close('proven');
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === 'unauthenticated') return form.closest('dialog').close('ended');
    showProblem(form, error);
  } finally {
    form.ariaBusy = null;
  }
}

function listen(dialog, methods, send) {
  const form = dialog.querySelector('form');
  form.addEventListener('submit', event => {
    if (event.submitter?.value === '') return;
    event.preventDefault();
    if (form.ariaBusy !== 'true') prove(form, send);
  });
  form.addEventListener('click', ({ target }) => {
    const method = target.closest('[data-turn]')?.dataset.turn;
    if (method) ask(form, methods, method);
  });
  ask(form, methods, methods[0]);
}

/**
 * Asks until `send(proof)` succeeded, which gives 'proven', or the session has ended, 'ended', or
 * the reader turned back, ''.
 */
export async function askForProof(problem, send) {
  const methods = (problem.methods ?? []).filter(method => method in FIELDS
    && (method !== 'passkey' || canHavePasskeys()));
  if (methods.length === 0) throw problem;
  return open(dialogMarkup(), {
    className: 'dialog--small', onOpen: dialog => listen(dialog, methods, send),
  });
}
