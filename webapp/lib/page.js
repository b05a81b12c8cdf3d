// @ts-check
/* Pages: shows the page for the address, and sends what its forms submit.
 *
 * A page is a module:
 *   title(data, context)              the document's title
 *   load(context)                     what the page shows, from the server (may be absent)
 *   view(data, context)               html`…` with one <h1 tabindex="-1">
 *   actions { name(values, context) } what <form data-action="name"> does
 *   redirect(context)                 a path to go to instead, or nothing
 *   ready(main, context)              what moves by itself (timers); gives a function that ends it
 * context: { params, query, path, data }, for actions also { form, progress(share) }
 *
 * An action gives what happens next: nothing (the page loads again), or an object with any of
 *   go: '/keys'     open that page           replace: true  without a way back to this one
 *   say: '…'        a short message          done: '…'      a message closed with "Oke"
 *   data: {…}       show this instead        stay: true     leave the page as it is
 *   speak: true     draw the same again in another language, keeping what was typed */
import { shownFiles } from './api.js';
import { Problem } from './http.js';
import { checkForm, clearProblem, showProblem, valuesOf } from './form.js';
import { ask, tell } from './dialog.js';
import { render } from './html.js';
import { t, useArea } from './i18n.js';
import { below, followLinks, go, match } from './router.js';
import { currentAccount, may, resume, watchOtherTabs } from './session.js';
import { useStyles } from './styles.js';
import { say } from './toast.js';
import { keepTyped } from './typed.js';
import { problemState, skeleton } from '../components/state.js';
import { shellActions, showFrame } from '../components/shell.js';

const SKELETON_AFTER_MS = 300;
const SLOW_AFTER_MS = 2500;

let routes = [];
let shown = null;    // { page, context, route, stop } on screen
let asked = 0;       // counts navigations, so a slow page never replaces a newer one

const main = () => /** @type {HTMLElement} */ (document.querySelector('main'));

const failed = problem => ({
  title: () => t('problem.title'), view: () => problemState(problem), isFailed: true,
});

const notFound = { path: '/not-found', who: 'anyone', page: () => import('../pages/not-found.js') };
const forbidden = { ...notFound, page: async () => failed(new Problem(403, 'forbidden')) };

/* Where the guard sends a reader who may not open the route; nothing when they may. */
function detour(route) {
  if (may(route.who)) return null;
  if (route.who === 'guest') return '/';
  if (currentAccount()) return null;
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
}

async function pageFor(route, context) {
  const [page] = await Promise.all([route.page(), useArea(route.area), useStyles(route.area)]);
  context.data = (await page.load?.(context)) ?? {};
  return page;
}

/* The page with its data; what fails becomes a page that says so. */
async function prepare(route, context) {
  try {
    return await pageFor(route, context);
  } catch (error) {
    if (error instanceof Problem) return failed(error);
    console.error(error);
    return failed(new Problem(0, navigator.onLine ? 'internal' : 'offline'));
  }
}

function skeletonSoon() {
  return setTimeout(() => {
    main().ariaBusy = 'true';
    render(main(), skeleton());
  }, SKELETON_AFTER_MS);
}

function draw(page, context, route) {
  shown?.stop?.();
  document.title = `${page.title(context.data, context)} – Simpul`;
  render(main(), page.view(context.data, context));
  main().ariaBusy = null;
  shown = { page, context, route, stop: page.ready?.(main(), context) };
}

function routeHere() {
  const found = match(routes, below(location.pathname)) ?? { route: notFound, params: {} };
  const context = {
    params: found.params, query: new URLSearchParams(location.search),
    path: below(location.pathname), data: null,
  };
  return { route: found.route, context };
}

/* The page that stands for the session when the server does not answer; nothing when it does. */
const sessionProblem = () => resume().then(() => null, error => {
  if (error instanceof Problem) return failed(error);
  throw error;
});

