/* Where the account is signed in, and ending what the reader does not recognise. */
import { del, get } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { end } from '../../lib/session.js';
import { accountTabs } from '../../components/account-tabs.js';
import { plainBadge } from '../../components/badge.js';
import { icon } from '../../components/icon.js';
import { ago, moment } from '../../components/moment.js';
import { appended, moreButton } from '../../components/table.js';

const BROWSERS = [['Edg/', 'Edge'], ['OPR/', 'Opera'], ['SamsungBrowser/', 'Samsung Internet'],
  ['Firefox/', 'Firefox'], ['Chrome/', 'Chrome'], ['Safari/', 'Safari']];
const SYSTEMS = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'],
  ['Windows', 'Windows'], ['Mac OS X', 'macOS'], ['CrOS', 'ChromeOS'], ['Linux', 'Linux']];

const named = (list, agent) => list.find(([sign]) => agent.includes(sign))?.[1];

/* 'Chrome, Android' from what the browser says of itself; other programs by their own name. */
function deviceOf({ user_agent: agent = '' }) {
  const browser = named(BROWSERS, agent);
  const system = named(SYSTEMS, agent);
  if (browser && system) return t('sessions.browser_on', { browser, system });
  return agent.split(/[\s(]/)[0] || t('sessions.unknown_device');
}

const isPhone = ({ user_agent: agent = '' }) => /Mobile|Android|iPhone/.test(agent);

export const title = () => t('sessions.title');

export const load = () => get('/sessions');

const revokeForm = session => html`
  <form data-action="${session.current ? 'leave' : 'revoke'}" data-key="${session.id}"
        data-problems="toast" data-confirm="${t('sessions.ask')}"
        data-confirm-text="${t('sessions.ask_text', { device: deviceOf(session) })}">
    <input type="hidden" name="id" value="${session.id}">
    <button class="button button--small button--danger">${t('sessions.revoke')}
      <span class="unseen">${deviceOf(session)}, ${session.ip}</span></button>
  </form>`;

const sessionItem = session => html`
  <li class="session">
    <span class="session-sign">${icon(isPhone(session) ? 'phone' : 'laptop')}</span>
    <div>
      <h2>${deviceOf(session)}
        ${session.current && plainBadge('good', 'check', t('sessions.this'))}</h2>
      <p class="soft less">${t('sessions.ip')} ${session.ip} · ${t('sessions.last_used')}
        ${ago(session.last_used_at)}</p>
      <p class="soft less">${t('sessions.since')} ${moment(session.created_at)}</p>
    </div>
    ${!session.current && revokeForm(session)}
  </li>`;

export const view = ({ data, meta }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('sessions.title')}</h1><p>${t('sessions.intro')}</p></div>
  </header>
  ${accountTabs('/profile/sessions')}
  <ul class="card sessions">${data.map(sessionItem)}</ul>
  ${moreButton(meta)}`;

async function revoke({ id }) {
  await del(`/sessions/${encodeURIComponent(id)}`);
  return { say: t('sessions.revoked') };
}

async function leave() {
  await end();
  return { go: '/sign-in' };
}

async function more({ cursor }, { data }) {
  return { data: appended(data, await get(`/sessions?cursor=${encodeURIComponent(cursor)}`)) };
}

export const actions = { revoke, leave, more };
