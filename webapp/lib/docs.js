// @ts-check
/* The documentation of a bundle: addresses of its pages, and the list of its endpoints, of which
 * the first come with the page and the others once it stands. */
import { get, query as withQuery } from './api.js';
import { to } from './router.js';

const FIRST = 40;
const AT_ONCE = 500;

/** What a reader chose stays in the address from page to page. */
const kept = query => ({ environment: query.get('environment'), version: query.get('version') });

/** The address of the documentation, or of an endpoint in it. */
export const docsLink = (slug, query, id = '', more = {}) => {
  const path = `/marketplace/${encodeURIComponent(slug)}/docs${id && `/${encodeURIComponent(id)}`}`;
  return withQuery(to(path), { ...kept(query), ...more });
};

/** The address at which an endpoint is tried. */
export const testLink = (slug, query, id) => withQuery(to(`/marketplace/${
  encodeURIComponent(slug)}/test/${encodeURIComponent(id)}`), kept(query));

/** The path of the API for a bundle, with the version that the address names. */
export const bundlePath = (slug, query, rest = '', more = {}) =>
  withQuery(`/bundles/${encodeURIComponent(slug)}${rest}`,
    { version: query.get('version'), ...more });

/** The environment that the address names, else the first that there is. */
export const environmentOf = (bundle, query) => {
  const asked = query.get('environment');
  return bundle.environments.includes(asked) ? asked : bundle.environments[0] ?? 'development';
};

/** Where it is called; a version that the address names has an address of its own. */
export function baseOf(bundle, query) {
  const own = bundle.base_urls[environmentOf(bundle, query)] ?? '', version = query.get('version');
  return version ? `${own}@${version}` : own;
}

/* -- Endpoints -------------------------------------------------------------------------------- */

/** @typedef {{lines: any[], tags: any[], total: number, version: string, next: string | null}}
 *  Shelf */

const shelves = new Map();
const shelfName = (slug, query) => `${slug} ${query.get('version') ?? ''}`;

async function part(slug, query, limit, cursor) {
  const { data, meta } = await get(bundlePath(slug, query, '/endpoints',
    { view: 'list', limit, cursor }));
  return { lines: data, tags: meta.tags, total: meta.total, version: meta.version,
    next: meta.next_cursor };
}

/** Those that are known already; undefined at first. */
export const knownLines = (slug, query) => shelves.get(shelfName(slug, query));

/** The first endpoints; all that are known, where somebody was here before. */
export async function firstLines(slug, query) {
  const name = shelfName(slug, query);
  const fresh = await part(slug, query, FIRST, null);
  const known = shelves.get(name);
  const isSame = known && known.version === fresh.version && known.total === fresh.total;
  if (!isSame) shelves.set(name, fresh);
  return shelves.get(name);
}

/** Goes on until all are known, and tells after each part. */
export async function restOfLines(slug, query, /** @type {(shelf: Shelf) => void} */ onMore) {
  const name = shelfName(slug, query);
  let shelf = shelves.get(name) ?? await firstLines(slug, query);
  while (shelf.next) {
    const more = await part(slug, query, AT_ONCE, shelf.next);
    shelf = { ...more, lines: [...shelf.lines, ...more.lines] };
    shelves.set(name, shelf);
    onMore(shelf);
  }
  return shelf;
}
