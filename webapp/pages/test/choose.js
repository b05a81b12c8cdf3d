/* Test API: which endpoint of a bundle is to be tried. */
import { get, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { testLink } from '../../lib/docs.js';
import { searchBox } from '../../components/filters.js';
import { endpointLines } from '../../components/endpoint-list.js';
import { icon } from '../../components/icon.js';
import { emptyState } from '../../components/state.js';

const AT_ONCE = 500;

export const title = ({ bundle }) => t('test.title_of', { name: bundle?.name ?? '' });

export async function load({ params, query }) {
  const path = `/bundles/${encodeURIComponent(params.slug)}`;
  const asked = { view: 'list', limit: AT_ONCE, q: query.get('q'), version: query.get('version') };
  const [bundle, found] = await Promise.all([
    get(path), get(withQuery(`${path}/endpoints`, asked)),
  ]);
  return { bundle: bundle.data, list: found.data, total: found.meta.total };
}

const tagsOf = list => [...new Set(list.map(one => one.tag ?? ''))];

const groups = (list, href) => tagsOf(list).map(tag => html`
  ${tag && html`<h2 class="endpoint-tag">${tag}</h2>`}
  ${endpointLines(list.filter(one => (one.tag ?? '') === tag), href)}`);

const hrefs = (slug, query) => one => testLink(slug, query, one.id);

const all = (query, path) => html`
  <a class="button" href="${withQuery(to(path), { version: query.get('version') })}">
    ${t('market.show_all')}</a>`;

const none = (query, path) => emptyState({ name: 'search', ...query.get('q')
  ? { title: t('test.nothing_found'), text: t('test.nothing_found_text'), action: all(query, path) }
  : { title: t('test.no_endpoints') } });

export const view = ({ bundle, list, total }, { query, path }) => html`
  <p><a class="back-link" href="${to(`/marketplace/${encodeURIComponent(bundle.slug)}`)}">
    ${icon('arrow-left')} ${bundle.name}</a></p>
  <header class="page-head"><div><h1 tabindex="-1">${t('test.title')}</h1>
    <p>${t('test.choose_hint')}</p></div></header>
  <div class="stack">
    ${searchBox({ path, query, label: t('test.search'), keeps: ['environment', 'version'] })}
    ${list.length === 0 ? none(query, path) : html`
      <section class="card" aria-label="${t('test.endpoints')}">
        ${groups(list, hrefs(bundle.slug, query))}</section>`}
    ${total > list.length && html`<p class="soft">${t('test.more_endpoints',
      { count: total - list.length })}</p>`}
  </div>`;
