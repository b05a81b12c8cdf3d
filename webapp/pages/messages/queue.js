/* Messages by WhatsApp, SMS and e-mail: how the channels fare, what waits, what failed and why, and
 * sending again. */
import { get, post, query as withQuery } from '../../lib/api.js';
import { html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { field, select } from '../../components/field.js';
import { filterLinks } from '../../components/filters.js';
import { icon } from '../../components/icon.js';
import { budgetBars, channelCards } from '../../components/message-channels.js';
import { messageTable } from '../../components/message-table.js';
import { messageTabs } from '../../components/message-tabs.js';
import { CHANNELS, kindOf } from '../../components/message-words.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton } from '../../components/table.js';

const PATH = '/admin/messages';
const FILTERS = ['channel', 'template', 'to'];
const FAILED_FIRST = 5, LOOK_MS = 5000, PARTS_MAX = 40;

export const title = () => t('messages.title');

const asked = query => Object.fromEntries(FILTERS.map(name => [name, query.get(name)]));

const listPath = (query, more) =>
  withQuery(PATH, { ...asked(query), status: query.get('status'), limit: 50, ...more });

const channelsNow = async () => (await get('/admin/message-channels')).data;

const isPlain = query => !query.get('status') && FILTERS.every(name => !query.get(name));

/* Failures come first, where nothing else was asked for. */
const failedFirst = async query => (isPlain(query)
  ? (await get(withQuery(PATH, { status: 'dead', limit: FAILED_FIRST }))).data : []);

export async function load({ query }) {
  const [list, health, failed, templates] = await Promise.all([
    get(listPath(query)), channelsNow(), failedFirst(query), get('/admin/message-templates'),
  ]);
  const names = templates.data.filter(one => one.kind === 'message').map(one => one.name);
  return { ...list, health, failed, names };
}

const count = (health, member) => health.channels.reduce((sum, one) => sum + one[member], 0);

const states = health => [['', t('list.all')],
  ['queued', t('message.queued'), count(health, 'queued')],
  ['dead', t('message.dead'), count(health, 'dead')], ['sent', t('message.sent')]];

const filters = (query, names) => html`
  <form class="filters" action="${to(PATH)}">
    ${query.get('status') && html`
      <input type="hidden" name="status" value="${query.get('status')}">`}
    ${field({ name: 'to', label: t('messages.filter_to'), type: 'search', maxlength: 254,
      value: query.get('to') ?? '' })}
    ${select({ name: 'channel', label: t('messages.filter_channel'), empty: t('list.all'),
      value: query.get('channel') ?? '',
      options: CHANNELS.map(one => [one, t(`channel.${one}`)]) })}
    ${select({ name: 'template', label: t('messages.filter_template'), empty: t('list.all'),
      options: names.map(one => [one, kindOf(one)]), value: query.get('template') ?? '' })}
    <button class="button">${icon('filter')} ${t('messages.filter')}</button>
  </form>`;

const retryAll = query => html`
  <form data-action="retryAll" data-problems="toast" data-confirm="${t('messages.retry_ask')}"
        data-confirm-text="${t('messages.retry_text')}">
    ${['channel', 'template'].map(name => query.get(name)
      && html`<input type="hidden" name="${name}" value="${query.get(name)}">`)}
    <button class="button">${icon('refresh')} ${t('messages.retry_all')}</button>
    <progress max="1" hidden aria-label="${t('messages.retry_all')}"></progress>
  </form>`;

const failures = ({ failed, health }, query) => failed.length > 0 && html`
  <section class="stack failures" aria-labelledby="failures">
    <div class="section-head">
      <h2 id="failures">${t('messages.failed', { count: count(health, 'dead') })}</h2>
      ${retryAll(query)}
    </div>
    ${messageTable(t('messages.failed', { count: count(health, 'dead') }), failed)}
  </section>`;

const nothing = query => emptyState({
  name: 'mail', title: t('messages.none'),
  text: query.get('status') === 'dead' ? t('messages.none_dead') : '',
});

const list = ({ data, meta }, query) => html`
  <section class="stack" aria-labelledby="newest">
    <div class="section-head">
      <h2 id="newest">${t('messages.newest')}</h2>
      ${query.get('status') === 'dead' && data.length > 0 && retryAll(query)}
    </div>
    ${data.length ? messageTable(t('messages.title'), data) : nothing(query)}
    ${moreButton(meta)}
  </section>`;

export const view = (data, { query }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('messages.title')}</h1><p>${t('messages.intro')}</p></div>
  </header>
  ${messageTabs(PATH)}
  <section aria-labelledby="channels">
    <h2 class="unseen" id="channels">${t('channels.title')}</h2>
    <div data-part="channels">${channelCards(data.health.channels)}</div>
  </section>
  ${failures(data, query)}
  ${filterLinks({ path: PATH, query, name: 'status', values: states(data.health),
    keeps: FILTERS })}
  ${filters(query, data.names)}
  ${list(data, query)}
  ${budgetBars(data.health.budgets)}`;

async function sendAgain({ id }) {
  await post(`${PATH}/${encodeURIComponent(id)}/send`);
  return { say: t('messages.again_done') };
}

/* In parts, as long as a part moves anything. */
async function retryEach({ channel, template }, { progress }) {
  let done = 0;
  for (let i = 0; i < PARTS_MAX; i++) {
    const { data } = await post(`${PATH}/retry`, { channel, template });
    done += data.queued;
    progress(data.left ? done / (done + data.left) : 1);
    if (!data.queued || !data.left) break;
  }
  return { say: done ? t('messages.retry_done', { count: done }) : t('messages.retry_none') };
}

async function tryChannel({ channel }) {
  const { data } = await post(`${PATH}/test`, { channel });
  return { say: t('channels.testing'), go: `${PATH}/${encodeURIComponent(data.id)}` };
}

const more = async ({ cursor }, { query, data }) =>
  ({ data: appended(data, await get(listPath(query, { cursor }))) });

export const actions = { again: sendAgain, retryAll: retryEach, test: tryChannel, more };

/* The cards follow the queue while anything waits, unless somebody is using them. */
export function ready(main, { data }) {
  const place = main.querySelector('[data-part="channels"]');
  let health = data.health;
  const look = async () => {
    const isUsed = place.contains(document.activeElement);
    if (document.hidden || isUsed || !count(health, 'queued')) return;
    health = await channelsNow().catch(() => health);
    render(place, channelCards(health.channels));
  };
  const timer = setInterval(look, LOOK_MS);
  return () => clearInterval(timer);
}
