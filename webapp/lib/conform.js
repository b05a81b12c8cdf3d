// @ts-check
/* Whether a value is what a schema of OpenAPI allows, as far as a page needs to tell: the gateway
 * and the API decide. Answers faults as {at, code, limit}: at is a JSON pointer, code a word. */
import { mayMatch } from './pattern.js';
import { flat, typesOf } from './schema.js';

const DEPTH_MAX = 24;
const FAULTS_MAX = 20;

const typeOfValue = value => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
};

const isOfType = (value, type) => (type === 'integer' ? Number.isInteger(value)
  : typeOfValue(value) === type);

const FORMATS = {
  'date': text => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)),
  'date-time': text => /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(text)
    && !Number.isNaN(Date.parse(text.replace(' ', 'T'))),
  'email': text => /^[^\s@]+@[^\s@]+$/.test(text),
  'uuid': text => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  'ipv4': text => /^(\d{1,3}\.){3}\d{1,3}$/.test(text),
};

const lengthOf = text => [...text].length;

function* ofText(schema, text) {
  const size = lengthOf(text);
  if (size < schema.minLength) yield ['min_length', schema.minLength];
  if (size > schema.maxLength) yield ['max_length', schema.maxLength];
  if (schema.pattern && !mayMatch(text, schema.pattern)) yield ['pattern', schema.pattern];
  if (FORMATS[schema.format] && !FORMATS[schema.format](text)) yield ['format', schema.format];
}

/* 3.0 says with a boolean that a bound itself is not allowed, 3.1 with a bound of its own. */
const above = ({ minimum, exclusiveMinimum: low }) =>
  (typeof low === 'number' ? low : low === true ? minimum : undefined);
const below = ({ maximum, exclusiveMaximum: high }) =>
  (typeof high === 'number' ? high : high === true ? maximum : undefined);

const isStep = (value, step) => {
  const times = value / step;
  return Math.abs(times - Math.round(times)) < 1e-9 * Math.max(1, Math.abs(times));
};

function* ofNumber(schema, value) {
  if (value < schema.minimum) yield ['minimum', schema.minimum];
  if (value > schema.maximum) yield ['maximum', schema.maximum];
  if (value <= above(schema)) yield ['above', above(schema)];
  if (value >= below(schema)) yield ['below', below(schema)];
  if (schema.multipleOf > 0 && !isStep(value, schema.multipleOf)) {
    yield ['multiple', schema.multipleOf];
  }
}

function* ofList(schema, list) {
  if (list.length < schema.minItems) yield ['min_items', schema.minItems];
  if (list.length > schema.maxItems) yield ['max_items', schema.maxItems];
  if (schema.uniqueItems && new Set(list.map(one => JSON.stringify(one))).size < list.length) {
    yield ['unique', ''];
  }
}

const OWN = { string: ofText, number: ofNumber, array: ofList };

function* ownFaults(schema, value) {
  const types = typesOf(schema);
  if (types.length && !types.some(type => isOfType(value, type))) {
    return yield ['type', types.join(', ')];
  }
  const has = list => list.some(one => JSON.stringify(one) === JSON.stringify(value));
  if (Array.isArray(schema.enum) && !has(schema.enum)) yield ['enum', schema.enum.join(', ')];
  if (schema.const !== undefined && !has([schema.const])) yield ['enum', String(schema.const)];
  return yield* OWN[typeOfValue(value)]?.(schema, value) ?? [];
}

const escaped = name => name.replace(/~/g, '~0').replace(/\//g, '~1');

/* What a request leaves out, because only answers have it. */
const isMissing = (schema, name, value, schemas) => value[name] === undefined
  && !flat(schema.properties?.[name], schemas).readOnly;

function* inObject(schema, value, at, walk) {
  for (const name of schema.required ?? []) {
    if (isMissing(schema, name, value, walk.schemas)) {
      yield { at: `${at}/${escaped(name)}`, code: 'required', limit: '' };
    }
  }
  for (const [name, one] of Object.entries(value)) {
    const place = `${at}/${escaped(name)}`;
    const known = Object.hasOwn(schema.properties ?? {}, name) ? schema.properties[name] : null;
    if (known) yield* faults(known, one, place, walk);
    else if (schema.additionalProperties === false && !schema.patternProperties) {
      yield { at: place, code: 'unknown', limit: '' };
    } else if (typeof schema.additionalProperties === 'object') {
      yield* faults(schema.additionalProperties, one, place, walk);
    }
  }
}

function* inside(schema, value, at, walk) {
  const deeper = { ...walk, depth: walk.depth + 1 };
  if (Array.isArray(value)) {
    for (const [i, one] of value.entries()) yield* faults(schema.items, one, `${at}/${i}`, deeper);
  } else if (typeOfValue(value) === 'object') {
    yield* inObject(schema, value, at, deeper);
  }
}

const fits = (schema, value, walk) =>
  faults(schema, value, '', { ...walk, depth: walk.depth + 1 }).next().done;

/** @returns {Generator<{at: string, code: string, limit: any}>} */
function* faults(schema, value, at, walk) {
  const one = flat(schema, walk.schemas);
  if (walk.depth > DEPTH_MAX || (value === null && one.nullable)) return;
  for (const [code, limit] of ownFaults(one, value)) yield { at, code, limit };
  const ways = one.oneOf ?? one.anyOf;
  if (Array.isArray(ways) && !ways.some(way => fits(way, value, walk))) {
    yield { at, code: 'ways', limit: '' };
  }
  yield* inside(one, value, at, walk);
}

/** What is wrong with the value, the first twenty. */
export function faultsOf(schema, value, schemas = {}) {
  const found = [];
  for (const fault of faults(schema, value, '', { schemas, depth: 0 })) {
    found.push(fault);
    if (found.length === FAULTS_MAX) break;
  }
  return found;
}
