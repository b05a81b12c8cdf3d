/* Notifications: newest first, what is unread stands out. */
import { get, post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { below, to } from '../../lib/router.js';
import { requestLook } from '../../components/badge.js';
import { icon } from '../../components/icon.js';
import { ago } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { appended, moreButton } from '../../components/table.js';

/* Tone and icon by kind, else by what the kind is about. */
const SIGNS = {
  'request': ['info', 'inbox'], 'review': ['info', 'inbox'], 'bundle': ['warn', 'grid'],
  'key': ['warn', 'key'], 'institution.validated': ['good', 'building'],
  'institution.rejected': ['bad', 'building'], 'password': ['warn', 'lock'],
  'session': ['bad', 'shield'], 'totp': ['warn', 'shield'], 'recovery': ['warn', 'key'],
  'device': ['warn', 'phone'], 'approval': ['bad', 'shield'], 'phone': ['warn', 'phone'],
  'role': ['info', 'person'],
};

function signOf(kind) {
  const [about, what] = kind.split('.');
  const request = about === 'request' && requestLook(what);
  return request || SIGNS[kind] || SIGNS[about] || ['info', 'bell'];
}

export const title = () => t('notifications.title');

export const load = () => get('/notifications');

const sign = ([tone, name]) =>
  html`<span class="disc disc--${tone}">${icon(name)}</span>`;

const body = note => html`
  ${sign(signOf(note.kind))}
  <span class="notice-text">
    <b>${note.title}</b><br>
    <span>${note.body}</span><br>
    <span class="soft less">
      ${!note.read && html`<span class="notice-new">${t('notifications.new')}</span>`}
      ${ago(note.created_at)}</span>
  </span>`;

/* Opening one reads it, so it is a form rather than a link. */
const notice = note => html`
  <li>
    <form data-action="open" data-key="${note.id}" data-problems="toast">
      <input type="hidden" name="id" value="${note.id}">
      <input type="hidden" name="link" value="${note.link ?? ''}">
      <button class="notice" data-state="${note.read ? 'read' : 'new'}">${body(note)}</button>
    </form>
  </li>`;

const readAll = () => html`
  <form data-action="readAll" data-problems="toast">
    <button class="button" id="read-all">${icon('check')} ${t('notifications.read_all')}</button>
  </form>`;

const nothing = () => emptyState({
  name: 'bell', title: t('notifications.none'), text: t('notifications.none_text'),
  action: html`<a class="button" href="${to('/')}">${t('state.home')}</a>`,
});

export const view = ({ data, meta }) => html`
  <header class="page-head">
    <h1 tabindex="-1">${t('notifications.title')}</h1>
    ${data.some(note => !note.read) && readAll()}
  </header>
  ${data.length ? html`<ul class="card notices">${data.map(notice)}</ul>` : nothing()}
  ${moreButton(meta)}`;

/* Only addresses of this app are followed. */
function pathOf(link) {
  if (!link) return null;
  const url = new URL(link, location.origin);
  if (url.origin !== location.origin) return null;
  return below(url.pathname) + url.search;
}

async function open({ id, link }) {
  await post('/notifications/read', { ids: [id] });
  const path = pathOf(link);
  return path ? { go: path } : {};
}

async function readEverything() {
  await post('/notifications/read', { all: true });
}

async function more({ cursor }, { data }) {
  return { data: appended(data, await get(`/notifications?cursor=${encodeURIComponent(cursor)}`)) };
}

export const actions = { open, readAll: readEverything, more };
