/* A bundle's documentation: what it is, how it is called, and its endpoints. */
import { get, query as withQuery } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { download } from '../../lib/download.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { currentAccount } from '../../lib/session.js';
import { baseOf, bundlePath, docsLink, environmentOf, firstLines } from '../../lib/docs.js';
import { markdown } from '../../lib/markdown.js';
import { breakable } from '../../components/breaks.js';
import { bundleBadge } from '../../components/badge.js';
import { copyButton } from '../../components/copy.js';
import { docsFrame, startDocs } from '../../components/docs-frame.js';
import { icon } from '../../components/icon.js';
import { moment } from '../../components/moment.js';

export const title = ({ bundle }) => t('docs.title', { name: bundle?.name ?? '' });

export const early = ['/bundles/:slug', '/bundles/:slug/endpoints?view=list&limit=40',
  '/bundles/:slug/versions'];

export async function load({ params, query }) {
  const path = `/bundles/${encodeURIComponent(params.slug)}`;
  const [bundle, shelf, versions] = await Promise.all([
    get(path), firstLines(params.slug, query), get(`${path}/versions`),
  ]);
  return { bundle: bundle.data, shelf, versions: versions.data };
}

const KEY_HEADER = 'X-API-Key';
const HEADS = { development: 'spl_dev_…', production: 'spl_prod_…' };

const environmentLink = (name, chosen, bundle, query) => html`
  <li><a class="filter" href="${docsLink(bundle.slug, query, '', { environment: name })}"
    ${name === chosen && html`aria-current="true"`}>${t(`environment.${name}`)}</a></li>`;

const link = (path, sign, words) => html`
  <a class="button" href="${to(path)}">${icon(sign)} ${words}</a>`;

/* What to do next to call it. */
function nextStep(bundle) {
  if (!currentAccount()) return link('/sign-in', 'person', t('docs.sign_in'));
  if (bundle.access === 'approved') return link('/keys', 'key', t('bundle.make_key'));
  if (['submitted', 'revision_requested'].includes(bundle.access)) {
    return link('/requests', 'eye', t('bundle.see_request'));
  }
  return link(`/marketplace/${bundle.slug}/request`, 'send', t('docs.ask_access'));
}

const tryIt = ({ slug }, query) => link(withQuery(`/marketplace/${encodeURIComponent(slug)}/test`,
  { environment: query.get('environment'), version: query.get('version') }), 'send', t('docs.try'));

const calling = (bundle, query) => {
  const environment = environmentOf(bundle, query), url = baseOf(bundle, query);
  const header = `${KEY_HEADER}: ${HEADS[environment]}`;
  return html`
    <section class="card stack" aria-labelledby="calling">
      <h2 id="calling">${t('docs.calling')}</h2>
      <nav aria-label="${t('docs.environment')}"><ul class="filter-list docs-switch">
        ${bundle.environments.map(name => environmentLink(name, environment, bundle, query))}
      </ul></nav>
      <p>${t(`docs.about_${environment}`)}</p>
      <dl class="facts">
        <div><dt>${t('docs.base_url')}</dt>
          <dd class="address"><code>${breakable(url)}</code>
            ${copyButton(url, { what: t('docs.base_url'), className: 'button--small' })}</dd></div>
        <div><dt>${t('docs.header')}</dt>
          <dd class="address"><code>${header}</code>
            ${copyButton(`${KEY_HEADER}: `, { what: t('docs.header'),
              className: 'button--small' })}</dd></div>
      </dl>
      <p class="soft">${t('docs.header_hint')}</p>
      <div class="actions">${nextStep(bundle)}${tryIt(bundle, query)}</div>
    </section>`;
};

/* The current version has the plain address. */
const versionLink = (one, shelf, bundle, query) => html`
  <li><a class="filter" href="${docsLink(bundle.slug, query, '',
    { version: one.status === 'current' ? null : one.address })}"
    ${one.version === shelf.version && html`aria-current="true"`}>
    ${t('bundle.version', { version: one.version })}
    ${one.sunset_at && html`<span class="soft">${t('docs.until')} ${moment(one.sunset_at)}</span>`}
  </a></li>`;

const versionSwitch = (versions, shelf, bundle, query) => {
  const readable = versions.filter(one => one.status !== 'retired');
  return readable.length > 1 && html`
    <nav aria-label="${t('docs.versions')}"><ul class="filter-list docs-switch">
      ${readable.map(one => versionLink(one, shelf, bundle, query))}</ul></nav>`;
};

const file = (action, words) => html`
  <form data-action="${action}" data-problems="toast">
    <button class="button button--small">${icon('download')} ${words}</button></form>`;

const files = bundle => html`
  <div class="docs-files">
    ${bundle.has_document && file('openapi', t('docs.openapi'))}
    ${file('postman', t('docs.postman'))}
    <button type="button" class="button button--small" data-do="print">
      ${icon('print')} ${t('docs.print')}</button>
  </div>`;

const head = (bundle, shelf) => html`
  <header class="page-head"><div>
    <h1 tabindex="-1">${bundle.name}</h1>
    <p>${bundle.summary}</p>
    <p class="bundle-facts">
      ${bundle.provider && html`<span>${icon('building')} ${bundle.provider}</span>`}
      <span>${t('bundle.version', { version: shelf.version })}</span>
      ${bundle.status !== 'published' && bundleBadge(bundle.status)}</p>
    <ul class="tag-list" aria-label="${t('market.tags')}">
      ${bundle.tags.map(tag => html`<li><span class="tag tag--plain">${tag}</span></li>`)}</ul>
  </div></header>`;

export const view = ({ bundle, shelf, versions }, { query }) => docsFrame({
  shelf, place: { slug: bundle.slug, query },
  back: { path: to(`/marketplace/${bundle.slug}`), text: t('docs.back_to_bundle') },
  text: html`
    ${head(bundle, shelf)}
    ${bundle.sunset_at && html`<p class="note note--warn">${icon('alert')}
      <span>${t('bundle.sunset')} ${moment(bundle.sunset_at)}</span></p>`}
    ${versionSwitch(versions, shelf, bundle, query)}
    ${files(bundle)}
    ${bundle.description && html`
      <section class="card" aria-labelledby="about">
        <h2 id="about">${t('bundle.about')}</h2>${markdown(bundle.description)}</section>`}
    ${calling(bundle, query)}`,
});

export const ready = (main, { data, query }) => startDocs(main, { slug: data.bundle.slug, query });

const saved = (rest, ending) => async (_, { params, query }) => {
  await download(bundlePath(params.slug, query, rest), `${params.slug}.${ending}`);
  return { stay: true };
};

export const actions = {
  openapi: saved('/openapi.json', 'openapi.json'),
  postman: saved('/postman.json', 'postman_collection.json'),
};
