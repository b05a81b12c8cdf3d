// @ts-check
/* Schemas of OpenAPI 3.0 and 3.1 as they come with an endpoint: their references are names into
 * the endpoint's components. Nothing here changes what it is given. */

/** @typedef {Record<string, any>} Schema */
/** @typedef {Record<string, any>} Schemas  by name, as `components.schemas` of an endpoint */

const PREFIX = '#/components/schemas/';
const HOPS_MAX = 20;

/** The name that a schema refers to, or null. */
export const nameOf = schema => (typeof schema?.$ref === 'string'
  && schema.$ref.startsWith(PREFIX) ? schema.$ref.slice(PREFIX.length) : null);

/** False where the schema is a reference to one that did not come along. */
export const isHere = (schema, schemas) => {
  const name = nameOf(schema);
  return name == null || Object.hasOwn(schemas, name);
};

/* `true` and `{}` allow anything, `false` nothing. */
const asObject = schema => {
  if (schema === false) return { not: {} };
  return schema && typeof schema === 'object' ? schema : {};
};

/**
 * What stands behind a reference; what stands beside it goes before.
 * @param {any} schema
 * @param {Schemas} schemas
 * @returns {Schema}
 */
function resolved(schema, schemas) {
  let found = asObject(schema);
  for (let hops = 0; nameOf(found) != null && hops < HOPS_MAX; hops++) {
    const { $ref, ...beside } = found;
    const name = $ref.slice(PREFIX.length);
    found = { ...asObject(Object.hasOwn(schemas, name) ? schemas[name] : {}), ...beside };
  }
  return found;
}

/** Two that both hold as one. */
export function joined(one, other) {
  const both = { ...one, ...other };
  if (one.properties && other.properties) {
    both.properties = { ...one.properties, ...other.properties };
  }
  if (one.required && other.required) {
    both.required = [...new Set([...one.required, ...other.required])];
  }
  return both;
}

/**
 * Without reference and allOf: all that holds at once, in one.
 * @param {any} schema
 * @param {Schemas} schemas
 * @returns {Schema}
 */
export function flat(schema, schemas, hops = 0) {
  const { allOf, ...own } = resolved(schema, schemas);
  if (!Array.isArray(allOf) || hops >= HOPS_MAX) return own;
  const base = allOf.reduce((all, part) => joined(all, flat(part, schemas, hops + 1)), {});
  return joined(base, own);
}

const HINTS = [
  ['object', ['properties', 'additionalProperties', 'patternProperties', 'required']],
  ['array', ['items', 'prefixItems', 'minItems', 'maxItems']],
  ['string', ['pattern', 'minLength', 'maxLength', 'format', 'contentEncoding']],
  ['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
];

const kindOf = value => {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
};

/* Its choices tell what they are, its other words what goes with them. */
function toldTypes(schema) {
  if (Array.isArray(schema.enum)) return [...new Set(schema.enum.map(kindOf))];
  const hint = HINTS.find(([, words]) => words.some(word => word in schema));
  return hint ? [hint[0]] : [];
}

/** All types that a flat schema allows, `null` among them; told by its other words if need be. */
export function typesOf(schema) {
  const named = [schema.type ?? []].flat();
  const types = named.length ? named : toldTypes(schema);
  return schema.nullable && !types.includes('null') ? [...types, 'null'] : types;
}

/** The first type but null; null where any will do. */
export const typeOf = schema => typesOf(schema).find(type => type !== 'null') ?? null;

/** A string of bytes rather than of text, as files are. */
export const isBinary = schema => typeOf(schema) === 'string' && (schema.format === 'binary'
  || (schema.contentMediaType != null && schema.contentEncoding == null));
