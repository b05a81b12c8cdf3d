/* The endpoints of a bundle, to find one and change it by hand. */
import { get, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { endpointLines } from '../../components/endpoint-list.js';
import { searchBox } from '../../components/filters.js';
import { icon } from '../../components/icon.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton } from '../../components/table.js';

const pathOf = (slug, verb = '') =>
  `/admin/bundles/${encodeURIComponent(slug)}${verb && `/${verb}`}`;

const listPath = (slug, query, cursor) =>
  withQuery(`/bundles/${encodeURIComponent(slug)}/endpoints`,
    { view: 'list', limit: 200, q: query.get('q'), cursor });

export const title = ({ bundle }) => t('operation.list', { bundle: bundle?.name });

export async function load({ params, query }) {
  const [bundle, list] = await Promise.all([get(pathOf(params.slug)),
    get(listPath(params.slug, query))]);
  return { bundle: bundle.data, ...list };
}

const newLink = bundle => html`
  <a class="button button--primary" href="${to(pathOf(bundle.slug, 'endpoints/new'))}">
    ${icon('plus')} ${t('operation.new')}</a>`;

const importLink = bundle => html`
  <a class="button" href="${to(pathOf(bundle.slug, 'import'))}">${icon('upload')}
    ${t('publish.import')}</a>`;

const nothing = (bundle, query) => (query.get('q')
  ? emptyState({ name: 'search', title: t('operation.none_found'),
    action: html`<a class="button" href="${to(pathOf(bundle.slug, 'endpoints'))}">
      ${t('publish.show_all')}</a>` })
  : emptyState({ name: 'file', title: t('publish.no_endpoints'),
    text: t('publish.no_endpoints_text'), action: importLink(bundle) }));

export const view = ({ bundle, data, meta }, { query }) => html`
  <a class="page-back" href="${to(pathOf(bundle.slug))}">${icon('arrow-left')} ${bundle.name}</a>
  <header class="page-head">
    <div><h1 tabindex="-1">${t('operation.list', { bundle: bundle.name })}</h1>
      <p>${t('operation.list_intro')}</p></div>
    <div class="actions">${newLink(bundle)}</div>
  </header>
  ${(data.length > 0 || query.get('q')) && searchBox(
    { path: pathOf(bundle.slug, 'endpoints'), query, label: t('operation.search') })}
  ${data.length ? html`<section class="card" aria-label="${t('operation.found',
    { count: meta.total })}"><p class="soft">${t('operation.found', { count: meta.total })}</p>
    ${endpointLines(data, one => to(pathOf(bundle.slug,
      `endpoints/${encodeURIComponent(one.id)}`)))}</section>` : nothing(bundle, query)}
  ${moreButton(meta)}`;

const more = async ({ cursor }, { params, query, data }) =>
  ({ data: { ...data, ...appended(data, await get(listPath(params.slug, query, cursor))) } });

export const actions = { more };
