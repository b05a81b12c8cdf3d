// @ts-check
/* The form of a call: environment and key, parameters, body, further headers. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { bodyTypes } from '../lib/call.js';
import { examplesOf } from '../lib/example.js';
import { to } from '../lib/router.js';
import {
  bodyFields, bodyIsRequired, bodyText, isFile, isForm, isJsonType, lineName, parameterFields,
  PLACES,
} from '../lib/trial-fields.js';
import { checkbox, choices, field, select, textarea } from './field.js';
import { icon } from './icon.js';
import { accessWay } from './trial-access.js';
import { trialField } from './trial-field.js';

const ENVIRONMENTS = ['development', 'production'];

/* Without a server of its own for Development, a bundle answers from its document. */
const hintFor = (one, { bundle }) =>
  (one === 'development' && bundle.mocked ? t('test.is_mock') : t(`test.is_${one}`));

const environmentPart = ({ environment, ...data }) => choices({
  name: 'environment', label: t('test.environment'), required: true, value: environment,
  options: ENVIRONMENTS.map(one => [one, t(`environment.${one}`), hintFor(one, data)]),
});

function accessNote({ bundle }) {
  const { name, path, words } = accessWay(bundle);
  return html`
    <p class="note note--warn">${icon('lock')}<span>${t(`test.why_${name}`)}
      <a href="${to(path)}">${words}</a></span></p>`;
}

/* Only Production asks for a key; it stands in this field and nowhere else. */
const keyPart = data => html`
  <div class="only-production stack">
    ${data.bundle.access !== 'approved' && accessNote(data)}
    ${field({ name: 'key', label: t('test.key'), hint: t('test.key_hint'), value: data.key,
      'autocomplete': 'off', 'spellcheck': 'false', 'maxlength': '200', 'data-secret': true,
      'autocapitalize': 'none' })}
  </div>`;

const group = (legend, inside) => html`
  <fieldset class="form-part"><legend>${legend}</legend>${inside}</fieldset>`;

const placePart = (place, fields) => {
  const own = fields.filter(one => one.place === place);
  return own.length > 0 && group(t(`test.in_${place}`),
    own.map(one => trialField(one, `f-${fields.indexOf(one)}`)));
};

/* -- The body --------------------------------------------------------------------------------- */

const exampleChoice = (endpoint, type) => {
  const list = examplesOf(endpoint.request_body.content[type], endpoint.components?.schemas ?? {});
  return list.length > 1 && select({ name: 'example', label: t('test.example'), required: true,
    options: list.map(([name, , summary], i) => [String(i), summary || name]) });
};

const typeChoice = (types, type) => types.length > 1 && select({
  name: 'type', label: t('test.media_type'), required: true, value: type,
  options: types.map(one => [one, one]) });

/* As tall as what stands in it, within bounds. */
const rowsOf = text => String(Math.min(16, Math.max(6, text.split('\n').length + 2)));

const editor = (endpoint, type, text) => html`
  ${exampleChoice(endpoint, type)}
  ${textarea({ 'name': 'body', 'label': t('test.body_of', { type }), 'value': text,
    'rows': rowsOf(text),
    'spellcheck': 'false', 'class': 'code-input', 'data-secret': true,
    'required': bodyIsRequired(endpoint) })}
  ${isJsonType(type) && html`<p class="field-hint" id="body-check" aria-live="polite"></p>`}`;

const fileBody = (endpoint, type) => field({ name: 'body-file', type: 'file',
  label: t('test.body_of', { type }), required: bodyIsRequired(endpoint) });

/** What is inside the body's part; drawn again when another media type is chosen. */
export function bodyInside(endpoint, type, kept = {}) {
  const types = bodyTypes(endpoint);
  const fields = bodyFields(endpoint, type);
  const text = kept.body ?? bodyText(endpoint, type);
  return html`${typeChoice(types, type)}
    ${isForm(type) ? fields.map((one, i) => trialField(one, `b-${i}`))
      : isFile(type) ? fileBody(endpoint, type) : editor(endpoint, type, text)}`;
}

const bodyPart = (endpoint, { type, kept }) => bodyTypes(endpoint).length > 0
  && group(t('test.payload'),
    html`<div class="form-part" id="body-part">${bodyInside(endpoint, type, kept)}</div>`);

/* -- Further headers -------------------------------------------------------------------------- */

/** One line of a header's name and value. */
export const headerLine = (i, name = '', value = '') => html`
  <li class="list-line list-line--pair">
    <input name="${lineName('extra', i)}" id="extra-${i}" data-field="extra"
           aria-label="${t('test.header_name', { count: i + 1 })}"
           value="${name}" placeholder="${t('test.header_name_like')}" autocomplete="off"
           spellcheck="false">
    <input name="${lineName('extra-value', i)}"
           aria-label="${t('test.header_value', { count: i + 1 })}" value="${value}"
           autocomplete="off" spellcheck="false">
    <button type="button" class="button button--quiet" data-line-remove>${icon('cross')}
      <span class="unseen">${t('test.remove_header', { count: i + 1 })}</span></button>
  </li>`;

const keptHeaders = kept => Object.keys(kept).filter(name => /^extra#\d+$/.test(name))
  .map(name => [kept[name], kept[name.replace('extra', 'extra-value')] ?? '']);

const furtherPart = ({ kept }) => html`
  <details class="more-fields"${keptHeaders(kept).length > 0 && html` open`}>
    <summary>${t('test.further')}</summary>
    <div class="stack stack--small" data-list="extra">
      <p class="field-hint">${t('test.further_hint')}</p>
      <p class="field-error" id="extra-error"></p>
      <ul class="list-lines field">${keptHeaders(kept).map(([name, value], i) =>
        headerLine(i, name, value))}</ul>
      <p><button type="button" class="button button--small" data-line-add="extra">
        ${icon('plus')} ${t('test.add_header')}</button></p>
      ${checkbox({ name: 'anyway', label: t('test.anyway'), hint: t('test.anyway_hint'),
        checked: kept.anyway === 'true' })}
    </div>
  </details>`;

const keptLines = (one, kept) => {
  const lines = Object.keys(kept).filter(name => name.startsWith(`${one.name}#`));
  return lines.length ? lines.map(name => kept[name]) : one.value;
};

/* What was filled in before goes before the document's examples. */
const remembered = (one, kept) => {
  if (Object.keys(kept).length === 0) return one;
  return { ...one, value: one.kind === 'list' ? keptLines(one, kept) : kept[one.name] };
};

/**
 * @param {any} data  { bundle, endpoint, environment, key, type, kept }
 */
export function trialForm(data) {
  const fields = parameterFields(data.endpoint).map(one => remembered(one, data.kept));
  return html`
    <form class="form trial-form" data-action="send" novalidate>
      ${environmentPart(data)}${keyPart(data)}
      ${PLACES.map(place => placePart(place, fields))}
      ${bodyPart(data.endpoint, data)}
      ${furtherPart(data)}
      <p class="actions"><button class="button button--primary">${icon('send')}
        ${t('test.send')}</button></p>
    </form>`;
}
