/* Institutions: each waits until an admin has checked whether it is who it says. */
import { get, post, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { has, t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { institutionBadge } from '../../components/badge.js';
import { filterLinks } from '../../components/filters.js';
import { askNote } from '../../components/form-dialog.js';
import { icon } from '../../components/icon.js';
import { ago } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton, table } from '../../components/table.js';

const PATH = '/admin/institutions';
const STATES = ['menunggu', 'tervalidasi', 'ditolak'];
const ALL = 'all';

export const title = () => t('institutions.title');

/* Those that wait, unless another state is asked for. */
const asked = query => query.get('status') ?? 'menunggu';

const listPath = (query, cursor) => withQuery(PATH,
  { status: asked(query) === ALL ? '' : asked(query), limit: 50, cursor });

export const load = ({ query }) => get(listPath(query));

const typeOf = type => (has(`institution_type.${type}`) ? t(`institution_type.${type}`) : type);

const member = one => html`
  <li><a href="${to(`/admin/users/${one.id}`)}">${one.username}</a>
    <span class="under break">${one.email}</span></li>`;

const hidden = one => html`
  <input type="hidden" name="id" value="${one.id}">
  <input type="hidden" name="name" value="${one.name}">`;

const validateForm = one => html`
  <form data-action="validate" data-key="${one.id}" data-problems="toast"
        data-confirm="${t('institutions.validate_ask', { name: one.name })}"
        data-confirm-text="${t('institutions.validate_text')}"
        data-confirm-yes="${t('institutions.validate')}">${hidden(one)}
    <button class="button button--small button--primary">${icon('check')}
      ${t('institutions.validate')} <span class="unseen">${one.name}</span></button>
  </form>`;

const rejectForm = one => html`
  <form data-action="reject" data-key="${one.id}" data-problems="toast">${hidden(one)}
    <button class="button button--small button--danger">${t('institutions.reject')}
      <span class="unseen">${one.name}</span></button>
  </form>`;

const buttons = one => html`
  <div class="actions">
    ${one.status !== 'tervalidasi' && validateForm(one)}
    ${one.status !== 'ditolak' && rejectForm(one)}
  </div>`;

const state = one => html`${institutionBadge(one.status)}
  ${one.note && html`<span class="under">${one.note}</span>`}`;

const columns = () => [
  {
    label: t('institutions.name'), isHead: true,
    cell: one => html`${one.name}<span class="under">${typeOf(one.type)}</span>`,
  },
  {
    label: t('institutions.members'),
    cell: one => html`<ul class="member-list">${one.members.map(member)}</ul>`,
  },
  { label: t('institutions.since'), cell: one => ago(one.created_at) },
  { label: t('institutions.status'), cell: state },
  { label: t('institutions.actions'), isActions: true, cell: buttons },
];

const states = () =>
  [...STATES.map(one => [one, t(`institution.${one}`)]), [ALL, t('list.all')]];

/* The filter shows what is asked for also where the address does not name it. */
const shownQuery = query => new URLSearchParams({ status: asked(query) });

const nothing = query => emptyState({
  name: 'building', title: t('institutions.none'),
  text: asked(query) === 'menunggu' ? t('institutions.none_text') : '',
});

export const view = ({ data, meta }, { query }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('institutions.title')}</h1><p>${t('institutions.intro')}</p></div>
  </header>
  ${filterLinks({ path: PATH, query: shownQuery(query), name: 'status', values: states(),
    keeps: [] })}
  ${data.length
    ? table({ caption: t('institutions.title'), columns: columns(), rows: data })
    : nothing(query)}
  ${moreButton(meta)}`;

async function validate({ id }) {
  await post(`${PATH}/${encodeURIComponent(id)}/validate`);
  return { done: t('institutions.validated') };
}

async function reject({ id, name }) {
  const note = await askNote({
    title: t('institutions.reject_ask', { name }), text: t('institutions.reject_text'),
    yes: t('institutions.reject'),
  });
  if (note === null) return { stay: true };
  await post(`${PATH}/${encodeURIComponent(id)}/reject`, { note });
  return { done: t('institutions.rejected') };
}

const more = async ({ cursor }, { query, data }) =>
  ({ data: appended(data, await get(listPath(query, cursor))) });

export const actions = { validate, reject, more };
