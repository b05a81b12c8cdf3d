// @ts-check
/* Calls: what is sent through the gateway for an endpoint, made of given values.
 *
 * Values: {path, query, header, cookie: {name: value}, type, body, text}. `type` is the body's
 * media type, `body` its value, `text` the body as somebody typed it, which goes before. A value
 * that is undefined or null is not sent. A file is {filename, type}.
 * A call: {method, url, headers: [[name, value]], body}, with body null or one of
 *   {kind: "text", type, text}, {kind: "file", filename, type},
 *   {kind: "form", fields: [[name, value]]},
 *   {kind: "multipart", parts: [{name, value} | {name, filename, type}]}. */
import { exampleFor, hasExample } from './example.js';
import { flat, isBinary } from './schema.js';
import { pairsIn, percent, percentKept, plain, textIn } from './serialize.js';

export { exampleFor, exampleOf, examplesOf } from './example.js';

export const KEY_HEADER = 'X-API-Key';

/* The document must not describe these as parameters (OpenAPI), and the key is ours. */
const OWN_HEADERS = ['accept', 'content-type', 'authorization', 'cookie', 'x-api-key'];
const BODILESS = ['GET', 'HEAD', 'TRACE'];

const essence = type => type.split(';')[0].trim().toLowerCase();
const isJson = type => /[/+]json$/.test(essence(type)) || essence(type) === '*/*';
const isForm = type => essence(type) === 'application/x-www-form-urlencoded';
const isMultipart = type => essence(type) === 'multipart/form-data';
const isText = type => essence(type).startsWith('text/');
const KINDS = [isJson, isForm, isMultipart, isText, () => true];
const rank = type => KINDS.findIndex(is => is(type));

const schemasOf = endpoint => endpoint.components?.schemas ?? {};

/** Parameters that are sent, in the document's order. */
export const parametersOf = endpoint => endpoint.parameters.filter(one =>
  one.in !== 'header' || !OWN_HEADERS.includes(one.name.toLowerCase()));

/** The media types of an endpoint's body, those first that are easiest to write. */
export function bodyTypes(endpoint) {
  if (BODILESS.includes(endpoint.method)) return [];
  return Object.keys(endpoint.request_body?.content ?? {}).sort((a, b) => rank(a) - rank(b));
}

/* -- Example values --------------------------------------------------------------------------- */

const isShown = (one, schemas) =>
  one.in === 'path' || one.required || (!one.deprecated && hasExample(one, schemas));

const ENDINGS = { 'application/pdf': 'pdf', 'image/png': 'png', 'image/jpeg': 'jpg',
  'text/csv': 'csv', 'text/plain': 'txt', 'application/json': 'json', 'application/zip': 'zip' };

const FILE_NAME = /^[\p{L}\p{N} ()._-]+\.\w{1,8}$/u;

/* The type of a part that is a file; null for one that is not. */
function fileType(schema, encoding) {
  const one = schema.type === 'array' ? schema.items ?? {} : schema;
  const type = encoding?.contentType?.split(',')[0].trim();
  if (!isBinary(one) && !/^(image|audio|video)\/|pdf$|octet-stream$/.test(type ?? '')) return null;
  return type && !type.includes('*') ? type : one.contentMediaType ?? 'application/octet-stream';
}

const asFile = (name, type, value) => {
  if (value?.filename) return { filename: value.filename, type: value.type || type };
  const isName = typeof value === 'string' && FILE_NAME.test(value);
  return { filename: isName ? value : `${name}.${ENDINGS[type] ?? 'bin'}`, type };
};

/** Example values of a body of this type. */
export function exampleBody(endpoint, type) {
  return exampleFor(endpoint.request_body?.content?.[type], schemasOf(endpoint));
}

/** What an endpoint is called with, by its examples, its defaults and its schemas. */
export function exampleValues(endpoint) {
  const schemas = schemasOf(endpoint);
  const values = { path: {}, query: {}, header: {}, cookie: {}, type: null, body: undefined };
  for (const one of parametersOf(endpoint).filter(one => isShown(one, schemas))) {
    values[one.in][one.name] = exampleFor(one, schemas);
  }
  const [type = null] = bodyTypes(endpoint);
  return type ? { ...values, type, body: exampleBody(endpoint, type) } : values;
}

/* -- The address ------------------------------------------------------------------------------ */

const isGiven = value => value !== undefined && value !== null;

/* A parameter with a media type instead of a style is written as that says. */
const written = (parameter, value) =>
  (parameter.content && typeof value === 'object' ? JSON.stringify(value) : value);

