/* The audit log: who did what to whom, filtered, and as CSV. */
import { get, Problem, query as withQuery } from '../../lib/api.js';
import { download } from '../../lib/download.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { actionWords, auditRow } from '../../components/audit-row.js';
import { field, select } from '../../components/field.js';
import { icon } from '../../components/icon.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton } from '../../components/table.js';

const PATH = '/admin/audit';
const FILTERS = ['action', 'actor', 'subject', 'from', 'to'];

/* What the log tells of, in the order of a portal's day. */
const ACTIONS = [
  'account.sign_up', 'account.create', 'account.verify', 'account.update', 'account.rename',
  'account.contact_begin', 'account.phone', 'account.email', 'account.role', 'account.suspend',
  'account.restore', 'session.begin', 'session.end', 'session.end_others', 'session.reuse',
  'session.step_up', 'session.step_up_failed', 'otp.locked', 'password.change', 'password.reset',
  'totp.enable', 'totp.disable', 'totp.guessed', 'totp.reset_request', 'totp.reset',
  'totp.reset_plan', 'totp.reset_cancel', 'recovery.renew', 'recovery.use', 'device.pair',
  'device.leave', 'device.remove', 'approval.approve', 'approval.decline', 'approval.report',
  'approval.lock',
  'institution.validate', 'institution.reject', 'bundle.create', 'bundle.update', 'bundle.publish',
  'bundle.deprecate', 'bundle.retire', 'bundle.delete', 'version.add', 'version.replace',
  'version.current', 'version.deprecate', 'version.upstreams', 'version.retire',
  'version.delete', 'endpoint.add', 'endpoint.change', 'endpoint.delete', 'request.submit',
  'request.revise_ask', 'request.revise', 'request.approve', 'request.reject',
  'request.withdraw', 'request.revoke', 'key.create', 'key.update', 'key.activate',
  'key.deactivate', 'key.rotate', 'key.delete', 'key.block', 'key.unblock', 'message.send_again',
  'message.send_all_again', 'message.test', 'template.edit', 'template.restore',
  'settings.change',
];

export const title = () => t('audit.title');

const asked = query => Object.fromEntries(FILTERS.map(name => [name, query.get(name)]));

const listPath = (query, cursor) => withQuery(PATH, { ...asked(query), limit: 50, cursor });

const nameOf = async id => {
  try {
    const { data } = await get(`/admin/users/${encodeURIComponent(id)}`);
    return [id, data.username];
  } catch (error) {
    if (error instanceof Problem) return [id, id];   // the account is gone; its id stays
    throw error;
  }
};

/* The names of the accounts that rows are about; those nobody told us yet are asked for once. */
async function withNames(rows, known = new Map()) {
  const told = rows.filter(row => row.actor_name).map(row => [row.actor, row.actor_name]);
  const names = new Map([...known, ...told]);
  const ids = new Set(rows.map(row => row.subject)
    .filter(id => id?.startsWith('usr_') && !names.has(id)));
  return new Map([...names, ...await Promise.all([...ids].map(nameOf))]);
}

export async function load({ query }) {
  const list = await get(listPath(query));
  return { ...list, names: await withNames(list.data) };
}

const actionChoices = () => ACTIONS.map(action => [action, actionWords(action)])
  .sort(([, one], [, other]) => one.localeCompare(other));

const day = (name, query) => field({
  name, label: t(`audit.${name}`), type: 'date', value: query.get(name) ?? '',
});

const filters = (query, names) => html`
  <form class="filters" role="search" action="${to(PATH)}">
    ${select({
      name: 'action', label: t('audit.action'), options: actionChoices(), empty: t('list.all'),
      value: query.get('action') ?? '',
    })}
    ${day('from', query)}${day('to', query)}
    ${field({
      name: 'subject', label: t('audit.subject'), value: query.get('subject') ?? '',
      placeholder: 'req_…', maxlength: 80,
    })}
    ${query.get('actor') && html`<input type="hidden" name="actor" value="${query.get('actor')}">`}
    <div class="actions">
      <button class="button button--primary">${icon('filter')} ${t('audit.filter')}</button>
    </div>
  </form>
  ${query.get('actor') && onlyActor(query, names)}`;

const onlyActor = (query, names) => html`
  <p class="note">${icon('person')}<span>${t('audit.of_actor',
    { name: names.get(query.get('actor')) ?? query.get('actor') })}
    <a href="${to(withQuery(PATH, { ...asked(query), actor: '' }))}">${t('audit.all_actors')}</a>
  </span></p>`;

const csv = () => html`
  <form data-action="csv" data-problems="toast">
    <button class="button">${icon('download')} ${t('audit.csv')}</button></form>`;

const nothing = () => emptyState({
  name: 'shield', title: t('audit.none'), text: t('audit.none_text'),
  action: html`<a class="button" href="${to(PATH)}">${t('audit.show_all')}</a>`,
});

export const view = ({ data, meta, names }, { query }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('audit.title')}</h1><p>${t('audit.intro')}</p></div>
    ${csv()}
  </header>
  ${filters(query, names)}
  ${data.length
    ? html`<ol class="card audit">${data.map(row => auditRow(row, names))}</ol>` : nothing()}
  ${moreButton(meta)}`;

async function more({ cursor }, { query, data }) {
  const next = await get(listPath(query, cursor));
  const names = await withNames(next.data, data.names);
  return { data: { ...appended(data, next), names } };
}

async function saveCsv(_, { query }) {
  const today = new Date().toISOString().slice(0, 10);
  await download(withQuery('/admin/audit.csv', asked(query)), `audit-${today}.csv`);
  return { stay: true };
}

export const actions = { more, csv: saveCsv };
