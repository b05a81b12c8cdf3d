/* A bundle as its publisher sees it: how far it is, where its calls go, and what may be done. */
import { del, get, post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { bundleBadge, environmentTag } from '../../components/badge.js';
import { breakable } from '../../components/breaks.js';
import { endpointLines } from '../../components/endpoint-list.js';
import { icon } from '../../components/icon.js';
import { limitFacts } from '../../components/limit-card.js';
import { shieldCard, watchShield } from '../../components/shield-card.js';
import { moment } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { steps } from '../../components/steps.js';
import { askSunset } from '../../components/sunset.js';
import { versionBadge } from '../../components/version-badge.js';

const SHOWN_ENDPOINTS = 100;
const SHOWN_VERSIONS = 5;

const pathOf = (slug, verb = '') =>
  `/admin/bundles/${encodeURIComponent(slug)}${verb && `/${verb}`}`;

export const title = ({ bundle }) => bundle?.name ?? t('publish.title');

export async function load({ params }) {
  const slug = encodeURIComponent(params.slug);
  const { data } = await get(pathOf(params.slug));
  const list = data.endpoint_count
    ? (await get(`/bundles/${slug}/endpoints?view=list&limit=${SHOWN_ENDPOINTS}`)).data : [];
  const { data: versions } = await get(`/bundles/${slug}/versions`);
  return { bundle: data, endpoints: list, versions };
}

/* ---- how far it is */

/** What a bundle still needs before members see it: [[what, isDone], …], in order. */
export const readiness = bundle => [
  ['about', Boolean(bundle.summary && bundle.provider)],
  ['document', bundle.endpoint_count > 0],
  ['upstream', Object.values(bundle.upstreams).some(Boolean)],
  ['published', ['published', 'deprecated'].includes(bundle.status)],
];

const SIGNS = { about: 'pencil', document: 'file', upstream: 'globe', published: 'check' };

function progress(bundle) {
  const list = readiness(bundle);
  const now = list.findIndex(([, isDone]) => !isDone);
  return steps(list.map(([what, isDone], i) => ({
    title: t(`publish.step_${what}`), name: isDone ? 'check' : SIGNS[what],
    tone: isDone ? 'good' : i === now ? 'info' : 'ahead',
    state: isDone ? 'done' : i === now ? 'now' : 'ahead',
  })), { label: t('publish.progress') });
}

/* Where the next step is done, but for the last, which is a button of its own. */
const WAYS = { about: 'edit', document: 'import', upstream: 'edit' };

const nextOf = bundle => readiness(bundle).find(([what, isDone]) => !isDone && WAYS[what])?.[0];

const nextLink = (bundle, what) => html`
  <a class="button button--wide button--primary" href="${to(pathOf(bundle.slug, WAYS[what]))}">
    ${icon(SIGNS[what])} ${t(`publish.next_${what}`)}</a>`;

/* ---- what may be done */

const act = ({ name, words = name, sign, look = '', bundle }) => html`
  <form data-action="${name}" data-problems="toast"
        data-confirm="${t(`publish.${words}_ask`, { bundle: bundle.name })}"
        data-confirm-text="${t(`publish.${words}_text`)}"
        data-confirm-yes="${t(`publish.${words}`)}">
    <button class="button button--wide ${look}">${icon(sign)} ${t(`publish.${words}`)}</button>
  </form>`;

const deprecateForm = words => html`
  <form data-action="deprecate" data-problems="toast">
    <button class="button button--wide">${icon('calendar')} ${t(`publish.${words}`)}</button>
  </form>`;

const retireForm = bundle =>
  act({ name: 'retire', sign: 'slash', look: 'button--danger', bundle });

function draftMoves(bundle) {
  const next = nextOf(bundle);
  return html`${next && nextLink(bundle, next)}
    ${act({ name: 'publish', sign: 'check', look: next ? '' : 'button--primary', bundle })}
    ${act({ name: 'remove', sign: 'trash', look: 'button--danger', bundle })}`;
}

const MOVES = {
  draft: draftMoves,
  published: bundle => html`${deprecateForm('deprecate')}${retireForm(bundle)}`,
  deprecated: bundle => html`
    ${act({ name: 'publish', words: 'republish', sign: 'undo', bundle })}
    ${deprecateForm('deprecate_other')}${retireForm(bundle)}`,
  retired: () => html`<p class="soft">${t('publish.is_retired')}</p>`,
};

const stateCard = bundle => html`
  <section class="card stack" aria-labelledby="progress">
    <h2 id="progress">${t(bundle.status === 'draft' ? 'publish.progress' : 'publish.moves')}</h2>
    ${bundle.status === 'draft' && progress(bundle)}
    <div class="moves">${MOVES[bundle.status](bundle)}</div>
  </section>`;

/* ---- what it is */

const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value || '–'}</dd></div>`;

const aboutCard = bundle => html`
  <section class="card" aria-labelledby="about">
    <h2 id="about">${t('publish.part_about')}</h2>
    <dl class="facts">
      ${fact(t('publish.slug'), html`<code>${bundle.slug}</code>`)}
      ${fact(t('publish.provider'), bundle.provider)}
      ${fact(t('publish.summary'), bundle.summary)}
      ${fact(t('publish.tags'), bundle.tags.join(', '))}
      ${fact(t('publish.version'), bundle.version)}
    </dl>
  </section>`;

const noUpstream = (bundle, environment) => t(bundle.mocked && environment === 'development'
  ? 'publish.mocked_upstream' : 'publish.no_upstream');

const upstream = bundle => ([environment, one]) => html`
  <div><dt>${environmentTag(environment)}</dt>
    <dd>${one ? html`<code>${breakable(one.url)}</code>
      <span class="under">${t('publish.times', {
        connect: one.connect_timeout_ms / 1000, answer: one.answer_timeout_ms / 1000 })}</span>
      ${one.header && html`<span class="under">${icon('lock')} ${t('publish.header_is',
        { name: one.header.name })}</span>`}`
      : html`<span class="soft">${noUpstream(bundle, environment)}</span>`}</dd></div>`;

const upstreamCard = bundle => html`
  <section class="card" aria-labelledby="upstreams">
    <h2 id="upstreams">${t('publish.upstreams')}</h2>
    <dl class="facts">${Object.entries(bundle.upstreams).map(upstream(bundle))}</dl>
  </section>`;

const limitsCard = bundle => html`
  <section class="card" aria-labelledby="limits">
    <h2 id="limits">${t('limits.title')}</h2>
    ${limitFacts(bundle.limits)}
  </section>`;

const importLink = bundle => html`
  <a class="button button--small" href="${to(pathOf(bundle.slug, 'import'))}">${icon('upload')}
    ${bundle.endpoint_count ? t('publish.import_again') : t('publish.import')}</a>`;

const versionLine = one => html`
  <li>${t('publish.version_is', { version: one.version || '–' })} ${versionBadge(one)}
    ${one.sunset_at && html`<span class="soft">${t('publish.ends')}
      ${moment(one.sunset_at)}</span>`}</li>`;

const versionCard = (bundle, list) => html`
  <section class="card stack" aria-labelledby="versions">
    <h2 id="versions">${t('publish.versions')}</h2>
    <ul class="version-lines">${list.slice(0, SHOWN_VERSIONS).map(versionLine)}</ul>
    <a class="button button--wide" href="${to(pathOf(bundle.slug, 'versions'))}">
      ${icon('clock')} ${t('publish.versions_manage')}</a>
  </section>`;

const newEndpoint = bundle => html`
  <a class="button button--small" href="${to(pathOf(bundle.slug, 'endpoints/new'))}">
    ${icon('plus')} ${t('publish.new_endpoint')}</a>`;

const editPath = bundle => one =>
  to(pathOf(bundle.slug, `endpoints/${encodeURIComponent(one.id)}`));

/* What has ended is changed no more. */
const isOpen = bundle => bundle.status !== 'retired';

const endpointCard = (bundle, list) => html`
  <section class="card stack" aria-labelledby="endpoints">
    <div class="card-head">
      <h2 id="endpoints">${t('publish.endpoints', { count: bundle.endpoint_count })}</h2>
      ${list.length > 0 && isOpen(bundle) && html`
        <div class="actions">${newEndpoint(bundle)}${importLink(bundle)}</div>`}
    </div>
    ${list.length ? endpointLines(list, isOpen(bundle) && editPath(bundle)) : emptyState({
      name: 'file', title: t('publish.no_endpoints'), text: t('publish.no_endpoints_text'),
      action: isOpen(bundle) && html`${importLink(bundle)}${newEndpoint(bundle)}`,
    })}
    ${bundle.endpoint_count > list.length && html`
      <p class="soft">${t('publish.first_endpoints', { count: list.length })}
        <a href="${to(pathOf(bundle.slug, 'endpoints'))}">${t('publish.all_endpoints')}</a></p>`}
  </section>`;

export const view = ({ bundle, endpoints, versions }) => html`
  <a class="page-back" href="${to('/admin/bundles')}">${icon('arrow-left')}
    ${t('publish.title')}</a>
  <header class="page-head">
    <div><h1 tabindex="-1">${bundle.name}</h1>
      <p class="state-line">${bundleBadge(bundle.status)}
        ${bundle.sunset_at && html`<span>${t('publish.ends')} ${moment(bundle.sunset_at)}</span>`}
      </p></div>
    ${isOpen(bundle) && html`<div class="actions">
      <a class="button" href="${to(`/marketplace/${bundle.slug}`)}">${icon('eye')}
        ${t('publish.preview')}</a>
      <a class="button" href="${to(pathOf(bundle.slug, 'edit'))}">${icon('pencil')}
        ${t('publish.edit')}</a>
    </div>`}
  </header>
  <div class="with-aside with-aside--early">
    <div class="stack">${aboutCard(bundle)}${upstreamCard(bundle)}${limitsCard(bundle)}
      ${endpointCard(bundle, endpoints)}</div>
    <aside class="stack">${stateCard(bundle)}
      ${versionCard(bundle, versions)}${shieldCard(bundle)}</aside>
  </div>`;

/* ---- doing it */

const move = (verb, done) => async (_, { data }) => {
  await post(pathOf(data.bundle.slug, verb));
  return { done: t(done) };
};

async function deprecate(_, { data }) {
  const sunset = await askSunset(data.bundle);
  if (!sunset) return { stay: true };
  await post(pathOf(data.bundle.slug, 'deprecate'), { sunset_at: sunset });
  return { done: t('publish.deprecated_done') };
}

async function remove(_, { data }) {
  await del(pathOf(data.bundle.slug));
  return { done: t('publish.removed'), go: '/admin/bundles', replace: true };
}

export const actions = {
  publish: move('publish', 'publish.published_done'),
  retire: move('retire', 'publish.retired_done'),
  deprecate, remove,
};

export const ready = (main, { data }) => watchShield(main, data.bundle);
