// @ts-check
/* How the channels fare: a card each, with its state, a bar, and a test; and the day's limits. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { plainBadge } from './badge.js';
import { icon } from './icon.js';
import { channelSign, reasonOf } from './message-words.js';
import { ago } from './moment.js';

const SETTINGS = { whatsapp: 'SIMPUL_WHATSAPP', sms: 'SIMPUL_SMS', email: 'SIMPUL_EMAIL' };
const PARTS = [['sent', 'sent_last_day'], ['queued', 'queued'], ['dead', 'dead']];

/* The first that holds. */
const STATES = [
  ['gone', 'slash', 'unset', one => !one.provider],
  ['warn', 'pause', 'paused', one => one.paused_until],
  ['bad', 'alert', 'troubled', one => one.dead],
  ['info', 'clock', 'waits', one => one.queued],
  ['good', 'check', 'fine', one => one.sent_last_day],
  ['gone', 'clock', 'idle', () => true],
];

function stateOf(one) {
  const [tone, sign, word] = STATES.find(([, , , holds]) => holds(one)) ?? STATES[5];
  return plainBadge(tone, sign, t(`channels.${word}`));
}

/* Widths in hundredths, so that they fill the bar; whatever there is stays visible. */
function shares(one) {
  const counts = PARTS.map(([, member]) => one[member]);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const wide = counts.map(count => (count ? Math.max(3, (100 * count) / total) : 0));
  const sum = wide.reduce((all, width) => all + width, 0) || 1;
  return wide.map(width => (100 * width) / sum);
}

const bar = one => {
  const widths = shares(one);
  return html`
    <svg class="state-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      ${PARTS.map(([name], i) => html`
        <rect data-part="${name}" x="${widths.slice(0, i).reduce((a, b) => a + b, 0)}"
              width="${widths[i]}" height="8"></rect>`)}
    </svg>`;
};

const legend = one => html`
  <ul class="state-legend">${PARTS.map(([name, member]) => html`
    <li data-part="${name}"><span class="state-dot" aria-hidden="true"></span>
      ${t(`channels.${name}`, { count: one[member] })}</li>`)}</ul>`;

const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const trouble = one => (one.last_error
  ? html`<span class="break">${reasonOf(one.last_error)}</span>
      <span class="under">${ago(one.last_failed_at)}</span>`
  : t('channels.no_error'));

const facts = one => html`
  <dl class="facts">
    ${fact(t('channels.provider'), one.provider ?? html`${t('channels.unset')}
      <span class="under">${t('channels.unset_how', { setting: SETTINGS[one.channel] })}</span>`)}
    ${fact(t('channels.oldest'), one.oldest_at ? ago(one.oldest_at) : t('channels.nobody_waits'))}
    ${fact(t('channels.last_sent'), ago(one.last_sent_at))}
    ${fact(t('channels.last_error'), trouble(one))}
  </dl>`;

const test = one => html`
  <form data-action="test" data-key="${one.channel}" data-problems="toast">
    <input type="hidden" name="channel" value="${one.channel}">
    <button class="button button--small">${icon('send')} ${t('channels.test')}
      <span class="unseen">${t(`channel.${one.channel}`)}</span></button>
  </form>`;

const card = one => html`
  <li class="card channel" data-channel="${one.channel}">
    <div class="channel-head">
      <h3>${icon(channelSign(one.channel))} ${t(`channel.${one.channel}`)}</h3>${stateOf(one)}
    </div>
    ${bar(one)}${legend(one)}${facts(one)}${one.provider && test(one)}
  </li>`;

/** The cards. */
export const channelCards = channels => html`<ul class="channels">${channels.map(card)}</ul>`;

const level = ({ used, limit }) =>
  (used >= limit ? 'spent' : used >= 0.8 * limit ? 'low' : 'fine');

const budget = one => html`
  <div data-level="${level(one)}">
    <dt>${one.channel ? t(`channel.${one.channel}`) : t('budget.all')}</dt>
    <dd><svg class="bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
        <rect width="${Math.min(100, (100 * one.used) / Math.max(1, one.limit))}" height="8"></rect>
      </svg>
      <span class="numbers">
        ${t('budget.of', { used: number(one.used), limit: number(one.limit) })}</span></dd>
  </div>`;

/** What strangers may still cause today. */
export const budgetBars = budgets => html`
  <section class="card budget" aria-labelledby="budget">
    <h2 id="budget">${t('budget.title')}</h2>
    <p class="soft">${t('budget.intro')}</p>
    <dl class="bars">${budgets.map(budget)}</dl>
    <a class="button button--small" href="${to('/admin/settings')}">${t('budget.change')}</a>
  </section>`;
