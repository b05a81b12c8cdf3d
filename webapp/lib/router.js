// @ts-check
/* Addresses: finds the route for a path, moves between pages, follows links without reloading. */

export const BASE = '/app';

const literal = text => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

function patternOf(path) {
  const names = [];
  const parts = path.split('/').map(part => {
    if (!part.startsWith(':')) return literal(part);
    names.push(part.slice(1));
    return '([^/]+)';
  });
  return { names, pattern: new RegExp(`^${parts.join('/')}$`) };
}

const decoded = values => {
  try {
    return values.map(decodeURIComponent);
  } catch {
    return null;   /* '%' without digits: no such page */
  }
};

/** The path below /app, without a slash at its end: '/app/keys/' → '/keys'. */
export const below = (/** @type {string} */ path) =>
  path.replace(/^\/app(?=\/|$)/, '').replace(/\/+$/, '') || '/';

/** A path below /app as an address: '/keys' → '/app/keys'. */
export const to = (/** @type {string} */ path) => BASE + path;

/** { route, params } for the first route whose pattern fits, or undefined. */
export function match(routes, path) {
  for (const route of routes) {
    const { names, pattern } = patternOf(route.path);
    const found = pattern.exec(path), values = found && decoded(found.slice(1));
    if (values) {
      return { route, params: Object.fromEntries(names.map((name, i) => [name, values[i]])) };
    }
  }
  return undefined;
}

/** Where to go after signing in: only a path of this app, so no link leads elsewhere. */
export function safeNext(next, origin = location.origin) {
  if (!next) return '/';
  try {
    const url = new URL(next, origin);
    const isOurs = url.origin === origin && url.pathname.startsWith(`${BASE}/`);
    return isOurs ? below(url.pathname) + url.search : '/';
  } catch {
    return '/';
  }
}

/** Opens the page at path (below /app). `replace` leaves no way back to the present one. */
export function go(path, { replace = false } = {}) {
  history.replaceState({ ...history.state, scroll: scrollY }, '');
  if (replace) history.replaceState({}, '', to(path));
  else history.pushState({}, '', to(path));
  dispatchEvent(new PopStateEvent('popstate', { state: {} }));
}

const isPlainClick = event =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

const isOurs = link =>
  link.origin === location.origin && link.pathname.startsWith(`${BASE}/`)
  && !link.target && !link.hasAttribute('download');

/* A link to a place on this page: focus goes there, the address keeps. */
function jump(hash) {
  const place = document.getElementById(decodeURIComponent(hash.slice(1)));
  if (!place) return;
  place.focus();
  const isControl = document.activeElement === place && place.tabIndex >= 0;
  if (!isControl) {
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
  }
  place.scrollIntoView({ block: isControl ? 'nearest' : 'start' });
}

/** Follows links inside the app; `show` draws the page for the address. */
export function followLinks(show) {
  history.scrollRestoration = 'manual';
  addEventListener('popstate', show);
  document.addEventListener('click', event => {
    const link = /** @type {Element} */ (event.target).closest('a[href]');
    if (!(link instanceof HTMLAnchorElement) || !isPlainClick(event) || !isOurs(link)) return;
    event.preventDefault();
    const isHere = link.pathname === location.pathname && link.search === location.search;
    if (link.hash && isHere) jump(link.hash);
    else go(below(link.pathname) + link.search + link.hash);
  });
}
