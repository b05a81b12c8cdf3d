/* One message: its way from channel to channel, and what became of it on each. */
import { get, post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { redraw } from '../../lib/page.js';
import { poll } from '../../lib/poll.js';
import { to } from '../../lib/router.js';
import { messageBadge, plainBadge } from '../../components/badge.js';
import { icon } from '../../components/icon.js';
import { againForm } from '../../components/message-table.js';
import { channelSign, kindOf, reasonOf } from '../../components/message-words.js';
import { ago, moment } from '../../components/moment.js';
import { number } from '../../lib/format.js';

const path = id => `/admin/messages/${encodeURIComponent(id)}`;

export const title = () => t('message.title');

export const load = async ({ params }) => (await get(path(params.id))).data;

/* Written → handed over → arrived → read, as far as it came; or where it ended. */
const stops = one => [
  ['pencil', 'written', one.created_at],
  ['send', 'handed', one.sent_at],
  ...one.status === 'dead' ? [['cross', 'failed', one.failed_at ?? one.created_at]]
    : [['check', 'arrived', one.delivered_at], ['eye', 'opened', one.read_at]],
];

const stop = ([sign, word, at]) => html`
  <li class="way-stop" data-state="${at ? 'sure' : 'maybe'}">
    <span class="way-stop-sign">${icon(sign)}</span>
    <span>${t(`message.${word}`)}
      <span class="under">${at ? moment(at) : '–'}</span></span></li>`;

const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const step = one => html`
  <li class="card stack">
    <div class="channel-head">
      <h2>${icon(channelSign(one.channel))} ${t(`channel.${one.channel}`)}</h2>
      <div class="state-line">${messageBadge(one.status)}
        ${one.is_in_doubt && plainBadge('warn', 'question', t('messages.doubt'))}</div>
    </div>
    ${one.fallback_of && html`<p class="soft">${t('messages.stands_in_for')}</p>`}
    <ol class="way-stops"
        aria-label="${t('message.way', { channel: t(`channel.${one.channel}`) })}">
      ${stops(one).map(stop)}</ol>
    <dl class="facts">
      ${fact(t('messages.to'), one.to)}
      ${fact(t('message.provider'), one.provider ?? t('message.no_provider'))}
      ${fact(t('messages.attempts'), number(one.attempts))}
      ${one.next_at && fact(t('message.next'), ago(one.next_at))}
      ${one.last_error && fact(t('message.reason'), reasonOf(one.last_error))}
    </dl>
    ${againForm(one)}
  </li>`;

const waits = data => data.chain.some(one => one.status === 'queued');

export const view = data => html`
  <div class="message-way">
    <a class="page-back" href="${to('/admin/messages')}">
      ${icon('arrow-left')} ${t('messages.title')}</a>
    <header class="page-head">
      <div><h1 tabindex="-1">${title()}</h1>
        <p>${t('message.about', { kind: kindOf(data.template), to: data.chain[0].to })}</p></div>
    </header>
    <ol class="stack">${data.chain.map(step)}</ol>
    <p class="soft less way-note">
      ${t(waits(data) ? 'message.live' : 'message.no_receipts')}</p>
  </div>`;

async function sendAgain({ id }) {
  await post(`${path(id)}/send`);
  return { say: t('messages.again_done') };
}

export const actions = { again: sendAgain };

const shape = data => JSON.stringify(data.chain);

/* Follows it until nothing waits any more. */
export function ready(main, { data, params }) {
  if (!waits(data)) return undefined;
  return poll(() => load({ params }), now => {
    if (shape(now) !== shape(data)) redraw(now);
    return shape(now) !== shape(data) || !waits(now);
  });
}
