/* Messages by WhatsApp, SMS and e-mail: what waits, what failed, and sending again. */
import { get, post, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { has, t } from '../../lib/i18n.js';
import { number } from '../../lib/format.js';
import { messageBadge } from '../../components/badge.js';
import { filterLinks } from '../../components/filters.js';
import { icon } from '../../components/icon.js';
import { ago } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton, table } from '../../components/table.js';

const PATH = '/admin/messages';
const STATES = ['queued', 'dead', 'sent'];

export const title = () => t('messages.title');

const listPath = (query, cursor) =>
  withQuery(PATH, { status: query.get('status'), limit: 50, cursor });

export const load = ({ query }) => get(listPath(query));

const kind = one => (has(`template.${one.template}`) ? t(`template.${one.template}`)
  : one.template);

const again = one => one.status === 'dead' && html`
  <form data-action="again" data-key="${one.id}" data-problems="toast">
    <input type="hidden" name="id" value="${one.id}">
    <button class="button button--small">${icon('send')} ${t('messages.again')}
      <span class="unseen">${one.to}</span></button>
  </form>`;

const state = one => html`${messageBadge(one.status)}
  ${one.last_error && html`<span class="under break">${one.last_error}</span>`}
  ${one.next_at && one.attempts > 0
    && html`<span class="under">${t('messages.next')} ${ago(one.next_at)}</span>`}`;

const columns = () => [
  {
    label: t('messages.to'), isHead: true,
    cell: one => html`<span class="break">${one.to}</span>
      <span class="under">${t(`channel.${one.channel}`)}</span>`,
  },
  { label: t('messages.kind'), cell: kind },
  { label: t('messages.status'), cell: state },
  { label: t('messages.attempts'), isNumber: true, cell: one => number(one.attempts) },
  { label: t('messages.when'), cell: one => ago(one.sent_at ?? one.created_at) },
  { label: t('messages.actions'), isActions: true, cell: again },
];

const states = () => [['', t('list.all')], ...STATES.map(one => [one, t(`message.${one}`)])];

const nothing = query => emptyState({
  name: 'mail', title: t('messages.none'),
  text: query.get('status') === 'dead' ? t('messages.none_dead') : '',
});

export const view = ({ data, meta }, { query }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('messages.title')}</h1><p>${t('messages.intro')}</p></div>
  </header>
  ${filterLinks({ path: PATH, query, name: 'status', values: states(), keeps: [] })}
  ${data.length
    ? table({ caption: t('messages.title'), columns: columns(), rows: data }) : nothing(query)}
  ${moreButton(meta)}`;

async function sendAgain({ id }) {
  await post(`${PATH}/${encodeURIComponent(id)}/send`);
  return { say: t('messages.again_done') };
}

const more = async ({ cursor }, { query, data }) =>
  ({ data: appended(data, await get(listPath(query, cursor))) });

export const actions = { again: sendAgain, more };
