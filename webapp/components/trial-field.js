// @ts-check
/* One value of a call to fill in: the control that fits its schema. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { lineName } from '../lib/trial-fields.js';
import { field, select, textarea } from './field.js';
import { icon } from './icon.js';

const isGiven = value => value !== undefined && value !== null;

const textOf = value => {
  if (!isGiven(value)) return '';
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value);
};

const range = (low, high) => {
  if (isGiven(low) && isGiven(high)) return t('test.between', { low, high });
  return isGiven(low) ? t('test.at_least', { low }) : isGiven(high) && t('test.at_most', { high });
};

/* What the schema says, in a few words. */
const typeWords = ({ type, kind, itemType, schema }) => {
  const inside = kind === 'list' ? itemType : kind === 'file' ? '' : schema.format;
  return inside ? `${type} (${inside})` : type;
};

const facts = ({ schema, deprecated, ...one }) => [
  deprecated && t('test.deprecated'),
  typeWords({ schema, ...one }),
  range(schema.minimum, schema.maximum),
  isGiven(schema.maxLength) && t('test.max_letters', { count: number(schema.maxLength) }),
  schema.pattern && html`<code>${schema.pattern}</code>`,
].filter(Boolean);

const SENTENCES = 240;

/* Documents describe in Markdown; here a line of plain words is enough. */
const words = text => text.split(/\n\s*\n/)[0].replace(/[`*_]|\[([^\]]*)\]\([^)]*\)/g, '$1')
  .slice(0, SENTENCES);

const joined = list => list.map((one, i) => html`${i > 0 && ' · '}${one}`);

const hintOf = one => html`${joined(facts(one))}${one.description && html`<br>
  ${words(one.description)}`}`;

const labelOf = one => html`<code>${one.label}</code>`;

const common = one => ({ name: one.name, id: one.id, label: labelOf(one), hint: hintOf(one),
  required: one.required });

const STEPS = { integer: '1', number: 'any' };

const number_ = one => field({ ...common(one), type: 'number', step: STEPS[one.type],
  inputmode: one.type === 'integer' ? 'numeric' : 'decimal', value: textOf(one.value) });

const choice = one => select({ ...common(one), value: textOf(one.value),
  empty: one.required ? t('test.choose') : t('test.not_sent'),
  options: one.choices.map(text => [text, text]) });

const date = one => field({ ...common(one), type: 'date', value: textOf(one.value).slice(0, 10) });

const text = one => field({ ...common(one), value: textOf(one.value), spellcheck: 'false' });

const json = one => textarea({ ...common(one), value: textOf(one.value), rows: '4',
  spellcheck: 'false', class: 'code-input' });

const file = one => field({ ...common(one), type: 'file', multiple: one.kind === 'files' });

/* -- Lists ------------------------------------------------------------------------------------ */

const TYPES = { number: 'number', date: 'date' };

const lineInput = (one, i, value) => {
  const says = t('test.line', { name: one.label, count: i + 1 });
  const place = html`name="${lineName(one.name, i)}" id="${one.id}-${i}" data-field="${one.id}"`;
  if (one.item === 'choice') {
    return html`<select ${place} aria-label="${says}">
      <option value="">${t('test.not_sent')}</option>
      ${one.choices.map(text => html`<option${text === value && html` selected`}>${text}</option>`)}
    </select>`;
  }
  return html`<input ${place} aria-label="${says}" type="${TYPES[one.item] ?? 'text'}"
    step="any" value="${value}" autocomplete="off">`;
};

const removeButton = (one, i) => html`
  <button type="button" class="button button--quiet" data-line-remove>${icon('cross')}
    <span class="unseen">${t('test.remove_line', { name: one.label, count: i + 1 })}</span>
  </button>`;

/** One line of a list, whose field is known by its `id`. */
export const listLine = (one, i, value = '') => html`
  <li class="list-line">${lineInput(one, i, textOf(value))}${removeButton(one, i)}</li>`;

const list = one => {
  const values = Array.isArray(one.value) && one.value.length ? one.value : [''];
  return html`
    <fieldset class="field" data-list="${one.name}" data-id="${one.id}">
      <legend><span class="label-text"><code>${one.label}</code></span>
        ${!one.required && html` <span class="optional">${t('form.optional')}</span>`}</legend>
      <p class="field-hint">${hintOf(one)}</p>
      <p class="field-error" id="${one.id}-error"></p>
      <ul class="list-lines">${values.map((value, i) => listLine(one, i, value))}</ul>
      <button type="button" class="button button--small" data-line-add="${one.name}">
        ${icon('plus')} ${t('test.add_line', { name: one.label })}</button>
    </fieldset>`;
};

const CONTROLS = { number: number_, choice, date, json, file, files: file, list, text };

/** The control of a field of lib/trial-fields.js; `id` names it on the page. */
export const trialField = (one, id) => CONTROLS[one.kind]({ ...one, id });
