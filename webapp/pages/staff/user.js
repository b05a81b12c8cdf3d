/* One account: who it is, what it may do, and its keys. */
import { get, patch, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { has, t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { currentAccount } from '../../lib/session.js';
import { accountBadge, institutionBadge } from '../../components/badge.js';
import { choices } from '../../components/field.js';
import { icon } from '../../components/icon.js';
import { keyActions, keyTable } from '../../components/member-keys.js';
import { totpActions, totpCard } from '../../components/member-totp.js';
import { moment } from '../../components/moment.js';

const ROLES = ['member', 'reviewer', 'publisher', 'admin'];

const pathOf = id => `/admin/users/${encodeURIComponent(id)}`;

export const title = ({ user }) => user?.name ?? t('users.title');

export async function load({ params }) {
  const [user, keys] = await Promise.all([
    get(pathOf(params.id)), get(withQuery('/admin/keys', { account: params.id, limit: 100 })),
  ]);
  return { user: user.data, keys: keys.data };
}

const fact = (label, value) => value && html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const institutionType = type =>
  (has(`institution_type.${type}`) ? t(`institution_type.${type}`) : type);

const institution = one => one && html`
  ${fact(t('users.institution'), html`${one.name}
    <span class="under">${institutionType(one.type)}</span>`)}
  ${fact(t('users.institution_status'), institutionBadge(one.status))}`;

const facts = user => html`
  <section class="card" aria-labelledby="facts">
    <h2 id="facts">${t('users.facts')}</h2>
    <dl class="facts">
      ${fact(t('users.username'), user.username)}
      ${fact(t('users.email'), user.email)}
      ${fact(t('users.phone'), user.phone_number && `+${user.phone_number}`)}
      ${fact(t('users.user_type'), user.user_type && t(`user_type.${user.user_type}`))}
      ${institution(user.institution)}
      ${fact(t('users.since'), moment(user.created_at))}
      ${fact(t('users.verified'), user.verified_at && moment(user.verified_at))}
      ${fact(t('users.id'), html`<code>${user.id}</code>`)}
    </dl>
    <p class="actions user-links">
      <a class="button button--small" href="${to(withQuery('/admin/requests',
        { q: user.username, status: 'all' }))}">${icon('inbox')} ${t('users.requests')}</a>
      <a class="button button--small" href="${to(withQuery('/admin/audit', { actor: user.id }))}">
        ${icon('shield')} ${t('users.audit')}</a>
    </p>
  </section>`;

const roles = () => ROLES.map(role => [role, t(`role.${role}`), t(`users.role_${role}`)]);

const roleCard = user => html`
  <section class="card" aria-labelledby="role-title">
    <h2 id="role-title">${t('users.role')}</h2>
    <form class="form" data-action="changeRole" novalidate
          data-confirm="${t('users.role_ask', { name: user.name })}"
          data-confirm-text="${t('users.role_text')}">
      ${choices({ name: 'role', label: t('users.role_label'), options: roles(), value: user.role,
        required: true })}
      <div class="actions"><button class="button">${t('users.role_save')}</button></div>
    </form>
  </section>`;

const statusForm = (user, verb, sign, look) => html`
  <form data-action="${verb}" data-problems="toast"
        data-confirm="${t(`users.${verb}_ask`, { name: user.name })}"
        data-confirm-text="${t(`users.${verb}_text`)}" data-confirm-yes="${t(`users.${verb}`)}">
    <button class="button ${look}">${icon(sign)} ${t(`users.${verb}`)}</button>
  </form>`;

const STATUS = {
  active: user => statusForm(user, 'suspend', 'pause', 'button--danger'),
  suspended: user => statusForm(user, 'restore', 'check', 'button--primary'),
  unverified: () => '',
};

const statusCard = user => html`
  <section class="card stack" aria-labelledby="status">
    <h2 id="status">${t('users.status')}</h2>
    <p>${accountBadge(user.status)}</p>
    <p class="soft">${t(`users.is_${user.status}`)}</p>
    ${STATUS[user.status](user)}
  </section>`;

const own = () => html`<p class="note">${icon('info')}<span>${t('users.is_own')}</span></p>`;

const powers = user => (user.id === currentAccount()?.id
  ? html`${own()}${totpCard(user, true)}`
  : html`${statusCard(user)}${totpCard(user)}${roleCard(user)}`);

const keysCard = keys => html`
  <section class="stack" aria-labelledby="keys">
    <h2 id="keys">${t('member_keys.of')}</h2>
    ${keys.length ? keyTable(keys) : html`<p class="soft">${t('member_keys.none')}</p>`}
  </section>`;

export const view = ({ user, keys }) => html`
  <a class="page-back" href="${to('/admin/users')}">${icon('arrow-left')} ${t('users.title')}</a>
  <header class="page-head">
    <div><h1 tabindex="-1">${user.name || user.username}</h1>
      <p class="state-line">${t(`role.${user.role}`)} ${accountBadge(user.status)}</p></div>
  </header>
  <div class="with-aside user">
    <div class="stack">${facts(user)}${keysCard(keys)}</div>
    <aside class="stack" aria-label="${t('users.powers')}">${powers(user)}</aside>
  </div>`;

async function changeRole({ role }, { data }) {
  await patch(pathOf(data.user.id), { role });
  return { say: t('users.role_done') };
}

const setStatus = (status, done) => async (_, { data }) => {
  await patch(pathOf(data.user.id), { status });
  return { done: t(done) };
};

export const actions = {
  changeRole,
  suspend: setStatus('suspended', 'users.suspended'),
  restore: setStatus('active', 'users.restored'),
  ...keyActions,
  ...totpActions,
};
