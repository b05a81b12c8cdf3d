/* API keys: one row a key; activating, deactivating, rotating and deleting ask first. */
import { del, get, patch, post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { number } from '../../lib/format.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { open } from '../../lib/dialog.js';
import { environmentTag, keyBadge } from '../../components/badge.js';
import { select } from '../../components/field.js';
import { formDialog } from '../../components/form-dialog.js';
import { icon } from '../../components/icon.js';
import { showKey } from '../../components/key-once.js';
import { quotaUse } from '../../components/limit-card.js';
import { limitField, limitOf } from '../../components/limit-fields.js';
import { ago, moment } from '../../components/moment.js';
import { spark } from '../../components/spark.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton, table } from '../../components/table.js';

export const title = () => t('keys.title');

export const load = () => get('/keys');

/* Shown on a phone, where no pointer rests on the icon to learn its name. */
const word = name =>
  html`<span class="button-word" aria-hidden="true">${t(`keys.${name}_short`)}</span>`;

const action = (key, name, sign) => html`
  <form data-action="${name}" data-key="${key.id}" data-problems="toast"
        data-confirm="${t(`keys.${name}_ask`, { label: key.label })}"
        data-confirm-text="${t(`keys.${name}_text`)}">
    <input type="hidden" name="id" value="${key.id}">
    <button class="button button--icon" title="${t(`keys.${name}`)}">
      ${icon(sign, t(`keys.${name}_named`, { label: key.label }))}${word(name)}</button>
  </form>`;

const rotate = key => html`
  <form data-action="rotate" data-key="${key.id}" data-problems="toast">
    <input type="hidden" name="id" value="${key.id}">
    <input type="hidden" name="label" value="${key.label}">
    <button class="button button--icon" title="${t('keys.rotate')}">
      ${icon('refresh', t('keys.rotate_named', { label: key.label }))}${word('rotate')}</button>
  </form>`;

const LIMITS = ['rate_per_second', 'quota_per_day'];

const limit = key => html`
  <form data-action="limit" data-key="${key.id}" data-problems="toast">
    <input type="hidden" name="id" value="${key.id}">
    <button class="button button--icon" title="${t('limits.key_set')}">
      ${icon('gauge', t('limits.key_set_named', { label: key.label }))}<span
        class="button-word" aria-hidden="true">${t('limits.key_set_short')}</span></button>
  </form>`;

const lastCalls = key => html`
  <a class="button button--icon" href="${to(`/keys/${key.id}/calls`)}"
     title="${t('usage.calls_of_key')}">
    ${icon('list', t('usage.calls_of_key_named', { label: key.label }))}<span
      class="button-word" aria-hidden="true">${t('usage.calls_of_key_short')}</span></a>`;

const days = key => html`
  <a class="spark-link" href="${to(`/usage?range=30d&key=${key.id}`)}">
    <span class="unseen">${t('usage.spark_link', { label: key.label })}</span>
    ${spark(key.calls_by_day)}
    <span class="soft less" aria-hidden="true">${t('usage.spark_days',
      { count: key.calls_by_day.length })}</span></a>`;

const buttons = key => html`
  <div class="actions">
    ${lastCalls(key)}${limit(key)}${key.status === 'active'
      ? html`${rotate(key)}${action(key, 'deactivate', 'power')}`
      : html`${action(key, 'activate', 'check')}${action(key, 'remove', 'trash')}`}
  </div>`;

const expires = key => key.expires_at && html`
  <span class="under">${t('keys.expires')} ${moment(key.expires_at)}</span>`;

const ownLimits = key => html`
  ${key.rate_per_second && html`
    <span class="under">${t('limits.rate_per_second')}: ${number(key.rate_per_second)}</span>`}
  ${key.quota.day && quotaUse('day', key.quota.day)}`;

const columns = () => [
  {
    label: t('keys.label'), isHead: true,
    cell: key => html`${key.label}<span class="under"><code class="whole">${key.head}…</code></span>
      ${ownLimits(key)}`,
  },
  { label: t('keys.environment'), cell: key => environmentTag(key.environment) },
  { label: t('keys.status'), cell: key => html`${keyBadge(key.status)}${expires(key)}` },
  { label: t('keys.created'), cell: key => ago(key.created_at) },
  {
    label: t('keys.last_used'),
    cell: key => html`<span>${ago(key.last_used_at)}${days(key)}</span>`,
  },
  { label: t('keys.actions'), isActions: true, cell: buttons },
];

const newKey = () => html`
  <a class="button button--primary" href="${to('/keys/new')}">${icon('plus')}
    ${t('keys.create')}</a>`;

const nothing = () => emptyState({
  name: 'key', title: t('keys.none'), text: t('keys.none_text'), action: newKey(),
});

export const view = ({ data, meta }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('keys.title')}</h1><p>${t('keys.intro')}</p></div>
    ${data.length > 0 && newKey()}
  </header>
  ${data.length ? html`<div class="key-list">${
    table({ caption: t('keys.title'), columns: columns(), rows: data })}</div>` : nothing()}
  ${moreButton(meta)}`;

const GRACES = ['0', '3600', '86400', '604800'];

/* The dialog asks how long the old key goes on; '' when the reader turned back. */
async function askGrace(label) {
  let grace = '';
  const answer = await open(html`
    <form method="dialog" class="dialog-body">
      <h2 id="dialog-title">${t('keys.rotate_ask', { label })}</h2>
      <p>${t('keys.rotate_text')}</p>
      ${select({
        name: 'grace', label: t('keys.grace'), value: '86400', required: true,
        options: GRACES.map(value => [value, t(`keys.grace_${value}`)]),
      })}
      <div class="actions actions--end">
        <button class="button" value="">${t('dialog.cancel')}</button>
        <button class="button button--primary" value="yes">${t('dialog.yes')}</button>
      </div>
    </form>`, {
    className: 'dialog--small',
    onOpen: dialog => {
      const input = /** @type {HTMLSelectElement} */ (dialog.querySelector('#grace'));
      grace = input.value;
      input.addEventListener('change', () => { grace = input.value; });
    },
  });
  return answer === 'yes' ? grace : '';
}

async function rotateKey({ id, label }) {
  const grace = await askGrace(label);
  if (grace === '') return { stay: true };
  const { data } = await post(`/keys/${id}/rotate`, { grace_s: Number(grace) });
  await showKey(data);
  return {};
}

/* What the key itself may; the limits of each access hold beside it. */
async function limitKey({ id }, { data }) {
  const key = data.data.find(one => one.id === id);
  const values = await formDialog({
    title: t('limits.key_title', { label: key.label }), text: t('limits.key_text'),
    fields: html`${LIMITS.map(name => limitField(name, { value: key[name] }))}`,
    yes: t('limits.key_save'),
  });
  if (!values) return { stay: true };
  await patch(`/keys/${id}`,
    Object.fromEntries(LIMITS.map(name => [name, limitOf(values[name])])));
  return { done: t('limits.changed') };
}

const change = (verb, done) => async ({ id }) => {
  await post(`/keys/${id}/${verb}`);
  return { done: t(done) };
};

async function remove({ id }) {
  await del(`/keys/${id}`);
  return { done: t('keys.removed') };
}

async function more({ cursor }, { data }) {
  return { data: appended(data, await get(`/keys?cursor=${encodeURIComponent(cursor)}`)) };
}

export const actions = {
  activate: change('activate', 'keys.activated'),
  deactivate: change('deactivate', 'keys.deactivated'),
  rotate: rotateKey, limit: limitKey, remove, more,
};
