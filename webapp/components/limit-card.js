// @ts-check
/* Limits as their reader meets them: the rate in words, and for each quota how much is used. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { moment } from './moment.js';

const LOW = 0.8;

const level = share => (share >= 1 ? 'full' : share >= LOW ? 'low' : 'fine');

const bar = share => html`
  <svg class="limit-bar limit-bar--${level(share)}" viewBox="0 0 100 8"
       preserveAspectRatio="none" aria-hidden="true">
    <rect width="${Math.round(Math.min(share, 1) * 100)}" height="8"></rect></svg>`;

const words = { full: 'limits.is_full', low: 'limits.is_low' };

/** How much of a quota is used, as a bar and in words: { limit, used, resets_at }. */
export const quotaUse = (period, { limit, used, resets_at: renewed }) => {
  const share = used / limit;
  return html`
    <div class="limit-use">
      <p class="limit-name">${t(`limits.${period}`)}
        <span class="numbers">${t('limits.used', { used: number(used), limit: number(limit) })}
        </span></p>
      ${bar(share)}
      <p class="under">${words[level(share)] && html`<b>${t(words[level(share)])}</b> `}${
        t('limits.renewed')} ${moment(renewed)}</p>
    </div>`;
};

const PERIODS = ['day', 'month'];

const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

/* Without a burst as many may come at once as a second has. */
const rate = ({ rate_per_second: perSecond, burst }) => perSecond && fact(t('limits.rate'),
  t('limits.rate_is', { rate: number(perSecond), burst: number(burst ?? perSecond) }));

const quota = (limits, name) => limits[name] && fact(t(`limits.${name}`), number(limits[name]));

/* Of what callers are held to; a bundle's also have its upstream's places, sizes and time. */
const isFree = limits =>
  !limits.rate_per_second && !limits.quota_per_day && !limits.quota_per_month;

/** Limits alone, before anything is used. */
export const limitFacts = limits => (isFree(limits)
  ? html`<p class="soft">${t('limits.none')}</p>`
  : html`<dl class="facts limit-facts">${rate(limits)}${quota(limits, 'quota_per_day')}
    ${quota(limits, 'quota_per_month')}</dl>`);

const inUse = (limits, quotas) => html`
  ${limits.rate_per_second && html`<dl class="facts limit-facts">${rate(limits)}</dl>`}
  ${PERIODS.filter(name => quotas[name]).map(name => quotaUse(name, quotas[name]))}`;

/** A card; what is used is shown where the reader may call. */
export const limitCard = ({ limits, quota: quotas }, { isHeld }) => html`
  <section class="card stack" aria-labelledby="limits">
    <h2 id="limits">${t('limits.title')}</h2>
    ${isHeld && !isFree(limits) ? inUse(limits, quotas) : limitFacts(limits)}
  </section>`;
