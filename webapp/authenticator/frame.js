// @ts-check
/* Shows the page for the address and runs its forms: the portal's lib/page.js and lib/action.js
 * without session and server. A page is a module:
 *   title(data, context)              the document's title
 *   load(context)                     what the page shows (may be absent)
 *   view(data, context)               html`…` with one <h1 tabindex="-1">
 *   actions { name(values, context) } what <form data-action="name"> does; gives any of
 *                                     { go, replace, say, stay }, or nothing: load again
 *   ready(main, context)              what moves by itself; gives a function that ends it */
import { ask } from '../lib/dialog.js';
import { checkForm, clearProblem, showProblem, valuesOf } from '../lib/form.js';
import { html, render } from '../lib/html.js';
import { Problem } from '../lib/http.js';
import { t } from '../lib/i18n.js';
import { below, followLinks, go, match } from '../lib/router.js';
import { say } from '../lib/toast.js';
import { keepTyped } from '../lib/typed.js';
import { emptyState } from '../components/state.js';
import { shellActions } from './shell.js';

let routes = [];
let shown = null;   // { page, context, path, stop } on screen
let asked = 0;      // counts navigations, so a slow page never replaces a newer one

const main = () => /** @type {HTMLElement} */ (document.querySelector('main'));

/** Whether this page is on screen. */
export const isShown = page => shown?.page === page;

const lost = {
  title: () => t('lost.title'),
  view: () => html`
    <h1 class="unseen" tabindex="-1">${t('lost.title')}</h1>
    ${emptyState({ name: 'search', title: t('lost.title'), action: html`
      <a class="button button--primary" href="/app/authenticator/">${t('lost.home')}</a>` })}`,
};

/* The accounts lie in the browser's own storage: some browsers refuse it in private windows. */
const broken = {
  title: () => t('broken.title'),
  view: () => html`
    <h1 class="unseen" tabindex="-1">${t('broken.title')}</h1>
    ${emptyState({ name: 'alert', title: t('broken.title'), text: t('broken.text') })}`,
};

async function prepare() {
  const path = location.pathname;
  const { route, params } = match(routes, below(path)) ?? {};
  const page = route?.page ?? lost;
  const context = { params, data: null };
  try {
    context.data = await page.load?.(context);
    return { page, context, path };
  } catch (error) {
    console.error(error);
    return { page: broken, context, path };
  }
}

function draw({ page, context, path }) {
  shown?.stop?.();
  document.title = `${page.title(context.data, context)} – Simpul Authenticator`;
  render(main(), page.view(context.data, context));
  main().ariaBusy = null;
  shown = { page, context, path };
  shown.stop = page.ready?.(main(), context);
}

/* Gives what finds the focused control again after the page was drawn anew: the heading, where it
 * is gone. */
function keepFocus() {
  const active = document.activeElement;
  if (!active || !main().contains(active)) return () => null;
  return () => document.getElementById(active.id) ?? main().querySelector('h1');
}

async function show() {
  const turn = ++asked;
  const isFirst = !shown;
  const next = await prepare();
  if (turn !== asked) return;
  draw(next);
  if (!isFirst) /** @type {HTMLElement} */ (main().querySelector('h1'))?.focus();
  scrollTo(0, 0);
}

/** Draws the page on screen again, keeping focus and what was typed. While another is on its way,
 * that one is shown. */
export async function reload() {
  if (shown?.path !== location.pathname) return show();
  const turn = ++asked;
  const next = await prepare();
  if (turn !== asked) return;
  const focused = keepFocus();
  const putBack = keepTyped(main());
  draw(next);
  putBack();
  focused()?.focus({ preventScroll: true });
}

async function follow({ go: path, replace, say: words, stay } = {}) {
  if (words) say(words);
  if (path) go(path, { replace });
  else if (!stay) await reload();
}

const confirmed = ({ confirm, confirmText, confirmYes }) =>
  !confirm || ask({ title: confirm, text: confirmText, yes: confirmYes });

async function act(form, submitter) {
  const { action } = form.dataset;
  const run = shown.page.actions?.[action] ?? shellActions[action];
  clearProblem(form);
  checkForm(form);
  const values = valuesOf(form, submitter);
  if (!(await confirmed(form.dataset))) return;
  form.ariaBusy = 'true';
  try {
    await follow(await run(values, { ...shown.context, form }));
  } finally {
    form.ariaBusy = null;
  }
}

function explain(form, error) {
  if (!(error instanceof Problem)) console.error(error);
  showProblem(form, error instanceof Problem ? error : new Problem(0, 'internal'));
}

async function submit(event) {
  const form = event.target;
  if (form.getAttribute('method') === 'dialog') return;
  event.preventDefault();
  if (form.ariaBusy === 'true') return;
  try {
    await act(form, event.submitter);
  } catch (error) {
    explain(form, error);
  }
}

/** Starts showing pages; links and forms work from here on. */
export function startFrame(table) {
  routes = table;
  document.addEventListener('submit', submit);
  followLinks(show);
  return show();
}
