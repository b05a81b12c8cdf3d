/* My requests: what each asks for, where it stands, what needs me. */
import { get, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { requestBadge } from '../../components/badge.js';
import { icon } from '../../components/icon.js';
import { ago } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton, table } from '../../components/table.js';

const STATES = ['submitted', 'revision_requested', 'approved', 'rejected', 'revoked', 'withdrawn'];

export const title = () => t('requests.title');

export const load = ({ query }) => get(withQuery('/requests', { status: query.get('status') }));

const filter = (status, chosen) => html`
  <li><a class="filter" href="${withQuery(to('/requests'), { status })}"
         ${status === chosen && html`aria-current="true"`}>
    ${status ? t(`request.${status}`) : t('requests.all')}</a></li>`;

const columns = () => [
  {
    label: t('requests.bundle'), isHead: true,
    cell: row => html`<a href="${to(`/requests/${row.id}`)}">${row.bundle_name}</a>
      <span class="under">${row.application_name}</span>`,
  },
  { label: t('requests.status'), cell: row => requestBadge(row.status) },
  { label: t('requests.sent'), cell: row => ago(row.created_at) },
  { label: t('requests.changed'), cell: row => ago(row.updated_at) },
  {
    label: t('requests.next'), isActions: true,
    cell: row => row.status === 'revision_requested' && html`
      <a class="button button--small" href="${to(`/requests/${row.id}/revision`)}">
        ${icon('pencil')} ${t('bundle.revise')}</a>`,
  },
];

const nothingSo = () => emptyState({
  name: 'inbox', title: t('requests.none_so'),
  action: html`<a class="button" href="${to('/requests')}">${t('requests.show_all')}</a>`,
});

const nothing = () => emptyState({
  name: 'inbox', title: t('requests.none'), text: t('requests.none_text'),
  action: html`<a class="button button--primary" href="${to('/marketplace')}">
    ${t('requests.browse')}</a>`,
});

export const view = ({ data, meta }, { query }) => html`
  <header class="page-head">
    <h1 tabindex="-1">${t('requests.title')}</h1>
    <a class="button" href="${to('/marketplace')}">${icon('plus')} ${t('requests.new')}</a>
  </header>
  <nav aria-label="${t('requests.filter')}">
    <ul class="filter-list">
      ${['', ...STATES].map(status => filter(status, query.get('status') ?? ''))}</ul>
  </nav>
  ${data.length
    ? table({ caption: t('requests.title'), columns: columns(), rows: data })
    : query.get('status') ? nothingSo() : nothing()}
  ${moreButton(meta)}`;

async function more({ cursor }, { query, data }) {
  const next = await get(withQuery('/requests', { status: query.get('status'), cursor }));
  return { data: appended(data, next) };
}

export const actions = { more };
