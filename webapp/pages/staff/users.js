/* Accounts: found by name, role and state. */
import { get, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { accountBadge } from '../../components/badge.js';
import { select } from '../../components/field.js';
import { icon } from '../../components/icon.js';
import { ago } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton, table } from '../../components/table.js';

const PATH = '/admin/users';
const ROLES = ['member', 'reviewer', 'publisher', 'admin'];
const STATES = ['active', 'unverified', 'suspended'];

export const title = () => t('users.title');

const listPath = (query, cursor) => withQuery(PATH, {
  q: query.get('q'), role: query.get('role'), status: query.get('status'), limit: 50, cursor,
});

export const load = ({ query }) => get(listPath(query));

const columns = () => [
  {
    label: t('users.name'), isHead: true,
    cell: user => html`<a href="${to(`${PATH}/${user.id}`)}">${user.name || user.username}</a>
      <span class="under">${user.username}</span>`,
  },
  { label: t('users.email'), cell: user => html`<span class="break">${user.email}</span>` },
  { label: t('users.role'), cell: user => t(`role.${user.role}`) },
  { label: t('users.status'), cell: user => accountBadge(user.status) },
  { label: t('users.since'), cell: user => ago(user.created_at) },
];

const choice = (name, label, list, words, query) => select({
  name, label, value: query.get(name) ?? '', empty: t('list.all'), 'data-submit': true,
  options: list.map(one => [one, t(`${words}.${one}`)]),
});

const filters = query => html`
  <form class="filters" role="search" action="${to(PATH)}">
    <div class="field filters-search">
      <label for="q">${t('users.search')}</label>
      <div class="search-box">${icon('search')}
        <input type="search" id="q" name="q" value="${query.get('q') ?? ''}" maxlength="100"
               placeholder="${t('users.search_hint')}" autocomplete="off"></div>
    </div>
    ${choice('role', t('users.role'), ROLES, 'role', query)}
    ${choice('status', t('users.status'), STATES, 'account', query)}
  </form>`;

const nothing = () => emptyState({
  name: 'people', title: t('users.none'), text: t('users.none_text'),
  action: html`<a class="button" href="${to(PATH)}">${t('users.show_all')}</a>`,
});

export const view = ({ data, meta }, { query }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('users.title')}</h1><p>${t('users.intro')}</p></div>
  </header>
  ${filters(query)}
  ${data.length ? table({ caption: t('users.title'), columns: columns(), rows: data }) : nothing()}
  ${moreButton(meta)}`;

const more = async ({ cursor }, { query, data }) =>
  ({ data: appended(data, await get(listPath(query, cursor))) });

export const actions = { more };
