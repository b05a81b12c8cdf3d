// @ts-check
/* What an endpoint takes and gives: parameters, payload, responses. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { bodyTypes, parametersOf } from '../lib/call.js';
import { examplesOf } from '../lib/example.js';
import { fold } from '../lib/later.js';
import { firstLine, markdown } from '../lib/markdown.js';
import { copyButton } from './copy.js';
import { schemaRow, schemaTree } from './schema-tree.js';

const PLACES = ['path', 'query', 'header', 'cookie'];
const USUAL = { path: 'simple', header: 'simple', query: 'form', cookie: 'form' };
const EXAMPLE_MAX = 60_000;

/* Said only where it is not what everybody expects. */
function styleText({ in: place, style = USUAL[place], explode = style === 'form', content }) {
  if (content) return Object.keys(content)[0];
  const isUsual = style === USUAL[place] && explode === (style === 'form');
  return isUsual ? undefined : `${style}${explode ? ', explode' : ''}`;
}

const schemaOf = one => one.schema ?? Object.values(one.content ?? {})[0]?.schema ?? {};

/* Undefined would hide what the schema says. */
const only = values =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

function parameterRow(one, tree) {
  const { description, deprecated, example, examples } = one;
  return schemaRow(one.name, schemaOf(one), one.required || one.in === 'path', tree,
    only({ description, deprecated, example, examples, styleText: styleText(one) }));
}

const parameterGroup = (place, list, tree) => list.length > 0 && html`
  <h3>${t(`docs.in_${place}`)}</h3>
  <ul class="props">${list.map(one => parameterRow(one, tree))}</ul>`;

/** Parameters by where they stand; nothing where there are none. */
export function parametersPart(endpoint, tree) {
  const all = parametersOf(endpoint);
  return all.length > 0 && html`
    <section class="docs-part" id="parameter" aria-labelledby="parameter-title">
      <h2 id="parameter-title">${t('docs.parameters')}</h2>
      ${PLACES.map(place => parameterGroup(place, all.filter(one => one.in === place), tree))}
    </section>`;
}

const written = (value, type) => (typeof value === 'string' && !/json/.test(type)
  ? value : JSON.stringify(value, null, 2));

function exampleBlock(value, type) {
  const text = written(value, type);
  const shown = text.length > EXAMPLE_MAX ? `${text.slice(0, EXAMPLE_MAX)}\n…` : text;
  return html`
    <div class="docs-example">
      ${copyButton(text, { what: t('docs.example'), className: 'button--small' })}
      <pre class="code-block" tabindex="0" aria-label="${t('docs.example')}">${shown}</pre></div>`;
}

function examplesPart(media, type, tree) {
  const all = examplesOf(media, tree.schemas, tree.side);
  if (all.length <= 1) return all.map(([, value]) => exampleBlock(value, type));
  return all.map(([name, value, summary], i) => fold({
    summary: html`${t('docs.example')}: ${summary || name}`,
    isOpen: i === 0, view: () => exampleBlock(value, type),
  }));
}

const mediaBody = (media, type, tree) => html`
  ${media.schema && schemaTree(media.schema, tree)}
  ${examplesPart(media, type, tree)}`;

/* One type stands open; of several, the first. */
function mediaPart(content, types, tree) {
  const [only, ...more] = types;
  if (!more.length) {
    return only && html`<p class="soft">${t('docs.media')} <code>${only}</code></p>
      ${mediaBody(content[only], only, tree)}`;
  }
  return types.map((type, i) => fold({ summary: html`<code>${type}</code>`, isOpen: i === 0,
    view: () => mediaBody(content[type], type, tree) }));
}

/** What is sent as the body; nothing where none is. */
export function payloadPart(endpoint, tree) {
  const types = bodyTypes(endpoint), body = endpoint.request_body;
  return types.length > 0 && html`
    <section class="docs-part" id="payload" aria-labelledby="payload-title">
      <h2 id="payload-title">${t('docs.payload')}
        ${body.required && html`<span class="prop-need">${t('docs.required')}</span>`}</h2>
      ${markdown(body.description)}
      ${mediaPart(body.content, types, tree)}
    </section>`;
}

const headersPart = (headers, tree) => headers.length > 0 && html`
  <h4>${t('docs.headers')}</h4>
  <ul class="props">${headers.map(([name, one]) => schemaRow(name, schemaOf(one),
    one.required, tree, only({ description: one.description, deprecated: one.deprecated,
      example: one.example, examples: one.examples })))}</ul>`;

const responseBody = (one, tree) => html`
  ${one.description && one.description.trim() !== firstLine(one.description)
    && markdown(one.description, { level: 4 })}
  ${headersPart(Object.entries(one.headers ?? {}), tree)}
  ${one.content ? mediaPart(one.content, Object.keys(one.content), tree)
    : html`<p class="soft">${t('docs.no_body')}</p>`}`;

const tone = status => ({ 2: 'good', 3: 'info', 4: 'warn', 5: 'bad' }[status[0]] ?? 'gone');

const response = ([status, one], isOpen, tree) => fold({
  summary: html`<span class="badge badge--${tone(status)} docs-status">${status}</span>
    <span>${firstLine(one.description)}</span>`,
  id: `response-${status}`, isOpen, view: () => responseBody(one, tree),
});

/** What is answered, the first success open. */
export function responsesPart(endpoint, tree) {
  const all = Object.entries(endpoint.responses);
  const best = all.find(([status]) => status.startsWith('2'))?.[0] ?? all[0]?.[0];
  return html`
    <section class="docs-part" id="responses" aria-labelledby="responses-title" data-print>
      <h2 id="responses-title">${t('docs.responses')}</h2>
      ${all.length === 0 && html`<p class="soft">${t('docs.no_responses')}</p>`}
      ${all.map(one => response(one, one[0] === best, tree))}
    </section>`;
}
