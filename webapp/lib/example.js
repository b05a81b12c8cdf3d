// @ts-check
/* Examples: what a document gives as such, else values that its schema allows. The same schema
 * always gives the same value. */
import { flat, joined, nameOf, typeOf } from './schema.js';
import { textLike } from './pattern.js';

const DEPTH_MAX = 8;
const VALUES_MAX = 2000;

/** @typedef {{schemas: object, side: string, depth: number, open: string[],
 *             budget: {left: number}}} At */

const TEXTS = {
  date: '2026-01-31', 'date-time': '2026-01-31T09:30:00Z', time: '09:30:00Z', duration: 'P1D',
  email: 'nama@contoh.go.id', 'idn-email': 'nama@contoh.go.id', hostname: 'contoh.go.id',
  uri: 'https://contoh.go.id/', url: 'https://contoh.go.id/', 'uri-reference': '/contoh',
  uuid: '0197c6a4-5f3e-7b1a-9c2d-3e4f5a6b7c8d', ipv4: '192.0.2.10', ipv6: '2001:db8::10',
  byte: 'Y29udG9o', 'json-pointer': '/contoh', regex: '^[a-z]+$',
};

function textOf(schema) {
  const made = TEXTS[schema.format]
    ?? (typeof schema.pattern === 'string' ? textLike(schema.pattern) : null) ?? 'contoh';
  if (schema.pattern || schema.format in TEXTS) return made;
  const { minLength = 0, maxLength = Infinity } = schema;
  return made.padEnd(Math.min(minLength, 4096), 'x').slice(0, maxLength);
}

/* 3.0 says with a boolean that a bound itself is not allowed, 3.1 with a bound of its own. */
function lowestOf(schema, step) {
  const { minimum = -Infinity, exclusiveMinimum: above } = schema;
  if (typeof above === 'number' && above >= minimum) return above + step;
  return above === true ? minimum + step : minimum;
}

function highestOf(schema, step) {
  const { maximum = Infinity, exclusiveMaximum: below } = schema;
  if (typeof below === 'number' && below <= maximum) return below - step;
  return below === true ? maximum - step : maximum;
}

function numberOf(schema, isWhole) {
  const step = schema.multipleOf > 0 ? schema.multipleOf : isWhole ? 1 : 0.5;
  const lowest = lowestOf(schema, step), highest = highestOf(schema, step);
  const usual = schema.multipleOf > 0 ? step : 1;
  const wanted = Math.min(Math.max(usual, lowest), highest);
  const onStep = Math.ceil(wanted / step) * step;
  return isWhole || schema.multipleOf > 0 ? Number(onStep.toPrecision(12)) : wanted;
}

const first = list => (Array.isArray(list) && list.length ? list[0] : undefined);

/* What the schema itself names. */
const given = schema => [
  schema.example, first(schema.examples), schema.default, schema.const, first(schema.enum),
].find(value => value !== undefined);

const isHidden = (schema, side) =>
  Boolean(side === 'request' ? schema.readOnly : schema.writeOnly);

/* A request has what it must and what has an example; an answer has everything. */
function wanted(schema, at) {
  const all = Object.entries(schema.properties ?? {})
    .map(([name, one]) => [name, one, flat(one, at.schemas)])
    .filter(([, , one]) => !isHidden(one, at.side));
  if (at.side !== 'request') return all;
  const needed = all.filter(([name, , one]) =>
    schema.required?.includes(name) || (given(one) !== undefined && !one.deprecated));
  return needed.length ? needed : all;
}

function objectOf(schema, at) {
  const made = wanted(schema, at).map(([name, one]) => [name, make(one, at)])
    .filter(([, value]) => value !== undefined);
  const more = schema.additionalProperties;
  if (made.length || !more || schema.properties) return Object.fromEntries(made);
  const value = make(more, at);
  return value === undefined ? {} : { nama: value };
}

