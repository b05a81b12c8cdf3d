/* Where staff stand: what waits for them, and the way to each place. */
import { get } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { number } from '../../lib/format.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { may } from '../../lib/session.js';
import { ageChart, byAge } from '../../components/age-chart.js';
import { icon } from '../../components/icon.js';

const MANY = 100;

export const title = () => t('overview.title');

const counted = list =>
  ({ count: list.meta.total ?? list.data.length, isMore: Boolean(list.meta.next_cursor) });

const waiting = async path => counted(await get(path));

/* Each reader asks only for what their role may see. */
const asks = {
  desk: () => get(`/admin/requests?status=submitted&limit=${MANY}`),
  drafts: () => waiting('/admin/bundles?status=draft&limit=1'),
  institutions: () => waiting(`/admin/institutions?status=menunggu&limit=${MANY}`),
  messages: () => waiting(`/admin/messages?status=dead&limit=${MANY}`),
};
const WHO = { desk: 'reviewer', drafts: 'publisher', institutions: 'admin', messages: 'admin' };

export async function load() {
  const names = Object.keys(asks).filter(name => may(WHO[name]));
  const answers = await Promise.all(names.map(name => asks[name]()));
  return Object.fromEntries(names.map((name, i) => [name, answers[i]]));
}

const figure = ({ count, isMore }) => `${number(count)}${isMore && count >= MANY ? '+' : ''}`;

const card = ({ path, sign, label, text, waits = null }) => html`
  <li class="card tile">
    <h2><a href="${to(path)}">${icon(sign)} ${t(label)}</a></h2>
    ${waits && html`<p class="tile-figure"${waits.count > 0 && html` data-state="waits"`}>
      <b>${figure(waits)}</b> ${t(`${text}_waits`)}</p>`}
    <p class="soft">${t(text)}</p>
  </li>`;

const tiles = data => [
  { who: 'reviewer', path: '/admin/requests', sign: 'eye', label: 'place.desk',
    text: 'overview.desk', waits: data.desk && counted(data.desk) },
  { who: 'publisher', path: '/admin/bundles', sign: 'book', label: 'place.bundles',
    text: 'overview.bundles', waits: data.drafts },
  { who: 'publisher', path: '/admin/usage', sign: 'gauge', label: 'place.all_usage',
    text: 'overview.usage' },
  { who: 'admin', path: '/admin/institutions', sign: 'building', label: 'place.institutions',
    text: 'overview.institutions', waits: data.institutions },
  { who: 'admin', path: '/admin/messages', sign: 'mail', label: 'place.messages',
    text: 'overview.messages', waits: data.messages },
  { who: 'admin', path: '/admin/users', sign: 'people', label: 'place.users',
    text: 'overview.users' },
  { who: 'admin', path: '/admin/keys', sign: 'key', label: 'place.all_keys',
    text: 'overview.keys' },
  { who: 'admin', path: '/admin/audit', sign: 'shield', label: 'place.audit',
    text: 'overview.audit' },
  { who: 'admin', path: '/admin/settings', sign: 'gear', label: 'place.settings',
    text: 'overview.settings' },
].filter(tile => may(tile.who));

const ages = desk => desk?.data.length > 0 && html`
  <section class="card" aria-labelledby="ages">
    <h2 id="ages">${t('overview.ages')}</h2>
    ${ageChart(byAge(desk.data.map(request => request.age_s)))}
  </section>`;

export const view = data => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('overview.title')}</h1><p>${t('overview.intro')}</p></div>
  </header>
  <div class="stack">
    ${ages(data.desk)}
    <ul class="grid">${tiles(data).map(card)}</ul>
  </div>`;
