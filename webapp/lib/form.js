// @ts-check
/* Forms: reads what was typed, and says what is wrong with it above the form and at the field. */
import { date, number } from './format.js';
import { html, render } from './html.js';
import { has, t } from './i18n.js';
import { Problem } from './http.js';

const cleaned = (form, name, value) => {
  if (typeof value !== 'string' || form.elements[name]?.dataset?.secret != null) return value;
  return value.trim();
};

/** What a form holds: text trimmed (passwords not), files as they are, repeated names as lists. */
export function valuesOf(form, submitter = null) {
  const values = {};
  for (const [name, value] of new FormData(form, submitter)) {
    const kept = cleaned(form, name, value);
    values[name] = name in values ? [values[name], kept].flat() : kept;
  }
  return values;
}

const FAULTS = [
  ['valueMissing', 'required'], ['tooShort', 'too_short'], ['tooLong', 'too_long'],
  ['rangeUnderflow', 'out_of_range'], ['rangeOverflow', 'out_of_range'],
];
const TYPE_FAULTS = { email: 'bad_email', tel: 'bad_phone', url: 'bad_url', date: 'bad_date' };

/* Said before a slow line has carried the whole file. */
const isTooLarge = ({ files, dataset }) => dataset.max && files?.[0]?.size > Number(dataset.max);

const isBlank = input =>
  input.required && input.dataset.secret == null && /^\s+$/.test(input.value ?? '');

/* What the browser itself sees in one input, as a code; nothing when all is well. */
function faultOf(input) {
  if (!input.name || !input.willValidate) return null;
  if (isBlank(input)) return 'required';
  if (isTooLarge(input)) return 'file_too_large';
  if (input.validity.valid) return null;
  if (input.type === 'checkbox') return 'must_agree';
  const [, code] = FAULTS.find(([name]) => input.validity[name]) ?? [];
  return code ?? TYPE_FAULTS[input.type] ?? 'bad_characters';
}

/** A Problem about fields, found in the page: fieldProblem([{ field, code }]). */
export const fieldProblem = errors => new Problem(422, 'invalid_fields', { errors });

/** Throws a Problem for what is missing, too short, not an e-mail address… */
export function checkForm(form) {
  const errors = [...form.elements]
    .map(input => ({ field: input.name, code: faultOf(input) }))
    .filter(({ code }) => code);
  if (errors.length) throw fieldProblem(errors);
}

const patience = seconds => (seconds < 120
  ? t('problem.patience', { count: seconds })
  : t('problem.patience_minutes', { count: Math.ceil(seconds / 60) }));

/* Where the server's own sentence says more than ours: which line, which state, by whom. */
const SPECIFIC = ['document_unusable', 'bundle_state', 'invalid_transition'];

/** Our words for a problem, else the server's. */
export function wordsFor(problem) {
  const key = `problem.${problem.code}`;
  if (problem.message && SPECIFIC.includes(problem.code)) return problem.message;
  if (!has(key)) return problem.message || t('problem.internal');
  return problem.retryAfter > 0 ? `${t(key)} ${patience(problem.retryAfter)}` : t(key);
}

const SPECIFIC_FIELDS = ['unknown_variable', 'missing_variable', 'sms_too_long'];

/* What an input takes, where it says so. */
function rangeWords({ type, min, max }) {
  if (type === 'date') return min && t('field.from_day', { day: date(min) });
  return min && max && t('field.from_to', { min: number(min), max: number(max) });
}

function fieldWords({ code, message }, input) {
  if (message && SPECIFIC_FIELDS.includes(code)) return message;
  const range = code === 'out_of_range' && input && rangeWords(input);
  if (range) return range;
  return has(`field.${code}`) ? t(`field.${code}`) : message || t('field.invalid');
}

/* 'basic_profile.gender' belongs to the input named so, or to the one named 'gender'; what is
 * said of 'tags.0' to 'tags'. */
function inputFor(form, name) {
  const whole = name.replace(/\.\d+$/, '');
  const found = form.elements[whole] ?? form.elements[whole.split('.').at(-1)];
  return found instanceof RadioNodeList ? found[0] : found;
}

const labelOf = input => {
  const group = input.type === 'radio' ? input.closest('fieldset')?.querySelector('legend') : null;
  const label = group ?? input.labels?.[0];
  return (label?.querySelector('.label-text') ?? label)?.textContent.trim()
    ?? input.getAttribute('aria-label') ?? '';
};

function markField(form, name, error) {
  const input = inputFor(form, name);
  if (!input) return;
  input.setAttribute('aria-invalid', 'true');
  const place = document.getElementById(`${input.dataset.field ?? input.id}-error`);
  if (place) place.textContent = fieldWords(error, input);
}

/* With the part of the form that it is in, where others are called the same. */
function nameOf(form, input) {
  const label = labelOf(input);
  const isAlone = ![...form.elements].some(other =>
    other.name !== input.name && other.willValidate && labelOf(other) === label);
  const part = isAlone ? null : input.closest('fieldset')?.querySelector('legend');
  return part ? `${part.textContent.trim()} › ${label}` : label;
}

const summaryLine = (form, name, error) => {
  const input = inputFor(form, name);
  if (!input?.id) return html`<li>${fieldWords(error, input)}</li>`;
  return html`
    <li><a href="#${input.id}">${nameOf(form, input)}: ${fieldWords(error, input)}</a></li>`;
};

const summaryOf = (form, problem) => {
  const fields = Object.entries(problem.fields);
  return html`
    <div role="alert">
      <p class="problem-title">${wordsFor(problem)}</p>
      ${fields.length > 0 && html`
        <ul>${fields.map(([name, error]) => summaryLine(form, name, error))}</ul>`}
      ${problem.status >= 500 && problem.requestId && html`
        <p class="problem-id">${t('problem.request_id')} <code>${problem.requestId}</code></p>`}
    </div>`;
};

/** Says what went wrong above the form and beside each field; typed values stay. */
export function showProblem(form, problem) {
  clearProblem(form);
  for (const [name, error] of Object.entries(problem.fields)) markField(form, name, error);
  if (/^t?otp_/.test(problem.code)) form.elements.code?.setAttribute('aria-invalid', 'true');
  const summary = document.createElement('div');
  summary.className = 'problem-summary';
  summary.tabIndex = -1;
  render(summary, summaryOf(form, problem));
  form.prepend(summary);
  summary.focus();
}

export function clearProblem(form) {
  form.querySelector('.problem-summary')?.remove();
  for (const input of form.querySelectorAll('[aria-invalid]')) {
    input.removeAttribute('aria-invalid');
  }
  for (const place of form.querySelectorAll('.field-error')) place.textContent = '';
}
