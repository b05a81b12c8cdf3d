/* API Marketplace: search first, tags with counts, bundles as cards. */
import { get, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { bundleBadge, environmentTag, requestBadge } from '../../components/badge.js';
import { icon } from '../../components/icon.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton } from '../../components/table.js';

export const title = () => t('market.title');

const asked = query => ({ q: query.get('q'), tag: query.get('tag'), sort: query.get('sort') });

export async function load({ query }) {
  const [bundles, tags] = await Promise.all([
    get(withQuery('/bundles', { ...asked(query), limit: 24 })), get('/tags'),
  ]);
  return { ...bundles, tags: tags.data };
}

const kept = (name, query) => query.get(name) && html`
  <input type="hidden" name="${name}" value="${query.get(name)}">`;

const search = query => html`
  <form class="market-search" role="search" action="${to('/marketplace')}">
    <label class="unseen" for="q">${t('market.search')}</label>
    ${icon('search')}
    <input type="search" id="q" name="q" value="${query.get('q') ?? ''}" maxlength="100"
           placeholder="${t('market.search_hint')}" autocomplete="off">
    ${kept('tag', query)}${kept('sort', query)}
    <button class="button button--primary">${t('market.find')}</button>
  </form>`;

const tagLink = (tag, count, query) => {
  const isChosen = (query.get('tag') ?? '') === tag;
  const address = withQuery(to('/marketplace'), { ...asked(query), tag });
  return html`
    <li><a class="filter" href="${address}"${isChosen && html` aria-current="true"`}>
      ${tag || t('market.all')} ${count != null && html`<span class="filter-count">${count}</span>`}
    </a></li>`;
};

const tagList = (tags, query) => tags.length > 0 && html`
  <nav aria-label="${t('market.tags')}">
    <ul class="filter-list">
      ${tagLink('', null, query)}${tags.map(({ tag, count }) => tagLink(tag, count, query))}
    </ul>
  </nav>`;

const SORTS = ['name', 'newest'];

const sorts = query => SORTS.map(name => html`
  <option value="${name}"${name === query.get('sort') && html` selected`}>
    ${t(`market.sort_${name}`)}</option>`);

/* How many there are, and in which order. */
const summary = ({ data, meta }, query) => html`
  <div class="market-bar">
    <p class="soft less" role="status">
      ${t('market.count', { count: meta.total ?? data.length })}</p>
    ${data.length > 1 && html`
      <form class="market-sort" action="${to('/marketplace')}">
        ${kept('q', query)}${kept('tag', query)}
        <label class="soft less" for="sort">${t('market.sort')}</label>
        <select id="sort" name="sort" data-submit>${sorts(query)}</select>
      </form>`}
  </div>`;

const access = bundle => bundle.access !== 'none' && requestBadge(bundle.access);

const card = bundle => html`
  <li class="card bundle-card">
    <h2><a href="${to(`/marketplace/${bundle.slug}`)}">${bundle.name}</a></h2>
    <p class="bundle-provider">${bundle.provider
      && html`${icon('building')} ${bundle.provider}`}</p>
    <p class="bundle-summary">${bundle.summary}</p>
    <p class="bundle-foot">
      ${bundle.environments.map(environmentTag)}
      ${bundle.status === 'deprecated' && bundleBadge('deprecated')}
      ${access(bundle)}
    </p>
  </li>`;

const nothing = query => emptyState({
  name: 'search', title: t('market.none'), text: t('market.none_text'),
  action: (query.get('q') || query.get('tag')) && html`
    <a class="button" href="${to('/marketplace')}">${t('market.show_all')}</a>`,
});

export const view = ({ data, meta, tags }, { query }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('market.title')}</h1><p>${t('market.intro')}</p></div>
  </header>
  ${search(query)}
  ${tagList(tags, query)}
  ${summary({ data, meta }, query)}
  ${data.length ? html`<ul class="bundle-grid">${data.map(card)}</ul>` : nothing(query)}
  ${moreButton(meta)}`;

async function more({ cursor }, { query, data }) {
  const next = await get(withQuery('/bundles', { ...asked(query), limit: 24, cursor }));
  return { data: appended(data, next) };
}

export const actions = { more };
