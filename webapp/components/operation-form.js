// @ts-check
/* The form of an endpoint: its call, what it says, parameters, body and answers. Its inputs are
 * named as modelFrom() of lib/operation.js reads them. */
import { html } from '../lib/html.js';
import { MEDIA_TYPES, PLACES, TYPES } from '../lib/operation.js';
import { t } from '../lib/i18n.js';
import { breakable } from './breaks.js';
import { checkbox, field, select, textarea } from './field.js';
import { icon } from './icon.js';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE'];

const hidden = (name, value) => html`<input type="hidden" name="${name}" value="${value}">`;

const pairsOf = values => values.map(value => [value, value]);

const about = model => html`
  <div class="field--pair call-fields">
    ${select({ name: 'method', label: t('operation.method'), options: pairsOf(METHODS),
      value: model.method, required: true })}
    ${field({ name: 'path', label: t('operation.path'), value: model.path, required: true,
      maxlength: 500, spellcheck: 'false', placeholder: '/provinsi/{kode}',
      hint: t('operation.path_hint') })}
  </div>
  ${field({ name: 'summary', label: t('operation.summary'), value: model.summary,
    maxlength: 300, hint: t('operation.summary_hint') })}
  ${field({ name: 'tags', label: t('operation.tags'), value: model.tags, maxlength: 500,
    hint: t('operation.tags_hint') })}
  ${textarea({ name: 'description', label: t('operation.description'), rows: '4',
    value: model.description, hint: t('operation.description_hint') })}
  ${checkbox({ name: 'deprecated', label: t('operation.deprecated'), checked: model.deprecated,
    hint: t('operation.deprecated_hint') })}`;

/* ---- rows that come and go */

const removeButton = (part, i, label) => html`
  <button type="button" class="button button--small button--quiet" data-remove="${part}"
          data-index="${i}">${icon('trash')} ${t('operation.remove')}
    <span class="unseen">${label}</span></button>`;

const addButton = part => html`
  <button type="button" class="button button--small" id="add-${part}" data-add="${part}">
    ${icon('plus')} ${t(`operation.add_${part}`)}</button>`;

/* One that is only a reference keeps its place; a response is named by its status. */
const kept = (part, row, i) => html`
  ${hidden(`${part}.${i}.from`, row.from)}${hidden(`${part}.${i}.ref`, row.ref)}
  ${row.ref && row.status && hidden(`${part}.${i}.status`, row.status)}`;

const shared = row => html`
  <p class="soft">${t('operation.shared')} <code>${breakable(row.ref)}</code></p>`;

const refName = row => row.ref.split('/').at(-1);

const rowOf = (part, row, i, title, inside) => html`
  <fieldset class="row-part">
    <legend>${title}</legend>
    ${kept(part, row, i)}${row.ref ? shared(row) : inside}
    ${removeButton(part, i, title)}
  </fieldset>`;

const typeOptions = () => [...pairsOf(TYPES), ['', t('operation.type_other')]];

function parameter(row, i) {
  const name = member => `parameters.${i}.${member}`;
  const title = row.name || refName(row) || t('operation.parameter', { count: i + 1 });
  return rowOf('parameters', row, i, title, html`
    <div class="field--pair">
      ${field({ name: name('name'), label: t('operation.name'), value: row.name ?? '',
        required: true, maxlength: 200, spellcheck: 'false' })}
      ${select({ name: name('in'), label: t('operation.in'), value: row.in ?? 'query',
        required: true, options: PLACES.map(place => [place, t(`operation.in_${place}`)]) })}
    </div>
    <div class="field--pair">
      ${select({ name: name('type'), label: t('operation.type'), value: row.type ?? '',
        options: typeOptions() })}
      ${field({ name: name('description'), label: t('operation.description'),
        value: row.description ?? '' })}
    </div>
    ${checkbox({ name: name('required'), label: t('operation.required'),
      checked: row.required })}`);
}

/* ---- what is sent and answered */

function mediaOptions(type) {
  const known = MEDIA_TYPES.includes(type) || !type ? MEDIA_TYPES : [type, ...MEDIA_TYPES];
  return [['', t('operation.no_media')], ...pairsOf(known)];
}

const json = (name, label, value) => textarea({ name, label, value, rows: '5',
  spellcheck: 'false', class: 'code-input' });

const media = (part, row) => html`
  ${select({ name: `${part}.type`, label: t('operation.media'), value: row.type ?? '',
    options: mediaOptions(row.type ?? '') })}
  <details class="more-fields"${(row.schema || row.example) && html` open`}>
    <summary>${t('operation.schema_and_example')}</summary>
    <div class="form">
      ${json(`${part}.schema`, t('operation.schema'), row.schema ?? '')}
      ${json(`${part}.example`, t('operation.example'), row.example ?? '')}
    </div>
  </details>`;

const body = row => html`
  <fieldset class="form-part">
    <legend>${t('operation.body')}</legend>
    ${row.ref ? shared(row) : html`${media('body', row)}
      ${checkbox({ name: 'body.required', label: t('operation.body_required'),
        checked: row.required })}`}
  </fieldset>`;

function response(row, i) {
  const title = t('operation.response', { status: row.status || '…' });
  return rowOf('responses', row, i, title, html`
    <div class="field--pair call-fields">
      ${field({ name: `responses.${i}.status`, label: t('operation.status'), value: row.status,
        required: true, maxlength: 7, pattern: '[1-5][0-9][0-9]|[1-5]XX|default',
        placeholder: '200' })}
      ${field({ name: `responses.${i}.description`, label: t('operation.description'),
        value: row.description ?? '', required: true })}
    </div>
    ${media(`responses.${i}`, row)}`);
}

const parts = (part, rows, make) => html`
  <fieldset class="form-part">
    <legend>${t(`operation.${part}`)}</legend>
    ${rows.length === 0 && html`<p class="soft">${t(`operation.no_${part}`)}</p>`}
    ${rows.map(make)}
    <div>${addButton(part)}</div>
  </fieldset>`;

/** The fields. */
export const operationFields = model => html`
  ${about(model)}
  ${parts('parameters', model.parameters, parameter)}
  ${body(model.body)}
  ${parts('responses', model.responses, response)}`;
