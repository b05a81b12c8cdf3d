/* Where the calls of a version go that stands beside the current one. */
import { get, patch } from '../../lib/api.js';
import { fieldProblem } from '../../lib/form.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { upstreamFields, upstreamsOf } from '../../components/bundle-form.js';
import { icon } from '../../components/icon.js';
import { versionBadge } from '../../components/version-badge.js';

const pathOf = (slug, ...more) =>
  ['/admin/bundles', ...[slug, ...more].map(encodeURIComponent)].join('/');

const listOf = bundle => pathOf(bundle.slug, 'versions');

export const title = ({ version }) => t('publish.reroute_title', { version: version?.version });

export async function load({ params: { slug, version } }) {
  const [bundle, found] = await Promise.all(
    [get(pathOf(slug)), get(pathOf(slug, 'versions', version))]);
  return { bundle: bundle.data, version: found.data };
}

const form = ({ bundle, version }) => html`
  <section class="card card--form">
    <form class="form" data-action="save" novalidate>
      ${upstreamFields(version.upstreams, { hints: false })}
      <div class="actions">
        <button class="button button--primary">${icon('check')} ${t('publish.reroute')}</button>
        <a class="button" href="${to(listOf(bundle))}">${t('publish.take_not')}</a>
      </div>
    </form>
  </section>`;

/* The current one's are the bundle's. */
const elsewhere = ({ bundle }) => html`
  <p class="note">${icon('question')}<span>${t('publish.reroute_current')}
    <a href="${to(pathOf(bundle.slug, 'edit'))}">${t('publish.edit_title',
      { bundle: bundle.name })}</a></span></p>`;

const isCurrent = ({ version }) => version.status === 'current';

export const view = data => html`
  <a class="page-back" href="${to(listOf(data.bundle))}">${icon('arrow-left')}
    ${t('publish.versions_title', { bundle: data.bundle.name })}</a>
  <header class="page-head">
    <div><h1 tabindex="-1">${title(data)}</h1>
      <p class="state-line">${versionBadge(data.version)}
        ${!isCurrent(data) && html`<span>${t('publish.reroute_intro',
          { bundle: data.bundle.name })}</span>`}</p></div>
  </header>
  ${isCurrent(data) ? elsewhere(data) : form(data)}`;

async function save(values, { data: { bundle, version } }) {
  const upstreams = upstreamsOf(values);
  if (!Object.values(upstreams).some(Boolean)) {
    throw fieldProblem([{ field: 'upstreams.production.url', code: 'needs_upstream' }]);
  }
  await patch(pathOf(bundle.slug, 'versions', version.id), { upstreams });
  return { say: t('publish.reroute_done'), go: listOf(bundle), replace: true };
}

export const actions = { save };
