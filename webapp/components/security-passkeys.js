// @ts-check
/* Section of "Keamanan": the passkeys of the account. */
import { del, get, patch, post } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import {
  canHavePasskeys, forgetPasskey, isAtAddress, isOnThisDevice, makePasskey,
} from '../lib/webauthn.js';
import { plainBadge } from './badge.js';
import { field } from './field.js';
import { formDialog } from './form-dialog.js';
import { icon } from './icon.js';
import { ago, moment } from './moment.js';

const PASSKEYS_MAX = 20, LABEL_MAX = 60;

export const load = async () => (await get('/passkeys')).data;

const hidden = (name, value) => html`<input type="hidden" name="${name}" value="${value}">`;

const renameForm = ({ id, label }) => html`
  <form data-action="renamePasskey" data-key="rename-${id}" data-problems="toast">
    ${hidden('id', id)}${hidden('label', label)}
    <button class="button button--small">${t('passkeys.rename')}
      <span class="unseen">${label}</span></button>
  </form>`;

const removeForm = ({ id, label, credential_id: credential }) => html`
  <form data-action="removePasskey" data-key="remove-${id}" data-problems="toast"
        data-confirm="${t('passkeys.remove_ask', { label })}"
        data-confirm-text="${t('passkeys.remove_text')}"
        data-confirm-yes="${t('passkeys.remove_yes')}">
    ${hidden('id', id)}${hidden('credential', credential)}
    <button class="button button--small button--danger">${t('passkeys.remove')}
      <span class="unseen">${label}</span></button>
  </form>`;

const item = passkey => html`
  <li class="passkey">
    <span class="disc">${icon('key')}</span>
    <div>
      <h3>${passkey.label}
        ${isOnThisDevice(passkey.credential_id)
          && plainBadge('good', 'check', t('passkeys.here'))}
        ${passkey.backed_up && plainBadge('info', 'refresh', t('passkeys.synced'))}</h3>
      <p class="soft less">${t('passkeys.created')} ${moment(passkey.created_at)}</p>
      <p class="soft less">${t('passkeys.used')} ${ago(passkey.last_used_at)}</p>
    </div>
    <div class="actions">${renameForm(passkey)}${removeForm(passkey)}</div>
  </li>`;

/* On one's own machine the portal has a name, too. */
const namedHere = () => {
  const url = new URL(to('/profile/security'), location.href);
  url.hostname = 'localhost';
  return url.href;
};

const isLoopback = () => /^127\.|^\[::1\]$/.test(location.hostname);

const impossible = () => html`
  <p class="note passkey-note">${icon('info')}
    <span>${t(isAtAddress() ? 'passkeys.at_address' : 'passkeys.unsupported')}
      ${isLoopback() && html`<a href="${namedHere()}">${namedHere()}</a>`}</span></p>`;

const addForm = passkeys => {
  if (!canHavePasskeys()) return impossible();
  if (passkeys.length >= PASSKEYS_MAX) return html`<p>${t('passkeys.full')}</p>`;
  return html`
    <form data-action="addPasskey">
      <button class="button${passkeys.length === 0 && ' button--primary'}">
        ${icon('plus')} ${t('passkeys.add')}</button>
    </form>`;
};

export const view = passkeys => html`
  <section class="card stack" aria-labelledby="passkeys">
    <h2 id="passkeys">${t('passkeys.title')}</h2>
    <p class="soft">${t('passkeys.about')}</p>
    ${passkeys.length > 0
      ? html`<ul class="passkeys">${passkeys.map(item)}</ul>`
      : html`<p>${t('passkeys.none')}</p>`}
    ${addForm(passkeys)}
  </section>`;

/* ---- what its forms do */

const SYSTEMS = [['Android', 'Android'], ['iPhone', 'iPhone'], ['iPad', 'iPad'],
  ['Windows', 'Windows'], ['Mac OS', 'Mac'], ['CrOS', 'Chromebook'], ['Linux', 'Linux']];

const nameOfDevice = () =>
  SYSTEMS.find(([sign]) => navigator.userAgent.includes(sign))?.[1] ?? t('passkeys.title');

/* The name that the reader gives, or null. */
async function askName(title, value, text = '') {
  const values = await formDialog({
    title, text, yes: t(text ? 'passkeys.go_on' : 'form.save'),
    fields: field({
      name: 'label', id: 'passkey-label', label: t('passkeys.label'),
      hint: t('passkeys.label_hint'), value, required: true, maxlength: LABEL_MAX,
    }),
  });
  return values?.label ?? null;
}

async function add() {
  const { data: options } = await post('/passkeys/options');
  const label = await askName(t('passkeys.name'), nameOfDevice(), t('passkeys.name_text'));
  if (label === null) return { stay: true };
  await post('/passkeys', { label, passkey: await makePasskey(options) });
  return { say: t('passkeys.added') };
}

async function rename({ id, label }) {
  const next = await askName(t('passkeys.rename'), label);
  if (next === null) return { stay: true };
  await patch(`/passkeys/${encodeURIComponent(id)}`, { label: next });
  return { say: t('passkeys.renamed') };
}

async function remove({ id, credential }) {
  await del(`/passkeys/${encodeURIComponent(id)}`);
  forgetPasskey(credential);
  return { say: t('passkeys.removed') };
}

export const actions = { addPasskey: add, renamePasskey: rename, removePasskey: remove };
