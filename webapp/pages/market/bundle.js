/* A bundle: what it gives, who provides it, its endpoints, and my access with the next step. */
import { get, query as withQuery } from '../../lib/api.js';
import { groupsOf } from '../../lib/endpoints.js';
import { number } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { markdown, watchMarkdown } from '../../lib/markdown.js';
import { to } from '../../lib/router.js';
import { currentAccount } from '../../lib/session.js';
import { breakable } from '../../components/breaks.js';
import { bundleBadge, environmentTag } from '../../components/badge.js';
import { copyButton } from '../../components/copy.js';
import { endpointLines } from '../../components/endpoint-list.js';
import { icon } from '../../components/icon.js';
import { limitCard } from '../../components/limit-card.js';
import { moment } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { steps } from '../../components/steps.js';

export const title = ({ bundle }) => bundle?.name ?? t('market.title');

const ENDPOINTS = 50;

/* The newest of the reader's own requests for this bundle, for the link to its page. */
const mine = async slug => (currentAccount()
  ? (await get(withQuery('/requests', { bundle: slug, limit: 1 }))).data[0] ?? null : null);

export async function load({ params }) {
  const path = `/bundles/${encodeURIComponent(params.slug)}`;
  const [bundle, endpoints, versions, request] = await Promise.all([
    get(path), get(`${path}/endpoints?view=list&limit=${ENDPOINTS}`), get(`${path}/versions`),
    mine(params.slug),
  ]);
  const before = versions.data.filter(({ status }) => status === 'previous');
  return { bundle: bundle.data, endpoints, before, request };
}

const DONE = { none: 0, rejected: 0, revoked: 0, submitted: 1, revision_requested: 1, approved: 2 };
const WORDS = ['bundle.step_request', 'bundle.step_review', 'bundle.step_call'];
const SIGNS = ['send', 'clock', 'key'];

const stateOf = (i, done) => (i < done ? 'done' : i === done ? 'now' : 'ahead');

const pathOf = access => steps(WORDS.map((key, i) => {
  const state = stateOf(i, DONE[access]);
  const tone = state === 'done' ? 'good' : state === 'now' ? 'info' : 'ahead';
  return { title: t(key), tone, name: state === 'done' ? 'check' : SIGNS[i], state };
}), { label: t('bundle.my_access') });

const primary = (path, sign, words) => html`
  <a class="button button--primary button--wide" href="${to(path)}">${icon(sign)} ${words}</a>`;

const nextStep = (bundle, request) => {
  const apply = `/marketplace/${bundle.slug}/request`;
  const own = request && `/requests/${request.id}`;
  return {
    none: () => primary(apply, 'arrow-right',
      t(currentAccount() ? 'bundle.continue' : 'bundle.sign_in')),
    rejected: () => primary(apply, 'refresh', t('bundle.again')),
    revoked: () => primary(apply, 'refresh', t('bundle.again')),
    submitted: () => primary(own, 'eye', t('bundle.see_request')),
    revision_requested: () => primary(`${own}/revision`, 'pencil', t('bundle.revise')),
    approved: () => primary('/keys', 'key', t('bundle.make_key')),
  }[bundle.access]();
};

const accessCard = (bundle, request) => html`
  <section class="card stack" aria-labelledby="access">
    <h2 id="access">${t('bundle.my_access')}</h2>
    ${['rejected', 'revoked', 'revision_requested'].includes(bundle.access) && html`
      <p class="note note--warn">${icon('alert')}<span>${t(`bundle.is_${bundle.access}`)}
        ${request && html`<a href="${to(`/requests/${request.id}`)}">${t('bundle.why')}</a>`}
      </span></p>`}
    ${pathOf(bundle.access)}
    ${bundle.status === 'published' || bundle.access !== 'none'
      ? nextStep(bundle, request)
      : html`<p class="note note--warn">${icon('alert')}<span>${t('bundle.closed')}</span></p>`}
  </section>`;

const addressRow = ([environment, url]) => html`
  <div><dt>${environmentTag(environment)}</dt>
    <dd class="address"><code>${breakable(url)}</code> ${copyButton(url, {
      what: t(`environment.${environment}`), className: 'button--small' })}</dd></div>`;

