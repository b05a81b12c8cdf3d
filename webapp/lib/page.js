// @ts-check
/* Pages: shows the page for the address.
 *
 * A page is a module:
 *   title(data, context)              the document's title
 *   load(context)                     what the page shows, from the server (may be absent)
 *   view(data, context)               html`…` with one <h1 tabindex="-1">
 *   actions { name(values, context) } what <form data-action="name"> does
 *   redirect(context)                 a path to go to instead, or nothing
 *   ready(main, context)              what moves by itself (timers); gives a function that ends it
 *   early                             paths that load() asks for, where the address has no query:
 *                                     asked for while the app is on its way (early.js)
 * context: { params, query, path, data } */
import { shownFiles } from './api.js';
import { forgetEarly, Problem } from './http.js';
import { painted, render } from './html.js';
import { learnProblems, t, useArea } from './i18n.js';
import { below, followLinks, go, match } from './router.js';
import { currentAccount, learnWelcome, may, resume, watchOtherTabs } from './session.js';
import { forgetFlow, recallFlow, rememberFlow } from './storage.js';
import { useStyles } from './styles.js';
import { keepTyped } from './typed.js';
import { problemState, skeleton } from '../components/state.js';
import { showFrame } from '../components/shell.js';

const SKELETON_AFTER_MS = 300;
const ASK_AGAIN_MS = 4000;

let routes = [];
let shown = null;    // { page, context, route, stop } on screen
let asked = 0;       // counts navigations, so a slow page never replaces a newer one
let isStuck = false; // a module could not be fetched; browsers refuse it until all is loaded anew

/** The page on screen and its context. */
export const onScreen = () => shown;

const main = () => /** @type {HTMLElement} */ (document.querySelector('main'));

/* Browsers do not always know that the line is back: a page that got no answer asks again, until
 * another is drawn. What all was loaded anew for, and failed again, waits for the reader. */
function askAgain() {
  if (recallFlow('anew') === location.href) return undefined;
  let timer = 0, isOver = false;
  const wait = () => {
    timer = setTimeout(() => reload().finally(() => isOver || wait()), ASK_AGAIN_MS);
  };
  wait();
  return () => {
    isOver = true;
    clearTimeout(timer);
  };
}

const failed = problem => ({
  title: () => t('problem.title'), view: () => problemState(problem), isFailed: true,
  ready: () => (problem.code === 'offline' ? askAgain() : undefined),
});

/* Without a line nothing is fetched; what is said then is there. */
async function explained(problem) {
  if (problem.code !== 'offline') await learnProblems();
  return failed(problem);
}

const notFound = { path: '/not-found', who: 'anyone', page: () => import('../pages/not-found.js') };
const forbidden = { ...notFound, page: () => explained(new Problem(403, 'forbidden')) };

/* Where the guard sends a reader who may not open the route; nothing when they may. */
function detour(route) {
  if (may(route.who)) return null;
  if (route.who === 'guest') return '/';
  if (currentAccount()) return null;
  return `/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`;
}

/* A module that was not fetched is a TypeError; any other error is a fault of the module. */
function notFetched(error) {
  if (!(error instanceof TypeError)) throw error;
  isStuck = true;
  throw new Problem(0, 'offline');
}

async function pageFor(route, context) {
  const [page] = await Promise.all([route.page(), useArea(route.area), useStyles(route.area)])
    .catch(notFetched);
  context.data = (await page.load?.(context)) ?? {};
  return page;
}

/* The page with its data; what fails becomes a page that says so. */
async function prepare(route, context) {
  try {
    return await pageFor(route, context);
  } catch (error) {
    if (error instanceof Problem) return explained(error);
    console.error(error);
    return explained(new Problem(0, 'internal'));
  }
}

function skeletonSoon(route, context) {
  return setTimeout(() => {
    if (!shown) showFrame(route, context);
    main().ariaBusy = 'true';
    render(main(), skeleton());
  }, SKELETON_AFTER_MS);
}

function draw(page, context, route) {
  shown?.stop?.();
  forgetEarly();
  document.title = `${page.title(context.data, context)} – Simpul`;
  render(main(), page.view(context.data, context));
  main().ariaBusy = null;
  shown = { page, context, route, stop: page.ready?.(main(), context) };
  if (!page.isFailed) forgetFlow('anew');
}

function put(page, context, route) {
  showFrame(route, context);
  draw(page, context, route);
  return true;
}

function routeHere() {
  const found = match(routes, below(location.pathname)) ?? { route: notFound, params: {} };
  const context = {
    params: found.params, query: new URLSearchParams(location.search),
    path: below(location.pathname), data: null,
  };
  return { route: found.route, context };
}

