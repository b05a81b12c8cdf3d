// @ts-check
/* A member's API keys as an admin sees them: deactivating needs a note, which the member reads. */
import { post } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { environmentTag, keyBadge, plainBadge } from './badge.js';
import { askNote } from './form-dialog.js';
import { icon } from './icon.js';
import { ago } from './moment.js';
import { table } from './table.js';

const form = (key, name, look, confirm = html``) => html`
  <form data-action="${name}" data-key="${key.id}" data-problems="toast" ${confirm}>
    <input type="hidden" name="id" value="${key.id}">
    <input type="hidden" name="label" value="${key.label}">
    <button class="button button--small ${look}">${t(`member_keys.${name}`)}
      <span class="unseen">${key.label}</span></button>
  </form>`;

const asked = key => html`data-confirm="${t('member_keys.unblock_ask', { label: key.label })}"
  data-confirm-text="${t('member_keys.unblock_text')}"`;

const button = key => {
  if (key.blocked) return form(key, 'unblock', '', asked(key));
  return key.status === 'active' && form(key, 'block', 'button--danger');
};

const state = key => html`${keyBadge(key.status)}
  ${key.blocked && plainBadge('bad', 'lock', t('member_keys.blocked'))}
  ${key.expired && plainBadge('gone', 'clock', t('member_keys.expired'))}`;

const columns = () => [
  {
    label: t('member_keys.label'), isHead: true,
    cell: key => html`${key.label}<span class="under"><code>${key.head}…</code></span>`,
  },
  { label: t('member_keys.environment'), cell: key => environmentTag(key.environment) },
  { label: t('member_keys.status'), cell: state },
  {
    label: t('member_keys.last_used'),
    cell: key => html`${ago(key.last_used_at)}
      ${key.last_used_ip && html`<span class="under">${key.last_used_ip}</span>`}`,
  },
  { label: t('member_keys.actions'), isActions: true, cell: button },
];

export const keyTable = keys =>
  table({ caption: t('member_keys.of'), columns: columns(), rows: keys });

async function block({ id, label }) {
  const note = await askNote({
    title: t('member_keys.block_ask', { label }), text: t('member_keys.block_text'),
    yes: t('member_keys.block'),
  });
  if (note === null) return { stay: true };
  await post(`/admin/keys/${encodeURIComponent(id)}/deactivate`, { note });
  return { done: t('member_keys.block_done') };
}

async function unblock({ id }) {
  await post(`/admin/keys/${encodeURIComponent(id)}/activate`);
  return { done: t('member_keys.unblock_done') };
}

/** What the buttons of the table do, for the page's actions. */
export const keyActions = { block, unblock };
