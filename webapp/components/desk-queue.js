// @ts-check
/* The queue of the review desk: whose turn it is, and how long they have waited. */
import { query as withQuery } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { areShortcutsOn } from '../lib/shortcuts.js';
import { requestBadge } from './badge.js';
import { icon } from './icon.js';
import { ago } from './moment.js';
import { emptyState } from './state.js';
import { moreButton } from './table.js';

const DESK = '/admin/requests';
const STATES = ['submitted', 'revision_requested', 'approved', 'rejected', 'revoked', 'withdrawn'];

/** The state that is asked for: those that wait for a decision unless another is chosen. */
export const stateAsked = query => query.get('status') ?? 'submitted';

/** The address of a request at the desk, keeping the search and filter. */
export const deskPath = (id, query) => withQuery(`${DESK}${id ? `/${id}` : ''}`,
  { q: query.get('q'), status: query.get('status') });

/** The id behind or before `id` in the queue; the first one when `id` is not in it. */
export function neighbour(queue, id, step) {
  const at = queue.findIndex(request => request.id === id);
  if (at < 0) return queue[0]?.id ?? null;
  return queue[at + step]?.id ?? null;
}

const item = (request, chosen, query) => html`
  <li><a class="queue-item" href="${to(deskPath(request.id, query))}"
         ${request.id === chosen && html`aria-current="true"`}>
    <b>${request.application_name}</b>
    <span class="queue-bundle">${request.bundle_name}</span>
    <span class="queue-who">${request.member.institution?.name || request.member.name}</span>
    <span class="queue-foot">${icon('clock')} ${ago(request.waiting_since)}
      ${stateAsked(query) !== request.status && requestBadge(request.status)}</span>
  </a></li>`;

const nothing = query => emptyState({
  name: 'check',
  title: query.get('q') ? t('desk.none_found') : t('desk.none'),
  text: query.get('q') ? t('desk.none_found_text') : t('desk.none_text'),
});

const key = (name, ...words) => html`
  <div><dt>${words.map(word => html`<kbd>${word}</kbd> `)}</dt><dd>${t(name)}</dd></div>`;

const help = () => html`
  <details class="desk-help">
    <summary>${t('desk.keys')}</summary>
    <dl>
      ${key('desk.key_next', 'J')}${key('desk.key_before', 'K')}${key('desk.key_arrows', '↓', '↑')}
      ${key('desk.key_approve', 'A')}${key('desk.key_revise', 'R')}${key('desk.key_reject', 'X')}
      ${key('desk.key_send', 'Ctrl', 'Enter')}
    </dl>
    <form data-action="shortcuts">
      <label class="desk-switch" for="keys-on">
        <input type="checkbox" id="keys-on" name="on" value="true" data-submit
               ${areShortcutsOn() && html`checked`}> ${t('desk.keys_on')}</label>
    </form>
  </details>`;

const states = () => [...STATES.map(one => [one, t(`request.${one}`)]), ['all', t('list.all')]];

const stateChoice = query => html`
  <label class="unseen" for="status">${t('list.filter')}</label>
  <select id="status" name="status" data-submit>
    ${states().map(([value, text]) => html`
      <option value="${value}"${value === stateAsked(query) && html` selected`}>${text}</option>`)}
  </select>`;

const filters = query => html`
  <form class="queue-filters" role="search" action="${to(DESK)}">
    <div class="search-box">
      <label class="unseen" for="q">${t('desk.search')}</label>${icon('search')}
      <input type="search" id="q" name="q" value="${query.get('q') ?? ''}" maxlength="100"
             placeholder="${t('desk.search_hint')}" autocomplete="off">
    </div>
    ${stateChoice(query)}
  </form>`;

/** The column on the left. */
export const queue = ({ data, meta }, chosen, query) => html`
  <section class="queue" aria-labelledby="queue">
    <h2 id="queue">${t('desk.queue')} <span class="queue-count">${meta?.total ?? data.length}</span>
    </h2>
    ${filters(query)}
    ${data.length
      ? html`<ol class="queue-list">${data.map(one => item(one, chosen, query))}</ol>`
      : nothing(query)}
    ${moreButton(meta)}
    ${help()}
  </section>`;