const versionBefore = bundle => one => html`
  <li><p>${t('bundle.version', { version: one.version })}${one.sunset_at && html` ·
      ${t('bundle.ends')} ${moment(one.sunset_at)}`}</p>
    <dl class="facts">${bundle.environments.map(name =>
      addressRow([name, one.base_urls[name]]))}</dl></li>`;

/* Whoever calls one of them finds its address, and when it ends. */
const versionsBefore = (bundle, list) => list.length > 0 && html`
  <section class="card stack" aria-labelledby="before">
    <h2 id="before">${t('bundle.versions_before')}</h2>
    <p>${t('bundle.versions_before_text')}</p>
    <ul class="stack">${list.map(versionBefore(bundle))}</ul>
  </section>`;

const documentOf = (bundle, id = '') =>
  to(`/marketplace/${bundle.slug}/docs${id && `/${id}`}`);

const endpointGroups = (bundle, { data, meta }) => data.length === 0
  ? emptyState({ name: 'list', title: t('bundle.no_endpoints') })
  : html`${groupsOf({ lines: data, tags: meta.tags }).map(([tag, , list]) => html`
      ${tag && html`<h3 class="endpoint-tag">${tag}</h3>`}
      ${endpointLines(list, one => documentOf(bundle, one.id))}`)}
    ${meta.total > data.length && html`<p class="soft">${t('bundle.all_endpoints',
      { count: number(meta.total) })}</p>`}`;

const curl = bundle => `curl -H 'X-API-Key: spl_dev_…' \\\n  ${bundle.base_urls.development}/…`;

export const view = ({ bundle, endpoints, before, request }) => html`
  <p><a class="back-link" href="${to('/marketplace')}">${icon('arrow-left')}
    ${t('market.title')}</a></p>
  <header class="page-head">
    <div>
      <h1 tabindex="-1">${bundle.name}</h1>
      <p>${bundle.summary}</p>
      <p class="bundle-facts">
        ${bundle.provider && html`<span>${icon('building')} ${bundle.provider}</span>`}
        <span>${t('bundle.version', { version: bundle.version })}</span>
        ${bundle.status !== 'published' && bundleBadge(bundle.status)}
      </p>
      <ul class="tag-list" aria-label="${t('market.tags')}">${bundle.tags.map(tag => html`
        <li><a class="filter" href="${withQuery(to('/marketplace'), { tag })}">${tag}</a></li>`)}
      </ul>
    </div>
  </header>
  ${bundle.sunset_at && html`<p class="note note--warn">${icon('alert')}
    <span>${t('bundle.sunset')} ${moment(bundle.sunset_at)}</span></p>`}
  <div class="with-aside">
    <div class="stack">
      <section class="card stack" aria-labelledby="about">
        <h2 id="about">${t('bundle.about')}</h2>
        ${markdown(bundle.description)}
      </section>
      <p class="actions">
        <a class="button" href="${documentOf(bundle)}">${icon('book')} ${t('bundle.docs')}</a>
        <a class="button" href="${to(`/marketplace/${bundle.slug}/test`)}">${icon('send')}
          ${t('bundle.try')}</a></p>
      <section class="card" aria-labelledby="endpoints">
        <h2 id="endpoints">${t('bundle.endpoints', { count: endpoints.meta.total })}</h2>
        ${endpointGroups(bundle, endpoints)}
      </section>
      <section class="card stack" aria-labelledby="calling">
        <h2 id="calling">${t('bundle.calling')}</h2>
        <p>${t('bundle.header')} <code class="whole">X-API-Key</code></p>
        <dl class="facts">${Object.entries(bundle.base_urls).map(addressRow)}</dl>
        ${bundle.mocked && html`<p class="note">${icon('info')}
          <span>${t('bundle.mocked')}</span></p>`}
        <pre class="code-block" tabindex="0">${curl(bundle)}</pre>
      </section>
      ${versionsBefore(bundle, before)}
    </div>
    <aside class="stack">${accessCard(bundle, request)}
      ${limitCard(bundle, { isHeld: bundle.access === 'approved' })}</aside>
  </div>`;

export const ready = main => watchMarkdown(main).end;