async function learnReader(route) {
  await resume();
  if (route.who === 'reader') await learnWelcome();
}

/* The page that stands for the session when the server does not answer; nothing when it does. */
const sessionProblem = route => learnReader(route).then(() => null, error => {
  if (error instanceof Problem) return explained(error);
  throw error;
});

/* Draws the page for the address; true when it stands on screen. */
async function present(isNew) {
  const turn = ++asked;
  const { route, context } = routeHere();
  const unknown = await sessionProblem(route);
  if (turn !== asked) return false;
  if (unknown) return put(unknown, context, route);
  const away = detour(route);
  if (away) return void go(away, { replace: true });
  const timer = isNew ? skeletonSoon(route, context) : undefined;
  const release = shownFiles();
  const page = await prepare(may(route.who) ? route : forbidden, context);
  clearTimeout(timer);
  if (turn !== asked) return false;
  if (!may(route.who) && !currentAccount()) return void go(detour(route), { replace: true });
  const elsewhere = page.redirect?.(context);
  if (elsewhere) return void go(elsewhere, { replace: true });
  put(page, context, route);
  release();
  return true;
}

const focusTitle = () => {
  const title = /** @type {HTMLElement} */ (main().querySelector('h1') ?? main());
  title.focus({ preventScroll: true });
};

/* How to find the choice again that makes the page say something else; nothing after any other
 * move, and on the way back. */
function choicePlace() {
  const active = document.activeElement;
  const isHere = shown?.context.path === below(location.pathname);
  if (!isHere || history.state?.scroll != null) return null;
  if (!active || !main().contains(active)) return null;
  if (active.matches('select[id]')) return `#${CSS.escape(active.id)}`;
  return active.matches('a.filter') ? `a.filter[href="${CSS.escape(active.getAttribute('href'))}"]`
    : null;
}

/* Whoever chose goes on from there; true when the choice is still offered. */
function stayAt(place, top) {
  const again = place && /** @type {HTMLElement} */ (main().querySelector(place));
  if (!again) return false;
  again.focus({ preventScroll: true });
  scrollTo(0, top);
  again.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  return true;
}

/** Draws the page for the address, as after a move. */
export async function show() {
  const isFirst = !shown;
  const place = choicePlace(), top = place && scrollY;   // asked without need, it costs a layout
  if (!(await present(true)) || stayAt(place, top)) return;
  if (!isFirst) focusTitle();
  scrollTo(0, history.state?.scroll ?? 0);
}

/* How to find the focused control again after the page was drawn anew. */
function focusedPlace() {
  const active = document.activeElement;
  if (!active || !main().contains(active)) return null;
  if (active.id) return `#${CSS.escape(active.id)}`;
  const { action, key } = /** @type {HTMLElement} */ (active.closest('form'))?.dataset ?? {};
  if (!action) return null;
  const which = key ? `[data-key="${CSS.escape(key)}"]` : '';
  return `form[data-action="${CSS.escape(action)}"]${which} button:not([type="button"])`;
}

/* Unless the page itself put the focus somewhere. */
function refocus(place) {
  if (document.activeElement !== document.body) return;
  const again = place ? /** @type {HTMLElement} */ (main().querySelector(place)) : null;
  if (again) again.focus({ preventScroll: true });
  else focusTitle();
}

/* Only when the server can be reached: the app's own words are better than the browser's. */
const loadAnew = () => fetch('/healthz').then(() => {
  rememberFlow('anew', location.href);
  location.reload();
}, () => {});

/** Loads and draws the page again, keeping focus and scroll. */
export async function reload() {
  if (isStuck && shown?.page.isFailed) return loadAnew();
  const place = focusedPlace();
  if (await present(false)) refocus(place);
}

/** Draws the page again with this data. */
export function redraw(data) {
  const { page, context, route } = shown;
  const place = focusedPlace();
  context.data = data;
  draw(page, context, route);
  refocus(place);
}

/** The same for who waited meanwhile: only while that page still stands. */
export function redrawStill(context, data) {
  if (shown?.context === context) redraw(data);
}

/** Draws what is on screen in another language, with what was typed. */
export function respeak() {
  const putBack = keepTyped(main());
  redraw(shown.context.data);
  putBack();
}

/** Starts showing pages, and follows links from here on. */
export function startPages(table) {
  routes = table;
  addEventListener('online', () => shown?.page.isFailed && reload());
  watchOtherTabs(() => shown && !may(shown.route.who) && show());
  followLinks(show);
  show().then(painted).then(learnProblems);
}
