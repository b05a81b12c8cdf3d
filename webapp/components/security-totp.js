// @ts-check
/* Section of "Keamanan": TOTP, how it stands and what may be done about it. */
import { get, post } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { beginEnrolment, keepEnrolment } from '../lib/enrolment.js';
import { plainBadge } from './badge.js';
import { icon } from './icon.js';
import { ago, moment } from './moment.js';

export const load = async () => (await get('/totp')).data;

const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const stateBadge = ({ state }) => (state === 'active'
  ? plainBadge('good', 'check', t('totp.state_active'))
  : plainBadge('gone', 'minus', t('totp.state_none')));

const deviceOf = ({ device }) => (device
  ? html`${device.name}<br><span class="soft less">
      ${t('totp.paired')} ${moment(device.paired_at)} · ${t('totp.device_used')}
      ${ago(device.last_used_at)}</span>`
  : t('totp.other_app'));

const codesLeft = ({ recovery_codes_left: left }) => html`
  ${t('totp.codes_left', { count: left })}
  ${left < 3 && plainBadge('warn', 'alert', t('totp.codes_few'))}`;

const facts = totp => html`
  <dl class="facts">
    ${fact(t('acceptor.status'), stateBadge(totp))}
    ${totp.state === 'active' && html`
      ${fact(t('totp.since'), moment(totp.activated_at))}
      ${fact(t('totp.device'), deviceOf(totp))}
      ${fact(t('recovery.title'), codesLeft(totp))}`}
  </dl>`;

const planned = ({ reset_due_at: dueAt }) => dueAt && html`
  <div class="note note--warn planned">${icon('alert')}
    <div class="stack">
      <p>${t('totp.planned')} ${moment(dueAt)}. ${t('totp.planned_text')}</p>
      <form data-action="cancelReset">
        <button class="button button--danger">${t('totp.planned_cancel')}</button></form>
    </div>
  </div>`;

const enable = ({ policy }) => html`
  <p>${t(`totp.none_${policy}`)}</p>
  ${policy !== 'off' && html`
    <form data-action="enable">
      <button class="button button--primary">${icon('shield')} ${t('totp.enable')}</button>
    </form>`}`;

const change = () => html`
  <p class="actions">
    <a class="button" href="${to('/profile/security/recovery-codes')}">
      ${icon('refresh')} ${t('recovery.renew')}</a>
    <a class="button button--danger" href="${to('/profile/security/disable')}">
      ${icon('power')} ${t('totp.disable')}</a>
  </p>
  <p class="soft">${t('totp.other_device')}
    <a href="${to('/totp/reset-request')}">${t('sign_in.reset_totp')}</a></p>`;

export const view = totp => html`
  <section class="card stack" aria-labelledby="totp">
    <h2 id="totp">${t('totp.title')}</h2>
    <p class="soft">${t('totp.about')}</p>
    ${planned(totp)}
    ${facts(totp)}
    ${totp.state === 'active' ? change() : enable(totp)}
  </section>`;

async function begin() {
  keepEnrolment(await beginEnrolment());
  return { go: '/profile/security/totp' };
}

async function cancelReset() {
  await post('/totp/reset-cancel');
  return { say: t('totp.planned_cancelled') };
}

export const actions = { enable: begin, cancelReset };
