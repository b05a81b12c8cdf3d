/* Where the account is signed in, and ending what the reader does not recognise. */
import { del, get } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { accountTabs } from '../../components/account-tabs.js';
import { plainBadge } from '../../components/badge.js';
import { icon } from '../../components/icon.js';
import { ago, moment } from '../../components/moment.js';

const deviceOf = ({ device }) => device || t('sessions.unknown_device');

const isPhone = ({ device }) => /Android|iPhone|iPad/.test(device);

/* The words of RFC 8176 that tell a reader something. */
const AMR = ['pwd', 'otp', 'swk', 'hwk'];

const wayOf = ({ amr }) => amr.filter(word => AMR.includes(word))
  .map((word, i) => html`${i ? ' + ' : ' · '}${t(`sessions.amr_${word}`)}`);

export const title = () => t('sessions.title');

/* The one at hand comes first. */
export async function load() {
  const { data, ...rest } = await get('/sessions');
  return { ...rest, data: [...data].sort((a, b) => Number(b.current) - Number(a.current)) };
}

const revokeForm = session => html`
  <form data-action="revoke" data-key="${session.id}"
        data-problems="toast" data-confirm="${t('sessions.ask')}"
        data-confirm-text="${t('sessions.ask_text', { device: deviceOf(session) })}">
    <input type="hidden" name="id" value="${session.id}">
    <button class="button button--small">${t('sessions.revoke')}
      <span class="unseen">${deviceOf(session)}, ${session.ip}</span></button>
  </form>`;

const sessionItem = session => html`
  <li class="session">
    <span class="disc">${icon(isPhone(session) ? 'phone' : 'laptop')}</span>
    <div>
      <h2>${deviceOf(session)}
        ${session.current && plainBadge('good', 'check', t('sessions.this'))}</h2>
      <p class="soft less">${t('sessions.ip')} ${session.ip} · ${t('sessions.last_used')}
        ${ago(session.last_used_at)}</p>
      <p class="soft less">${t('sessions.since')} ${moment(session.created_at)}${wayOf(session)}</p>
    </div>
    ${!session.current && revokeForm(session)}
  </li>`;

const othersForm = () => html`
  <form data-action="revokeOthers" data-problems="toast" data-confirm="${t('sessions.ask_others')}"
        data-confirm-text="${t('sessions.ask_others_text')}">
    <button class="button button--danger">${icon('power')} ${t('sessions.revoke_others')}</button>
  </form>`;

export const view = ({ data }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('sessions.title')}</h1><p>${t('sessions.intro')}</p></div>
    ${data.length > 1 && othersForm()}
  </header>
  ${accountTabs('/profile/sessions')}
  <ul class="card sessions">${data.map(sessionItem)}</ul>`;

async function revoke({ id }) {
  await del(`/sessions/${encodeURIComponent(id)}`);
  return { say: t('sessions.revoked') };
}

async function revokeOthers() {
  const { data: { ended } } = await del('/sessions');
  return { say: t('sessions.revoked_others', { count: ended }) };
}

export const actions = { revoke, revokeOthers };
