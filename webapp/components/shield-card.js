// @ts-check
/* How a bundle's upstreams fare: the breaker as a switch between gateway and upstream, and the
 * calls of the last ten seconds. */
import { get } from '../lib/api.js';
import { html, render } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { poll } from '../lib/poll.js';
import { environmentTag, plainBadge } from './badge.js';
import { moment } from './moment.js';

const LOOKS = { closed: ['good', 'check'], open: ['bad', 'pause'], half_open: ['warn', 'refresh'] };

/* The arm of the switch: laid over, raised, or reaching half way. */
const ARMS = { closed: 'M88 24H152', open: 'M88 24 140 4', half_open: 'M88 24 148 15' };

const picture = state => html`
  <svg class="breaker breaker--${state}" viewBox="0 0 240 48" aria-hidden="true">
    <path class="breaker-line" d="M44 24H88M152 24H196"/>
    <path class="breaker-arm" d="${ARMS[state]}"/>
    <circle class="breaker-joint" cx="88" cy="24" r="4"/>
    <circle class="breaker-joint" cx="152" cy="24" r="4"/>
    <rect class="breaker-end" x="4" y="8" width="40" height="32" rx="8"/>
    <rect class="breaker-end" x="196" y="8" width="40" height="32" rx="8"/>
    <path class="breaker-sign" d="M16 24h16M26 18l6 6-6 6"/>
    <path class="breaker-sign" d="M206 18h20M206 24h20M206 30h20"/>
  </svg>`;

const HEIGHT = 28;

const bar = most => ({ calls, failed }, i) => {
  const all = (HEIGHT * calls) / most, bad = (HEIGHT * failed) / most;
  return html`
    <rect x="${i * 10}" y="${HEIGHT - all}" width="8" height="${all}"/>
    <rect class="seconds-bad" x="${i * 10}" y="${HEIGHT - bad}" width="8" height="${bad}"/>`;
};

const bars = seconds => html`
  <svg class="seconds" viewBox="0 0 98 ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">
    ${seconds.map(bar(Math.max(1, ...seconds.map(one => one.calls))))}</svg>`;

const sum = (seconds, name) => seconds.reduce((all, one) => all + one[name], 0);

const when = health => (health.retry_at ? html`${t('shield.until')} ${moment(health.retry_at)}`
  : health.since && html`${t('shield.since')} ${moment(health.since)}`);

const upstream = ([environment, health]) => health && html`
  <div class="health">
    <p class="health-head">${environmentTag(environment)}
      ${plainBadge(...LOOKS[health.state], t(`shield.is_${health.state}`))}</p>
    ${picture(health.state)}
    <p>${t(`shield.means_${health.state}`)} ${when(health)}</p>
    ${bars(health.seconds)}
    <p class="under">${t('shield.lately', {
      calls: number(sum(health.seconds, 'calls')), failed: number(sum(health.seconds, 'failed')),
    })} ${health.opened > 0 && t('shield.opened', { count: health.opened })}</p>
  </div>`;

const body = bundle => html`${Object.entries(bundle.health).map(upstream)}`;

const isKnown = bundle => Object.values(bundle.health).some(Boolean);

/** The card; nothing for a bundle that cannot be called. */
export const shieldCard = bundle => isKnown(bundle) && html`
  <section class="card stack" aria-labelledby="health">
    <h2 id="health">${t('shield.health')}</h2>
    <div class="stack" data-health>${body(bundle)}</div>
  </section>`;

/** Keeps the card's picture true while it is seen. Gives what ends that. */
export function watchShield(main, bundle) {
  const place = main.querySelector('[data-health]');
  if (!place) return undefined;
  const path = `/admin/bundles/${encodeURIComponent(bundle.slug)}`;
  return poll(() => get(path), ({ data }) => { render(place, body(data)); });
}
