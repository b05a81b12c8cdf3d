/* The last calls of one key, as they come: method, path of the document, status, time. */
import { get } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { clockToSecond, date, duration } from '../../lib/format.js';
import { has, t } from '../../lib/i18n.js';
import { whileSeen } from '../../lib/live.js';
import { redrawStill } from '../../lib/page.js';
import { to } from '../../lib/router.js';
import { environmentTag, plainBadge } from '../../components/badge.js';
import { icon } from '../../components/icon.js';
import { emptyState } from '../../components/state.js';
import { table } from '../../components/table.js';

const source = ({ params }) => `/keys/${encodeURIComponent(params.id)}`;

export const title = () => t('usage.calls_of_key');

export async function load(context) {
  const [key, calls] = await Promise.all(
    [get(source(context)), get(`${source(context)}/calls`)]);
  return { key: key.data, calls: calls.data, isPaused: false };
}

const TONES = { 2: ['good', 'check'], 3: ['info', 'arrow-right'], 4: ['warn', 'alert'],
  5: ['bad', 'cross'] };

const statusWords = status => has(`usage.status_${status}`)
  && html`<span class="under">${t(`usage.status_${status}`)}</span>`;

const statusBadge = status => html`<span>${plainBadge(
  ...TONES[Math.floor(status / 100)] ?? TONES[5], String(status))}${statusWords(status)}</span>`;

const columns = () => [
  {
    label: t('usage.time'), isHead: true,
    cell: call => html`<time datetime="${call.at}" title="${date(call.at)}">${
      clockToSecond(call.at)}</time>`,
  },
  {
    label: t('usage.call'),
    cell: ({ method, path, bundle }) => html`<code>${method} ${path ?? t('usage.other_path')}</code>
      ${bundle && html`<span class="under">${bundle}</span>`}`,
  },
  { label: t('usage.by_status'), cell: call => statusBadge(call.status) },
  { label: t('usage.took'), isNumber: true, cell: call => duration(call.duration_ms) },
];

const pause = isPaused => html`
  <form data-action="${isPaused ? 'resume' : 'pause'}">
    <button class="button" id="pause">${icon(isPaused ? 'refresh' : 'pause')}
      ${t(isPaused ? 'usage.resume' : 'usage.pause')}</button></form>`;

const nothing = () => emptyState({
  name: 'send', title: t('usage.no_calls_yet'), text: t('usage.no_calls_yet_text'),
});

export const view = ({ key, calls, isPaused }) => html`
  <header class="page-head">
    <div>
      <a class="page-back" href="${to('/keys')}">${icon('arrow-left')} ${t('usage.to_keys')}</a>
      <h1 tabindex="-1">${t('usage.calls_of_key')}</h1>
      <p><b>${key.label}</b> <code>${key.head}…</code> ${environmentTag(key.environment)}</p>
    </div>
    ${pause(isPaused)}
  </header>
  <p class="live" data-state="${isPaused ? 'paused' : 'live'}"><span class="live-sign"
    aria-hidden="true"></span>${t(isPaused ? 'usage.paused' : 'usage.live')}</p>
  ${calls.length
    ? table({ caption: t('usage.calls_of_key'), columns: columns(), rows: calls }) : nothing()}
  <p class="soft less live-text">${t('usage.live_text')}</p>`;

const stamp = calls => JSON.stringify(calls);

/* Drawn again only when there is something new, so that what a reader selects stays. */
export function ready(_, context) {
  const { key, calls, isPaused } = context.data;
  if (isPaused || !calls) return undefined;
  return whileSeen(() => get(`${source(context)}/calls`), ({ data }) => {
    if (stamp(data) !== stamp(calls)) redrawStill(context, { key, calls: data, isPaused });
  }, () => redrawStill(context, { key, calls, isPaused: true }));
}

export const actions = {
  pause: (_, { data }) => ({ data: { ...data, isPaused: true } }),
  resume: async (_, context) => {
    const { data } = await get(`${source(context)}/calls`);
    return { data: { ...context.data, calls: data, isPaused: false } };
  },
};
