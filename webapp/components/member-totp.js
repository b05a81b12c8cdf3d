// @ts-check
/* A member's TOTP as an admin sees it, and the reset after a call to the helpdesk. */
import { get, post } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { plainBadge } from './badge.js';
import { askNote } from './form-dialog.js';
import { icon } from './icon.js';
import { moment } from './moment.js';

const BADGES = {
  none: ['gone', 'minus'], pending: ['warn', 'clock'], active: ['good', 'check'],
};

const badge = ({ state }) => plainBadge(...BADGES[state], t(`member_totp.${state}`));

const planned = dueAt => html`
  <p class="note note--warn">${icon('clock')}<span>${t('member_totp.planned')} ${moment(dueAt)}.
    ${t('member_totp.planned_text')}</span></p>`;

const resetForm = () => html`
  <form data-action="resetTotp" data-problems="toast">
    <button class="button button--danger">${icon('undo')} ${t('member_totp.reset')}</button>
  </form>`;

/** The card; `isOwn`: nobody resets their own here. */
export const totpCard = ({ totp }, isOwn = false) => html`
  <section class="card stack" aria-labelledby="member-totp">
    <h2 id="member-totp">${t('member_totp.title')}</h2>
    <p>${badge(totp)}</p>
    <p class="soft">${t(`member_totp.is_${totp.state}`)}</p>
    ${totp.reset_due_at && planned(totp.reset_due_at)}
    ${totp.state === 'active' && !totp.reset_due_at && !isOwn && resetForm()}
  </section>`;

/* What the present delay means, in a sentence. */
const whenText = hours =>
  (hours > 0 ? t('member_totp.later', { count: hours }) : t('member_totp.at_once'));

async function resetTotp(_, { data: { user } }) {
  const settings = (await get('/admin/settings')).data;
  const reason = await askNote({
    title: t('member_totp.ask', { name: user.name || user.username }),
    text: `${t('member_totp.ask_text')} ${whenText(Number(settings['totp.reset_delay']))}`,
    yes: t('member_totp.reset'), label: t('member_totp.reason'), hint: t('member_totp.reason_hint'),
    maxlength: 500,
  });
  if (reason === null) return { stay: true };
  const path = `/admin/users/${encodeURIComponent(user.id)}/totp-reset`;
  const { due_at: dueAt } = (await post(path, { reason })).data;
  const isDue = new Date(dueAt).getTime() <= Date.now();
  return { done: t(isDue ? 'member_totp.done' : 'member_totp.done_planned') };
}

/** What its button does, for the page's actions. */
export const totpActions = { resetTotp };
