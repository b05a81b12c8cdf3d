// @ts-check
/* Fields: one way to ask for a value. Hint and error are tied to the input for screen readers. */
import { attributes, html } from '../lib/html.js';
import { t } from '../lib/i18n.js';

const describedBy = (id, hint) => (hint ? `${id}-hint ${id}-error` : `${id}-error`);

const optional = isRequired =>
  !isRequired && html` <span class="optional">${t('form.optional')}</span>`;

const labelled = ({ id, label, hint, required }, input) => html`
  <div class="field">
    <label for="${id}"><span class="label-text">${label}</span>${optional(required)}</label>
    ${hint && html`<p class="field-hint" id="${id}-hint">${hint}</p>`}
    <p class="field-error" id="${id}-error"></p>
    ${input}
  </div>`;

/**
 * A labelled input. Everything beside name, label, hint and id becomes an attribute of it:
 * field({ name: 'email', label: t('…'), type: 'email', required: true, maxlength: 254 }). Where one
 * of several fields is enough, isOptional: false keeps "optional" away from each.
 */
export function field({ name, label, hint = '', id = name, isOptional = true, ...more }) {
  const input = { type: 'text', autocomplete: 'off', ...more };
  /* A search is never a duty, and what is fixed is nobody's. */
  const required = more.required || more.readonly || more.type === 'search' || !isOptional;
  return labelled({ id, label, hint, required }, html`
    <input id="${id}" name="${name}" aria-describedby="${describedBy(id, hint)}"
           ${attributes(input)}>`);
}

/** A password, with a button that shows it. Its value is sent as typed, spaces and all. */
export const password = ({ name, label, hint = '', id = name, ...more }) => labelled(
  { id, label, hint, required: true }, html`
    <div class="with-button">
      <input id="${id}" name="${name}" type="password" required data-secret maxlength="128"
             aria-describedby="${describedBy(id, hint)}" ${attributes(more)}>
      <button type="button" class="button button--quiet" data-do="toggle-password"
              aria-controls="${id}" aria-pressed="false">${t('password.show')}</button>
    </div>`);

/** Several lines of text. */
export function textarea({ name, label, hint = '', id = name, isOptional = true, ...rest }) {
  const { value = '', ...more } = rest;
  return labelled({ id, label, hint, required: more.required || !isOptional }, html`
    <textarea id="${id}" name="${name}" aria-describedby="${describedBy(id, hint)}"
              ${attributes({ rows: '4', ...more })}>${value}</textarea>`);
}

const option = ([value, text], chosen) => html`
  <option value="${value}"${value === chosen && html` selected`}>${text}</option>`;

/** A choice from a list: options [[value, text], …]; `empty` is the line for no choice yet. */
export function select({ name, label, options, hint = '', id = name, ...rest }) {
  const { value = '', empty = '', ...more } = rest;
  return labelled({ id, label, hint, required: more.required }, html`
    <select id="${id}" name="${name}" aria-describedby="${describedBy(id, hint)}"
            ${attributes(more)}>
      ${empty && option(['', empty], value)}${options.map(o => option(o, value))}
    </select>`);
}

const radio = (name, [value, text, hint], i, chosen, required) => html`
  <label class="choice" for="${name}-${i}">
    <input type="radio" id="${name}-${i}" name="${name}" value="${value}" data-field="${name}"
           ${attributes({ checked: value === chosen, required })}
           aria-describedby="${name}-error">
    <span><span class="choice-text">${text}</span>
      ${hint && html`<span class="choice-hint">${hint}</span>`}</span>
  </label>`;

/** A choice shown whole: options [[value, text, hint?], …]. */
export const choices = ({ name, label, options, hint = '', value = '', required = false }) => html`
  <fieldset class="field">
    <legend><span class="label-text">${label}</span>${optional(required)}</legend>
    ${hint && html`<p class="field-hint">${hint}</p>`}
    <p class="field-error" id="${name}-error"></p>
    <div class="choices">${options.map((o, i) => radio(name, o, i, value, required))}</div>
  </fieldset>`;

/** One yes or no. */
export const checkbox = ({ name, label, hint = '', id = name, ...more }) => html`
  <div class="field">
    <p class="field-error" id="${id}-error"></p>
    <label class="choice" for="${id}">
      <input type="checkbox" id="${id}" name="${name}" value="true"
             aria-describedby="${id}-error" ${attributes(more)}>
      <span><span class="choice-text label-text">${label}</span>
        ${hint && html`<span class="choice-hint">${hint}</span>`}</span>
    </label>
  </div>`;
