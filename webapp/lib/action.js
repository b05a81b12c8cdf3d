// @ts-check
/* Changes: every <form data-action="name"> runs the page's action of that name.
 *
 * An action gets the form's values and { params, query, path, data, form, progress(share) }. It
 * gives what happens next: nothing (the page loads again), or an object with any of
 *   go: '/keys'     open that page           replace: true  without a way back to this one
 *   say: '…'        a short message          done: '…'      a message closed with "Oke"
 *   data: {…}       show this instead        stay: true     leave the page as it is
 *   speak: true     draw the same again in another language, keeping what was typed
 * A Problem that it throws is said above the form and at its fields. */
import { ask, tell } from './dialog.js';
import { checkForm, clearProblem, showProblem, valuesOf } from './form.js';
import { Problem } from './http.js';
import { learnProblems, t } from './i18n.js';
import { onScreen, redraw, reload, respeak, show } from './page.js';
import { below, go } from './router.js';
import { currentAccount } from './session.js';
import { isCancelled } from './step-up.js';
import { say } from './toast.js';
import { countUnread, shellActions } from '../components/shell.js';

const SLOW_AFTER_MS = 2500;

async function follow(next = {}) {
  if (next.done) await tell(next.done);
  if (next.say) say(next.say);
  if (next.go) return go(next.go, { replace: next.replace });
  if (next.stay) return undefined;
  if (next.speak) return respeak();
  return next.data ? redraw(next.data) : reload();
}

const progressOf = form => share => {
  const bar = form.querySelector('progress');
  if (!bar) return;
  bar.hidden = false;
  bar.value = share;
};

/* Work that takes long says that it goes on, unless it waits for the reader. */
async function work(action, values, context) {
  const timer = setTimeout(() => {
    if (!document.querySelector('dialog[open], main progress')) say(t('state.working'), 'wait');
  }, SLOW_AFTER_MS);
  try {
    return await action(values, context);
  } finally {
    clearTimeout(timer);
  }
}

/* A form is at work until what comes after it stands, so that a second tap does nothing; one that
 * leads to another page stays so until that page takes its place. */
function rest(form, next) {
  if (next?.go && form.closest('main')) return;
  form.ariaBusy = null;
  for (const bar of form.querySelectorAll('progress')) bar.hidden = true;
}

const confirmed = ({ confirm, confirmText, confirmYes }, submitter) => !confirm || ask({
  title: confirm, text: confirmText, yes: confirmYes,
  isDanger: submitter?.classList.contains('button--danger'),
});

async function act(form, submitter) {
  const name = form.dataset.action;
  const action = onScreen()?.page.actions?.[name] ?? shellActions[name];
  if (!action) throw new Error(`no action ${name}`);
  clearProblem(form);
  checkForm(form);
  const values = valuesOf(form, submitter);
  if (!(await confirmed({ ...form.dataset, ...submitter?.dataset }, submitter))) return;
  const context = { ...onScreen()?.context, form, progress: progressOf(form) };
  let next;
  form.ariaBusy = 'true';
  try {
    next = await work(action, values, context);
    countUnread(true);   // what was done may have told the reader something
    await follow(next);
  } finally {
    rest(form, next);
  }
}

/* A session that ended leads to the sign-in page and back; all else is said at the form, except
 * to a reader who turned back by intent. */
function explain(form, error) {
  if (isCancelled(error)) return undefined;
  if (!(error instanceof Problem)) console.error(error);
  const problem = error instanceof Problem ? error : new Problem(0, 'internal');
  if (problem.code === 'unauthenticated' && !currentAccount()) return void show();
  if (form.dataset.problems === 'toast') return say(problem, 'problem');
  return showProblem(form, problem);
}

/* <form action="/app/marketplace"> without data-action: what it asks goes into the address. One of
 * its inputs may be called action, too. */
function search(form) {
  const kept = [...new FormData(form)].filter(([, value]) => value !== '');
  const text = new URLSearchParams(/** @type {any} */ (kept)).toString();
  const path = below(new URL(form.getAttribute('action'), location.href).pathname);
  go(text ? `${path}?${text}` : path, { replace: path === below(location.pathname) });
}

async function submit(event) {
  const form = event.target;
  if (form.getAttribute('method') === 'dialog') return;
  event.preventDefault();
  if (form.ariaBusy === 'true') return;
  if (!form.dataset.action) return void search(form);
  try {
    await act(form, event.submitter);
  } catch (error) {
    await learnProblems();
    explain(form, error);
  }
}

/** From here on one listener carries every change. */
export const startActions = () => document.addEventListener('submit', submit);
