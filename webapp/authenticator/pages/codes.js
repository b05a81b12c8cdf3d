// @ts-check
/* The codes: every account with the code of this moment and how long it stands. */
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { icon } from '../../components/icon.js';
import { emptyState } from '../../components/state.js';
import { codeText, startCodes } from '../components/code.js';
import { accounts } from '../lib/accounts.js';
import { minutesWrong } from '../lib/clock.js';
import { canInstall, install, mustInstallByHand, onInstall } from '../lib/install.js';
import { nameOf } from '../lib/names.js';
import { onNews, trouble } from '../lib/watch.js';
import { reload } from '../frame.js';

export const title = () => t('code_list.title');

export const load = accounts;

const note = (tone, sign, text) => html`
  <p class="note note--${tone}">${icon(sign)}<span>${text}</span></p>`;

const accountPath = ({ id }) => to(`/authenticator/account/${id}`);

const row = account => html`
  <li class="account ${account.refusedAt ? 'account--refused' : ''}">
    <div class="account-head">
      <h2><span class="account-issuer">${account.issuer || t('account.no_issuer')}</span>
        <span class="account-name">${account.name}</span></h2>
      <a class="button button--quiet button--icon" href="${accountPath(account)}">
        ${icon('dots')}
        <span class="unseen">${t('code_list.manage', { account: nameOf(account) })}</span></a>
    </div>
    ${account.refusedAt && note('bad', 'alert', t('code_list.refused'))}
    ${codeText(account)}
  </li>`;

/* What goes wrong with the portal concerns only those who approve there. */
const troubleNote = all => {
  const isConcerned = trouble() && all.some(one => one.deviceId && !one.refusedAt);
  if (!isConcerned) return '';
  return note('warn', 'offline',
    t(trouble().code === 'offline' ? 'code_list.offline' : 'code_list.trouble'));
};

const clockNote = () => minutesWrong() > 0
  && note('warn', 'clock', t('code_list.clock', { count: minutesWrong() }));

const installForm = () => html`
  <form data-action="install" class="note account-install">
    ${icon('phone')}<span>${t('install.text')}</span>
    <button class="button button--small">${t('install.button')}</button>
  </form>`;

const installNote = () =>
  (canInstall() ? installForm() : mustInstallByHand() && note('info', 'phone', t('install.ios')));

const addLink = () => html`
  <a class="button button--primary" href="${to('/authenticator/add')}">
    ${icon('plus')} ${t('code_list.add')}</a>`;

const nothing = () => emptyState({
  name: 'shield', title: t('code_list.empty'), text: t('code_list.empty_text'),
  action: html`
    <a class="button button--primary" href="${to('/authenticator/scan')}">
      ${icon('camera')} ${t('code_list.scan')}</a>
    <a class="button" href="${to('/authenticator/add')}">${t('code_list.other_ways')}</a>`,
});

export const view = all => html`
  <div class="stack narrow">
    <header class="page-head"><h1 tabindex="-1">${t('code_list.title')}</h1>
      ${all.length > 0 && addLink()}</header>
    ${troubleNote(all)}${clockNote()}${installNote()}
    ${all.length ? html`<ul class="accounts">${all.map(row)}</ul>` : nothing()}
  </div>`;

export const actions = { install };

export function ready(main, { data }) {
  const ends = [startCodes(main, data), onNews(reload), onInstall(reload)];
  return () => ends.forEach(end => end());
}