function arrayOf(schema, at) {
  if (schema.prefixItems) return schema.prefixItems.map(one => make(one, at) ?? null);
  if (schema.maxItems === 0) return [];
  const value = make(schema.items ?? {}, at);
  if (value === undefined) return [];
  const count = schema.uniqueItems ? 1 : Math.min(Math.max(schema.minItems ?? 1, 1), 20);
  return Array.from({ length: count }, () => value);
}

const MAKERS = {
  string: textOf,
  integer: schema => numberOf(schema, true),
  number: schema => numberOf(schema, false),
  boolean: () => true,
  array: arrayOf,
  object: objectOf,
  null: () => null,
};

/* The property that tells the branches apart names the one that is taken. */
function told(schema, branch, schemas) {
  const { propertyName, mapping = {} } = schema.discriminator ?? {};
  const name = nameOf(branch), whole = flat(branch, schemas);
  if (!propertyName || !name) return whole;
  const known = Object.entries(mapping).find(([, to]) => to.split('/').pop() === name);
  const sign = { [propertyName]: { const: known?.[0] ?? name } };
  return { ...joined(whole, { properties: sign }),
    required: [...new Set([...(whole.required ?? []), propertyName])] };
}

/* The first of several ways that is not null alone. */
function chosen(schema, schemas, hops = 0) {
  const { oneOf, anyOf, ...own } = schema;
  const ways = oneOf ?? anyOf;
  if (!Array.isArray(ways) || !ways.length || hops > DEPTH_MAX) return own;
  const way = ways.find(one => typeOf(flat(one, schemas)) || nameOf(one)) ?? ways[0];
  return chosen(joined(own, told(schema, way, schemas)), schemas, hops + 1);
}

/** @returns {any} undefined where a schema runs into itself or grows too deep */
function make(schema, /** @type {At} */ at) {
  const name = nameOf(schema);
  if (at.depth > DEPTH_MAX || --at.budget.left < 0 || at.open.includes(name ?? '')) {
    return undefined;
  }
  const whole = flat(schema, at.schemas);
  const ready = given(whole);
  if (ready !== undefined) return ready;
  const one = chosen(whole, at.schemas);
  const inside = { ...at, depth: at.depth + 1, open: name ? [...at.open, name] : at.open };
  return given(one) ?? MAKERS[typeOf(one) ?? (one.type ? 'null' : 'string')]?.(one, inside);
}

/**
 * A value that the schema allows, in a request or in a response.
 * @param {any} schema
 * @param {object} schemas
 * @param {'request' | 'response'} side
 */
export const exampleOf = (schema, schemas = {}, side = 'request') =>
  make(schema, { schemas, side, depth: 0, open: [], budget: { left: VALUES_MAX } });

const named = examples => (Array.isArray(examples)
  ? examples.map((value, i) => [String(i + 1), { value }])
  : Object.entries(examples ?? {}));

/**
 * The examples of a parameter, a header or a media type, as [name, value, summary]; the schema's
 * own where the document has none beside it.
 */
export function examplesOf(part, schemas = {}, side = 'request') {
  const all = named(part?.examples).filter(([, one]) => one?.value !== undefined)
    .map(([name, one]) => [name, one.value, one.summary ?? '']);
  if (all.length) return all;
  const one = part?.example ?? exampleOf(part?.schema, schemas, side);
  return one === undefined ? [] : [['', one, '']];
}

/** The first of them; a parameter may have its schema within a media type. */
export const exampleFor = (part, schemas = {}, side = 'request') => {
  const within = part?.content && Object.values(part.content)[0];
  return examplesOf(within ?? part, schemas, side)[0]?.[1];
};

/** True where the document itself says what could be sent. */
export function hasExample(part, schemas = {}) {
  const within = (part?.content && Object.values(part.content)[0]) ?? part;
  const { example, examples } = flat(within?.schema, schemas);
  return within?.example !== undefined || named(within?.examples).length > 0
    || example !== undefined || first(examples) !== undefined;
}
