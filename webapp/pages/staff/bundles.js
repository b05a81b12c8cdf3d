/* Every bundle, drafts too, for those who maintain them. */
import { get, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { number } from '../../lib/format.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { bundleBadge, environmentTag } from '../../components/badge.js';
import { filterLinks, searchBox } from '../../components/filters.js';
import { icon } from '../../components/icon.js';
import { ago } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton, table } from '../../components/table.js';

const PATH = '/admin/bundles';
const STATES = ['draft', 'published', 'deprecated', 'retired'];

export const title = () => t('publish.title');

const listPath = (query, cursor) =>
  withQuery(PATH, { q: query.get('q'), status: query.get('status'), limit: 50, cursor });

export const load = ({ query }) => get(listPath(query));

const columns = () => [
  {
    label: t('publish.bundle'), isHead: true,
    cell: row => html`<a href="${to(`${PATH}/${row.slug}`)}">${row.name}</a>
      <span class="under"><code>${row.slug}</code></span>`,
  },
  { label: t('publish.provider'), cell: row => row.provider || '–' },
  { label: t('publish.state'), cell: row => bundleBadge(row.status) },
  {
    label: t('publish.environments'),
    cell: row => (row.environments.length
      ? html`<span class="tags">${row.environments.map(environmentTag)}</span>` : '–'),
  },
  {
    label: t('publish.endpoint_count'), isNumber: true, cell: row => number(row.endpoint_count),
  },
  { label: t('publish.changed'), cell: row => ago(row.updated_at) },
];

const makers = () => html`
  <div class="actions">
    <a class="button" href="${to(`${PATH}/import`)}">${icon('upload')} ${t('publish.import')}</a>
    <a class="button button--primary" href="${to(`${PATH}/new`)}">${icon('plus')}
      ${t('publish.new')}</a>
  </div>`;

const nothing = query => (query.get('q') || query.get('status')
  ? emptyState({ name: 'search', title: t('publish.none_found'), text: t('publish.none_found_text'),
    action: html`<a class="button" href="${to(PATH)}">${t('publish.show_all')}</a>` })
  : emptyState({ name: 'book', title: t('publish.none'), text: t('publish.none_text'),
    action: makers() }));

const states = () => [['', t('list.all')], ...STATES.map(one => [one, t(`bundle.${one}`)])];

export const view = ({ data, meta }, { query }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('publish.title')}</h1><p>${t('publish.intro')}</p></div>
    ${makers()}
  </header>
  ${searchBox({ path: PATH, query, label: t('publish.search'), keeps: ['status'] })}
  ${filterLinks({ path: PATH, query, name: 'status', values: states() })}
  ${data.length
    ? table({ caption: t('publish.title'), columns: columns(), rows: data }) : nothing(query)}
  ${moreButton(meta)}`;

const more = async ({ cursor }, { query, data }) =>
  ({ data: appended(data, await get(listPath(query, cursor))) });

export const actions = { more };
