/* The API keys of a member: first who, then which. */
import { get, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { accountBadge } from '../../components/badge.js';
import { searchBox } from '../../components/filters.js';
import { icon } from '../../components/icon.js';
import { keyActions, keyTable } from '../../components/member-keys.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton } from '../../components/table.js';

const PATH = '/admin/keys';

export const title = () => t('member_keys.title');

const keysPath = (account, cursor) => withQuery(PATH, { account, limit: 50, cursor });

async function keysOf(account) {
  const [user, keys] = await Promise.all([
    get(`/admin/users/${encodeURIComponent(account)}`), get(keysPath(account)),
  ]);
  return { user: user.data, ...keys };
}

const found = async q =>
  ({ users: (await get(withQuery('/admin/users', { q, limit: 20 }))).data });

export function load({ query }) {
  if (query.get('account')) return keysOf(query.get('account'));
  return query.get('q') ? found(query.get('q')) : {};
}

const user = one => html`
  <li><a class="pick" href="${to(withQuery(PATH, { account: one.id }))}">
    <span><b>${one.name || one.username}</b>
      <span class="under">${one.username} · ${one.email}</span></span>
    ${one.status !== 'active' && accountBadge(one.status)}${icon('chevron-right')}</a></li>`;

const choose = users => (users.length
  ? html`<h2>${t('member_keys.choose')}</h2><ul class="card picks">${users.map(user)}</ul>`
  : emptyState({ name: 'people', title: t('users.none'), text: t('users.none_text') }));

const keysSection = ({ user: owner, data, meta }) => html`
  <section class="stack" aria-labelledby="keys">
    <h2 id="keys">${t('member_keys.whose', { name: owner.name || owner.username })}
      <a class="less" href="${to(`/admin/users/${owner.id}`)}">${t('member_keys.to_user')}</a></h2>
    ${data.length ? keyTable(data) : emptyState({ name: 'key', title: t('member_keys.none') })}
    ${moreButton(meta)}
  </section>`;

const start = () => emptyState({
  name: 'key', title: t('member_keys.start'), text: t('member_keys.start_text'),
});

const body = data => {
  if (data.user) return keysSection(data);
  return data.users ? choose(data.users) : start();
};

export const view = (data, { query }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('member_keys.title')}</h1><p>${t('member_keys.intro')}</p></div>
  </header>
  ${searchBox({ path: PATH, query, label: t('member_keys.search'), hint: t('users.search_hint') })}
  <div class="stack">${body(data)}</div>`;

const more = async ({ cursor }, { query, data }) =>
  ({ data: appended(data, await get(keysPath(query.get('account'), cursor))) });

export const actions = { more, ...keyActions };