/* Draws the page for the address; true when it stands on screen. */
async function present(isNew) {
  const turn = ++asked;
  const { route, context } = routeHere();
  const unknown = await sessionProblem();
  if (unknown) return draw(unknown, context, route) ?? true;
  const away = detour(route);
  if (away) return void go(away, { replace: true });
  const timer = isNew ? skeletonSoon() : undefined;
  const release = shownFiles();
  const page = await prepare(may(route.who) ? route : forbidden, context);
  clearTimeout(timer);
  if (turn !== asked) return false;
  if (!may(route.who) && !currentAccount()) return void go(detour(route), { replace: true });
  const elsewhere = page.redirect?.(context);
  if (elsewhere) return void go(elsewhere, { replace: true });
  showFrame(route, context);
  draw(page, context, route);
  release();
  return true;
}

const focusTitle = () => {
  const title = /** @type {HTMLElement} */ (main().querySelector('h1') ?? main());
  title.focus({ preventScroll: true });
};

async function show() {
  const isFirst = !shown;
  if (!(await present(true))) return;
  if (!isFirst) focusTitle();
  scrollTo(0, history.state?.scroll ?? 0);
}

/* How to find the focused control again after the page was drawn anew. */
function focusedPlace() {
  const active = document.activeElement;
  if (!active || !main().contains(active)) return null;
  if (active.id) return `#${CSS.escape(active.id)}`;
  const { action, key } = /** @type {HTMLElement} */ (active.closest('form'))?.dataset ?? {};
  return key && `form[data-action="${CSS.escape(action)}"][data-key="${CSS.escape(key)}"] button`;
}

function refocus(place) {
  const again = place ? /** @type {HTMLElement} */ (main().querySelector(place)) : null;
  if (again) again.focus({ preventScroll: true });
  else if (place !== null || document.activeElement === document.body) focusTitle();
}

/** Loads and draws the page again, keeping focus and scroll. */
export async function reload() {
  const place = focusedPlace();
  if (await present(false)) refocus(place);
}

function redraw(data) {
  const { page, context, route } = shown;
  const place = focusedPlace();
  context.data = data;
  draw(page, context, route);
  refocus(place);
}

/* Shows what is on screen in another language, with what was typed. */
function respeak() {
  const putBack = keepTyped(main());
  redraw(shown.context.data);
  putBack();
}

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

/* From the first press to the end; work that takes long says that it goes on. */
function startWork(form) {
  form.ariaBusy = 'true';
  const timer = setTimeout(() => say(t('state.working')), SLOW_AFTER_MS);
  return () => {
    clearTimeout(timer);
    form.ariaBusy = null;
    for (const bar of form.querySelectorAll('progress')) bar.hidden = true;
  };
}

const confirmed = ({ confirm, confirmText, confirmYes }) =>
  !confirm || ask({ title: confirm, text: confirmText, yes: confirmYes });

async function act(form, submitter) {
  const name = form.dataset.action;
  const action = shown?.page.actions?.[name] ?? shellActions[name];
  if (!action) throw new Error(`no action ${name}`);
  clearProblem(form);
  checkForm(form);
  const values = valuesOf(form, submitter);
  if (!(await confirmed({ ...form.dataset, ...submitter?.dataset }))) return;
  const context = { ...shown?.context, form, progress: progressOf(form) };
  const endWork = startWork(form);
  const work = (async () => action(values, context))();
  await follow(await work.finally(endWork));
}

/* A session that ended leads to the sign-in page and back; all else is said at the form. */
function explain(form, error) {
  if (!(error instanceof Problem)) console.error(error);
  const problem = error instanceof Problem ? error : new Problem(0, 'internal');
  if (problem.code === 'unauthenticated' && !currentAccount()) return void show();
  if (form.dataset.problems === 'toast') return say(problem, 'problem');
  return showProblem(form, problem);
}

/* <form action="/app/marketplace"> without data-action: what it asks goes into the address. */
function search(form) {
  const kept = [...new FormData(form)].filter(([, value]) => value !== '');
  const text = new URLSearchParams(/** @type {any} */ (kept)).toString();
  const path = below(new URL(form.action).pathname);
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
    explain(form, error);
  }
}

/** Starts showing pages; from here on two listeners carry every move and every change. */
export function startPages(table) {
  routes = table;
  document.addEventListener('submit', submit);
  addEventListener('online', () => shown?.page.isFailed && reload());
  watchOtherTabs(() => shown && !may(shown.route.who) && show());
  followLinks(show);
  return show();
}
