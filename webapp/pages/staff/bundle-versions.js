/* A bundle's versions side by side: which one holds, which may still be called and until when. */
import { del, get, post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { number } from '../../lib/format.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { breakable } from '../../components/breaks.js';
import { copyButton } from '../../components/copy.js';
import { icon } from '../../components/icon.js';
import { moment } from '../../components/moment.js';
import { askVersionSunset } from '../../components/sunset.js';
import { versionBadge } from '../../components/version-badge.js';

const pathOf = (slug, verb = '') =>
  `/admin/bundles/${encodeURIComponent(slug)}${verb && `/${verb}`}`;

const versionPath = (bundle, id, verb = '') =>
  pathOf(bundle.slug, `versions/${encodeURIComponent(id)}${verb && `/${verb}`}`);

export const title = ({ bundle }) => t('publish.versions_title', { bundle: bundle?.name });

export async function load({ params }) {
  const [bundle, versions] = await Promise.all([
    get(pathOf(params.slug)), get(`/bundles/${encodeURIComponent(params.slug)}/versions`)]);
  return { bundle: bundle.data, versions: versions.data };
}

const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const addresses = ({ base_urls: urls }, bundle) => bundle.environments.map(environment =>
  fact(t(`environment.${environment}`), html`<span class="with-copy">
    <code>${breakable(urls[environment])}</code>${copyButton(urls[environment],
      { what: t(`environment.${environment}`), className: 'button--small button--quiet' })}
  </span>`));

const ENDS = {
  current: () => '',
  previous: one => fact(t('publish.version_ends'),
    one.sunset_at ? moment(one.sunset_at) : t('publish.version_open')),
  retired: one => fact(t('publish.version_ended'), moment(one.updated_at)),
};

const facts = (one, bundle) => html`
  <dl class="facts">
    ${fact(t('publish.endpoint_count'), number(one.endpoint_count))}
    ${fact(t('publish.version_since'), moment(one.created_at))}
    ${ENDS[one.status](one)}
    ${one.status !== 'retired' && addresses(one, bundle)}
  </dl>`;

const act = (name, one, { look = '', sign }) => html`
  <form data-action="${name}" data-key="${one.id}" data-problems="toast"
        data-confirm="${t(`publish.${name}_version_ask`, { version: one.version })}"
        data-confirm-text="${t(`publish.${name}_version_text`)}"
        data-confirm-yes="${t(`publish.${name}_version`)}">
    <input type="hidden" name="id" value="${one.id}">
    <button class="button button--small ${look}">${icon(sign)}
      ${t(`publish.${name}_version`)}</button>
  </form>`;

const endForm = one => html`
  <form data-action="end" data-key="${one.id}" data-problems="toast">
    <input type="hidden" name="id" value="${one.id}">
    <button class="button button--small">${icon('calendar')} ${t('publish.end_version')}</button>
  </form>`;

const rerouteLink = (one, bundle) => html`
  <a class="button button--small" href="${to(versionPath(bundle, one.id))}">${icon('globe')}
    ${t('publish.reroute_link')}</a>`;

const current = one => act('current', one, { sign: 'undo' });

const MOVES = {
  current: () => '',
  previous: (one, bundle) => html`${rerouteLink(one, bundle)}${endForm(one)}${current(one)}
    ${act('retire', one, { sign: 'slash', look: 'button--danger' })}`,
  retired: (one, bundle) => html`${rerouteLink(one, bundle)}${current(one)}
    ${act('remove', one, { sign: 'trash', look: 'button--danger' })}`,
};

const card = bundle => one => html`
  <li><article class="card stack" aria-labelledby="${one.id}">
    <div class="card-head"><h2 id="${one.id}">${t('publish.version_is',
      { version: one.version || '–' })}</h2>${versionBadge(one)}</div>
    ${facts(one, bundle)}
    ${one.status !== 'current' && html`
      <div class="actions">${MOVES[one.status](one, bundle)}</div>`}
  </article></li>`;

export const view = ({ bundle, versions }) => html`
  <a class="page-back" href="${to(pathOf(bundle.slug))}">${icon('arrow-left')} ${bundle.name}</a>
  <header class="page-head">
    <div><h1 tabindex="-1">${t('publish.versions_title', { bundle: bundle.name })}</h1>
      <p>${t('publish.versions_intro')}</p></div>
    <div class="actions"><a class="button button--primary"
      href="${to(pathOf(bundle.slug, 'import'))}">${icon('upload')}
      ${t('publish.version_new')}</a></div>
  </header>
  ${versions.length === 1 && html`<p class="note">${icon('question')}
    <span>${t('publish.version_only')}</span></p>`}
  <ul class="versions">${versions.map(card(bundle))}</ul>`;

const move = (verb, said) => async ({ id }, { data }) => {
  await post(versionPath(data.bundle, id, verb));
  return { say: t(said) };
};

async function end({ id }, { data }) {
  const one = data.versions.find(version => version.id === id);
  const sunset = await askVersionSunset(one);
  if (sunset === null) return { stay: true };
  await post(versionPath(data.bundle, id, 'deprecate'), { sunset_at: sunset || null });
  return { say: t(sunset ? 'publish.end_version_done' : 'publish.end_version_open') };
}

async function remove({ id }, { data }) {
  await del(versionPath(data.bundle, id));
  return { say: t('publish.remove_version_done') };
}

export const actions = {
  current: move('current', 'publish.current_version_done'),
  retire: move('retire', 'publish.retire_version_done'),
  end, remove,
};
