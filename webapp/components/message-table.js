// @ts-check
/* Messages as rows: to whom, about what, how they stand, and sending one again. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { messageBadge, plainBadge } from './badge.js';
import { icon } from './icon.js';
import { kindOf, reasonOf } from './message-words.js';
import { ago } from './moment.js';
import { table } from './table.js';

/** The button that sends one again; nothing for one that is of no use any more. */
export const againForm = one => one.may_go_again && html`
  <form data-action="again" data-key="${one.id}" data-problems="toast"
        ${one.is_in_doubt && html`data-confirm="${t('messages.again_doubt')}"`}>
    <input type="hidden" name="id" value="${one.id}">
    <button class="button button--small">${icon('send')} ${t('messages.again')}
      <span class="unseen">${one.to}</span></button>
  </form>`;

/** How it stands, why, and what comes next. */
export const messageState = one => html`${messageBadge(one.status)}
  ${one.is_in_doubt && plainBadge('warn', 'question', t('messages.doubt'))}
  ${one.last_error && html`<span class="under break">${reasonOf(one.last_error)}</span>`}
  ${one.has_stand_in && html`<span class="under">${t('messages.went_on')}</span>`}
  ${one.attempts > 1 && html`
    <span class="under">${t('messages.tries', { count: one.attempts })}</span>`}
  ${one.next_at && one.attempts > 0
    && html`<span class="under">${t('messages.next')} ${ago(one.next_at)}</span>`}`;

const columns = () => [
  {
    label: t('messages.to'), isHead: true,
    cell: one => html`
      <a class="message-to break" href="${to(`/admin/messages/${encodeURIComponent(one.id)}`)}">
        ${one.to}</a>
      <span class="under">${t(`channel.${one.channel}`)}</span>
      ${one.fallback_of && html`<span class="under">${t('messages.stands_in')}</span>`}`,
  },
  { label: t('messages.kind'), cell: one => kindOf(one.template) },
  { label: t('messages.status'), cell: messageState },
  { label: t('messages.when'), cell: one => ago(one.sent_at ?? one.created_at) },
  { label: t('messages.actions'), isActions: true, cell: againForm },
];

export const messageTable = (caption, rows) => table({ caption, columns: columns(), rows });
