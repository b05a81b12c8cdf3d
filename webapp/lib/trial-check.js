// @ts-check
/* What is wrong with a call that was filled in, at its fields: before it is sent by the document's
 * schemas, and afterwards by what the gateway said. */
import { Problem } from './http.js';
import { has, t } from './i18n.js';
import { faultsOf } from './conform.js';
import { jsonFault } from './json-fault.js';
import { bodyTypes } from './call.js';
import {
  bodyFields, extraHeaders, faultsIn, isForm, isJsonType, lineName, parameterFields, valueIn,
} from './trial-fields.js';

const SAID = 5;

const faultWords = ({ at, code, limit }) => {
  const words = has(`test.fault_${code}`) ? t(`test.fault_${code}`, { limit }) : t('field.invalid');
  return at ? `${at}: ${words}` : words;
};

/* Several faults of one field stand together. */
const oneOf = (field, faults) => {
  if (faults[0].code === 'required' && !faults[0].at) return { field, code: 'required' };
  return { field, code: 'schema', message: faults.slice(0, SAID).map(faultWords).join(' ') };
};

/* A list's faults stand at its first line. */
const placeOf = ({ name, kind }) => (kind === 'list' ? lineName(name, 0) : name);

function ofFields(fields, values, schemas) {
  return fields.flatMap(field => {
    const faults = faultsIn(field, valueIn(field, values), schemas);
    return faults.length ? [oneOf(placeOf(field), faults)] : [];
  });
}

/** Where a text stops being JSON, in words; '' where it is JSON. */
export function jsonWords(text) {
  const fault = jsonFault(text);
  return fault ? t('test.json_fault', fault) : '';
}

function ofBody(endpoint, type, text, schemas) {
  if (!isJsonType(type) || !text?.trim()) return [];
  const words = jsonWords(text);
  if (words) return [{ field: 'body', code: 'schema', message: words }];
  const schema = endpoint.request_body.content[type]?.schema;
  const faults = schema === undefined ? [] : faultsOf(schema, JSON.parse(text), schemas);
  return faults.length ? [oneOf('body', faults)] : [];
}

/* Without a path's values there is no address to call. */
const needed = (fields, values) => fields
  .filter(field => field.place === 'path' && valueIn(field, values) === undefined)
  .map(field => ({ field: placeOf(field), code: 'required' }));

/** Faults for fieldProblem(); none where all is well, or where the reader wants no check. */
export function checkTrial(endpoint, values) {
  const schemas = endpoint.components?.schemas ?? {};
  const fields = parameterFields(endpoint);
  const type = values.type ?? bodyTypes(endpoint)[0] ?? null;
  if (values.anyway) return needed(fields, values);
  return [
    ...ofFields(fields, values, schemas),
    ...(isForm(type) ? ofFields(bodyFields(endpoint, type), values, schemas)
      : ofBody(endpoint, type, values.body, schemas)),
  ];
}

/* -- What the gateway said -------------------------------------------------------------------- */

const BODY = 'body';

/* 'query:page', 'path:kode', '/nama' of the body; 'headers.X' as the portal says it. */
function nameHere(field, form, endpoint) {
  const [, place, name] = /^(path|query|header|cookie)[:.](.*)$/s.exec(field) ?? [];
  if (place) {
    const found = parameterFields(endpoint).find(one => one.place === place
      && one.label.toLowerCase() === name.toLowerCase());
    return found ? placeOf(found) : null;
  }
  const header = /^headers\.(.*)$/s.exec(field)?.[1];
  if (header != null) {
    return headerHere(header, form) ?? nameHere(`header.${header}`, form, endpoint);
  }
  if (field.startsWith('/') || field === '' || field.startsWith('body')) return BODY;
  return form.elements[field] ? field : null;
}

function headerHere(name, form) {
  const values = Object.fromEntries(new FormData(form));
  const i = extraHeaders(values).findIndex(([one]) => one === name);
  return i < 0 ? null : Object.keys(values).filter(one => one.startsWith('extra#'))[i];
}

const pointerOf = field => (field.startsWith('/') ? `${field}: ` : '');

/**
 * The problem as the form shows it, each fault at its field; null for one that is no matter of
 * the form. `isOfForm`: it never came to the gateway.
 * @param {any} problem
 * @param {HTMLFormElement} form
 */
export function problemHere(problem, form, endpoint) {
  if (!['invalid_fields', 'request_invalid'].includes(problem.code)) {
    return problem.status === 0 ? Object.assign(problem, { isOfForm: true }) : null;
  }
  const said = {};
  for (const [field, { message }] of Object.entries(problem.fields)) {
    const name = nameHere(field, form, endpoint) ?? field;
    said[name] = [said[name], pointerOf(field) + message].filter(Boolean).join(' ');
  }
  const errors = Object.entries(said)
    .map(([field, message]) => ({ field, code: 'schema', message }));
  const here = new Problem(problem.status, problem.code, { errors, message: problem.message });
  return Object.assign(here, { isOfForm: problem.code === 'invalid_fields' });
}
