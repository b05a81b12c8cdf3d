// @ts-check
/* The fields of a form that calls an endpoint: what each is called there, with which control it is
 * filled in, and what was filled in as the values that lib/call.js takes. */
import { bodyTypes, exampleBody, exampleValues, parametersOf } from './call.js';
import { faultsOf } from './conform.js';
import { flat, isBinary, typeOf } from './schema.js';

/** @typedef {{name: string, place: string, label: string, kind: string, item: string,
 *   itemType?: string, schema: any, choices: string[], required: boolean, description: string,
 *   deprecated: boolean, type: string, value: any}} TrialField */

export const PLACES = ['path', 'query', 'header', 'cookie'];

const CONTROLS = { boolean: 'choice', integer: 'number', number: 'number' };

/** choice | number | date | file | list | json | text */
function kindOf(schema) {
  const type = typeOf(schema);
  if (isBinary(schema)) return 'file';
  if (type === 'array') return 'list';
  if (type === 'object') return 'json';
  if (schema.enum?.length) return 'choice';
  if (type === 'string' && schema.format === 'date') return 'date';
  return CONTROLS[type] ?? 'text';
}

const choicesOf = schema =>
  (schema.enum ?? (typeOf(schema) === 'boolean' ? [true, false] : []))
    .filter(one => one !== null).map(String);

const SIMPLE = ['choice', 'number', 'date', 'text'];

/* Lists of what has no control of its own are written as JSON. */
function controlOf(schema, schemas) {
  const kind = kindOf(schema);
  if (kind !== 'list') return { kind, item: '', choices: choicesOf(schema) };
  const one = flat(schema.items, schemas), item = kindOf(one);
  if (item === 'file') return { kind: 'files', item, choices: [] };
  if (!SIMPLE.includes(item)) return { kind: 'json', item: '', choices: [] };
  return { kind, item, itemType: typeOf(one) ?? '', choices: choicesOf(one) };
}

function fieldOf(place, label, part, schemas, more) {
  const schema = flat(part, schemas);
  return {
    name: `${place}.${label}`, place, label, schema, ...controlOf(schema, schemas),
    required: false, description: schema.description ?? '', deprecated: false,
    type: typeOf(schema) ?? '', value: undefined, ...more,
  };
}

/** Fields for the parameters, filled in with examples. @returns {TrialField[]} */
export function parameterFields(endpoint) {
  const schemas = endpoint.components?.schemas ?? {};
  const values = exampleValues(endpoint);
  return parametersOf(endpoint).map(one => {
    const within = one.content && Object.values(one.content)[0];
    const required = Boolean(one.required) || one.in === 'path';
    const field = fieldOf(one.in, one.name, within?.schema ?? one.schema, schemas, { required });
    return { ...field, description: one.description ?? field.description,
      deprecated: Boolean(one.deprecated), value: values[one.in][one.name] };
  });
}

const FORMS = /^(application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

export const isForm = type => FORMS.test(type ?? '');

const BYTES = /^(application\/(octet-stream|pdf|zip|gzip)|(image|audio|video)\/(?!svg))/i;

/** A body that can only be chosen as a file. */
export const isFile = type => BYTES.test(type ?? '');

export const isJsonType = type => /[/+]json\b/i.test(type ?? '') || type === '*/*';

/** Fields of a body that is a form; none for other types. @returns {TrialField[]} */
export function bodyFields(endpoint, type) {
  const schemas = endpoint.components?.schemas ?? {};
  const media = endpoint.request_body?.content?.[type];
  if (!isForm(type)) return [];
  const { properties = {}, required = [] } = flat(media?.schema, schemas);
  const example = exampleBody(endpoint, type) ?? {};
  return Object.entries(properties)
    .map(([label, one]) => fieldOf('body', label, one, schemas,
      { required: required.includes(label), value: example[label] }))
    .filter(({ schema }) => !schema.readOnly)
    .map(field => (media?.encoding?.[field.label]?.contentType?.match(BYTES)
      ? { ...field, kind: 'file', value: undefined } : field));
}

/** The text that a body starts with: its example. */
export function bodyText(endpoint, type) {
  const example = exampleBody(endpoint, type);
  if (example === undefined) return isJsonType(type) ? '{}' : '';
  return typeof example === 'string' && !isJsonType(type) ? example
    : JSON.stringify(example, null, 2);
}

export const bodyIsRequired = endpoint => Boolean(endpoint.request_body?.required);

/* -- What was filled in ----------------------------------------------------------------------- */

const CUT = '#';

/** The name of one line of a list. */
export const lineName = (name, i) => `${name}${CUT}${i}`;

const linesIn = (values, name) => Object.entries(values)
  .filter(([key]) => key.startsWith(name + CUT) && /^\d+$/.test(key.slice(name.length + 1)))
  .sort(([a], [b]) => a.length - b.length || (a < b ? -1 : 1));

const parsed = text => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const isFilled = value =>
  value !== undefined && value !== '' && !(value?.size === 0 && !value.name);

/** What a field holds, of a form's values; undefined where it was left empty. */
export function valueIn(field, values) {
  if (field.kind === 'list') {
    const lines = linesIn(values, field.name).map(([, value]) => value).filter(isFilled);
    return lines.length ? lines : undefined;
  }
  const value = values[field.name];
  if (!isFilled(value)) return undefined;
  if (field.kind === 'files') return [value].flat().filter(isFilled);
  return field.kind === 'json' ? parsed(value) : value;
}

/* Texts as the schema counts them: "12" is a number where one is wanted. */
function counted(value, type) {
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  const isNumber = (type === 'integer' || type === 'number') && typeof value === 'string';
  return isNumber && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : value;
}

function asCounted(field, value, schemas) {
  if (field.kind !== 'list') return counted(value, field.type);
  const type = typeOf(flat(field.schema.items, schemas));
  return value.map(one => counted(one, type));
}

/** What is wrong with what a field holds: [{at, code, limit}]. */
export function faultsIn(field, value, schemas) {
  if (value === undefined) return field.required ? [{ at: '', code: 'required', limit: '' }] : [];
  if (['file', 'files'].includes(field.kind)) return [];
  if (field.kind === 'json' && typeof value === 'string') {
    return [{ at: '', code: 'json', limit: '' }];
  }
  return faultsOf(field.schema, asCounted(field, value, schemas), schemas);
}

/**
 * The values of a call: those of the parameters, and the body's.
 * @param {any} endpoint
 * @param {Record<string, any>} values  of the form
 */
export function valuesFrom(endpoint, values) {
  const type = values.type ?? bodyTypes(endpoint)[0] ?? null;
  const made = { path: {}, query: {}, header: {}, cookie: {}, type, body: undefined };
  for (const field of parameterFields(endpoint)) {
    made[field.place][field.label] = valueIn(field, values);
  }
  if (isForm(type)) {
    made.body = Object.fromEntries(bodyFields(endpoint, type)
      .map(field => [field.label, valueIn(field, values)]).filter(([, one]) => one !== undefined));
  } else if (!isFile(type) && isFilled(values.body)) {
    made.text = values.body;
  }
  return made;
}

/** Extra headers, as pairs, of lines that have a name. */
export const extraHeaders = values => linesIn(values, 'extra')
  .map(([key, name]) => [name, values[key.replace('extra', 'extra-value')] ?? ''])
  .filter(([name]) => name);
