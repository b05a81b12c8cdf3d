/* An endpoint: what it is for, what it takes, what it gives. */
import { get } from '../../lib/api.js';
import { html, render, safeUrl } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { bodyTypes, callFrom, exampleValues, parametersOf } from '../../lib/call.js';
import { baseOf, bundlePath, docsLink, environmentOf, testLink } from '../../lib/docs.js';
import { markdown } from '../../lib/markdown.js';
import { breakable } from '../../components/breaks.js';
import { environmentTag } from '../../components/badge.js';
import { copyButton } from '../../components/copy.js';
import { docsFrame, startDocs } from '../../components/docs-frame.js';
import { parametersPart, payloadPart, responsesPart } from '../../components/docs-parts.js';
import { icon } from '../../components/icon.js';
import { method } from '../../components/method.js';

export const title = ({ endpoint, bundle }) =>
  [endpoint?.summary, bundle?.name].filter(Boolean).join(' – ') || t('docs.endpoint');

export const early = ['/bundles/:slug', '/bundles/:slug/endpoints/:endpoint'];

export async function load({ params, query }) {
  const rest = `/endpoints/${encodeURIComponent(params.endpoint)}`;
  const [bundle, endpoint] = await Promise.all([
    get(`/bundles/${encodeURIComponent(params.slug)}`), get(bundlePath(params.slug, query, rest)),
  ]);
  return { bundle: bundle.data, endpoint: endpoint.data };
}

const address = (bundle, endpoint, query) => {
  const environment = environmentOf(bundle, query);
  const url = baseOf(bundle, query) + endpoint.path;
  return html`
    <p class="docs-address">${method(endpoint.method)} ${environmentTag(environment)}
      ${copyButton(url, { what: t('docs.address'), className: 'button--small' })}
      <code>${breakable(url)}</code></p>`;
};

const tryIt = (endpoint, query, slug) => html`
  <p class="actions"><a class="button button--primary" href="${testLink(slug, query, endpoint.id)}">
    ${icon('send')} ${t('docs.try')}</a></p>`;

const place = (id, words) => html`<li><a href="#${id}">${words}</a></li>`;

const places = endpoint => html`
  <nav class="docs-places" aria-label="${t('docs.on_page')}"><ul>
    ${parametersOf(endpoint).length > 0 && place('parameter', t('docs.parameters'))}
    ${bodyTypes(endpoint).length > 0 && place('payload', t('docs.payload'))}
    ${place('samples', t('docs.samples'))}
    ${place('responses', t('docs.responses'))}</ul></nav>`;

const more = endpoint => endpoint.external_docs?.url && html`
  <p><a class="docs-link" href="${safeUrl(endpoint.external_docs.url)}" rel="noopener noreferrer">
    ${endpoint.external_docs.description || t('docs.more')} ${icon('external')}</a></p>`;

const text = ({ bundle, endpoint }, query, slug) => {
  const tree = {
    schemas: { ...endpoint.components.schemas }, side: 'request',
    fetch: async name =>
      (await get(bundlePath(slug, query, `/schemas/${encodeURIComponent(name)}`))).data,
  };
  return html`
    <header class="page-head"><div>
      <p class="soft">${endpoint.tag}</p>
      <h1 tabindex="-1">${endpoint.summary}</h1></div></header>
    ${endpoint.deprecated && html`<p class="note note--warn">${icon('alert')}
      <span>${t('docs.is_deprecated')}</span></p>`}
    ${address(bundle, endpoint, query)}
    ${tryIt(endpoint, query, slug)}
    ${places(endpoint)}
    ${markdown(endpoint.description, { level: 2 })}
    ${more(endpoint)}
    ${parametersPart(endpoint, tree)}
    ${payloadPart(endpoint, tree)}
    ${samplesPart()}
    ${responsesPart(endpoint, { ...tree, side: 'response' })}`;
};

/* Drawn once the rest stands: what writes the samples weighs more than the page. */
const samplesPart = () => html`
  <section class="docs-part" id="samples" aria-labelledby="samples-title">
    <h2 id="samples-title">${t('docs.samples')}</h2>
    <div class="docs-samples" data-samples></div>
  </section>`;

const exampleCall = ({ bundle, endpoint }, query) => callFrom(endpoint, exampleValues(endpoint),
  { base: baseOf(bundle, query), key: t('docs.your_key') });

const notFetched = error => {
  if (!(error instanceof TypeError)) throw error;
  return { showSamples: area => render(area, html`<p class="soft">${t('problem.offline')}</p>`) };
};

async function drawSamples(area, data, query) {
  const { showSamples } = await import('../../components/code-samples.js').catch(notFetched);
  showSamples(area, exampleCall(data, query));
}

export const view = (data, { params, query }) => docsFrame({
  place: { slug: params.slug, query, current: data.endpoint.id },
  back: { path: docsLink(params.slug, query), text: data.bundle.name },
  text: text(data, query, params.slug),
});

export function ready(main, { params, query, data }) {
  drawSamples(main.querySelector('[data-samples]'), data, query);
  return startDocs(main, { slug: params.slug, query, current: data.endpoint.id });
}