/* What is no parameter stays, encoded where it has to be. */
const literal = text => text.replace(/%(?![0-9A-Fa-f]{2})|[^A-Za-z0-9%\-._~!$&'()*+,;=:@/{}]/gu,
  percent);

function pathOf(endpoint, values) {
  const known = new Map(parametersOf(endpoint).filter(one => one.in === 'path')
    .map(one => [one.name, one]));
  return endpoint.path.split(/(\{[^{}]*\})/).map(part => {
    const name = /^\{(.*)\}$/.exec(part)?.[1];
    const value = name == null ? undefined : values.path?.[name];
    if (!isGiven(value)) return literal(part);
    const one = known.get(name) ?? { name };
    return textIn(one, written(one, value), percent);
  }).join('');
}

const given = (endpoint, values, place) => parametersOf(endpoint)
  .filter(one => one.in === place && isGiven(values[place]?.[one.name]))
  .map(one => [one, written(one, values[place][one.name])]);

const queryOf = (endpoint, values) => given(endpoint, values, 'query').flatMap(([one, value]) =>
  pairsIn(one, value, one.allowReserved ? percentKept : percent));

/** The address below the bundle's, with the query. */
export function pathAndQuery(endpoint, values) {
  const [path, fixed] = endpoint.path.split('?');
  const query = queryOf(endpoint, values).map(pair => pair.join('='));
  const all = fixed ? [literal(fixed), ...query] : query;
  return pathOf({ ...endpoint, path }, values) + (all.length ? `?${all.join('&')}` : '');
}

/* -- Headers ---------------------------------------------------------------------------------- */

/* One line of what every client can send: anything else is percent-encoded. */
const headerText = text => String(text).replace(/[\r\n\t]+/g, ' ')
  .replace(/[^\x20-\x7E]+/gu, percent).trim();

function headersOf(endpoint, values, key) {
  const own = isGiven(key) ? [[KEY_HEADER, key]] : [];
  const more = given(endpoint, values, 'header').map(([one, value]) =>
    [one.name, textIn(one, value, headerText)]);
  const cookies = given(endpoint, values, 'cookie').flatMap(([one, value]) =>
    pairsIn(one, value, percent)).map(pair => pair.join('='));
  return [...own, ...more, ...(cookies.length ? [['Cookie', cookies.join('; ')]] : [])];
}

/* -- The body --------------------------------------------------------------------------------- */

/* Objects travel as JSON unless the document gives them a style. */
function fieldsOf(name, value, encoding) {
  const hasStyle = encoding?.style != null || encoding?.explode != null;
  if (!Array.isArray(value) && typeof value === 'object' && !hasStyle) {
    return [[name, JSON.stringify(value)]];
  }
  return pairsIn({ ...encoding, name }, value, plain);
}

const membersOf = value => Object.entries(value && typeof value === 'object' ? value : {})
  .filter(([, one]) => isGiven(one));

function partsOf(name, value, encoding, schema) {
  const type = fileType(schema, encoding);
  const isFile = type || value?.filename;
  const list = [value].flat();
  if (isFile) return list.map(one => ({ name, ...asFile(name, type, one) }));
  return fieldsOf(name, value, encoding).map(([key, text]) => ({ name: key, value: text }));
}

function multipart(endpoint, media, value) {
  const schemas = schemasOf(endpoint);
  const { properties = {} } = flat(media?.schema, schemas);
  const parts = membersOf(value).flatMap(([name, one]) => {
    const schema = flat(properties[name], schemas);
    const items = schema.items && flat(schema.items, schemas);
    return partsOf(name, one, media?.encoding?.[name], items ? { ...schema, items } : schema);
  });
  return { kind: 'multipart', parts };
}

function bodyOf(endpoint, { type, body, text }) {
  if (BODILESS.includes(endpoint.method) || !type) return null;
  const media = endpoint.request_body?.content?.[type];
  const sent = essence(type) === '*/*' ? 'application/json' : type;
  if (isGiven(text)) return { kind: 'text', type: sent, text: String(text) };
  if (!isGiven(body) && !isJson(type)) return null;
  if (isForm(type)) {
    return { kind: 'form', fields: membersOf(body).flatMap(([name, one]) =>
      fieldsOf(name, one, media?.encoding?.[name])) };
  }
  if (isMultipart(type)) return multipart(endpoint, media, body);
  if (isGiven(body) && fileType(flat(media?.schema, schemasOf(endpoint)), { contentType: type })) {
    return { kind: 'file', ...asFile('berkas', essence(type), body) };
  }
  if (!isJson(type) && typeof body === 'string') return { kind: 'text', type: sent, text: body };
  return body === undefined ? null
    : { kind: 'text', type: sent, text: JSON.stringify(body, null, 2) };
}

/**
 * The call of an endpoint with these values.
 * @param {any} endpoint  as the API answers it
 * @param {any} values
 * @param {{base: string, slug?: string, key?: string}} to  base: the gateway's address with the
 *   environment, such as https://gerbang.contoh.go.id/development; without a slug, the bundle's own
 */
export function callFrom(endpoint, values, { base, slug, key }) {
  const root = base.replace(/\/+$/, '') + (slug ? `/${percent(slug)}` : '');
  return {
    method: endpoint.method,
    url: root + pathAndQuery(endpoint, values),
    headers: headersOf(endpoint, values, key),
    body: bodyOf(endpoint, values),
  };
}
