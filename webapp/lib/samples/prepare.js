// @ts-check
/* A call as every language takes it: the address encoded, headers that can be sent, each once, the
 * content type apart from them, JSON laid out. */
import { nativeValue, pretty } from './json.js';

/* What the client makes itself; some clients refuse to be told. */
const MADE_BY_CLIENT = ['connection', 'content-length', 'content-type', 'expect', 'host',
  'keep-alive', 'te', 'trailer', 'transfer-encoding', 'upgrade', '__proto__'];
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

const clean = text => String(text).replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\0', '');
const withoutControls = text => text.replace(/[\x00-\x1f\x7f]+/g, ' ').trim();
const cleanPair = ([name, value]) => [clean(name), clean(value)];

const encode = text => text.replace(/[^\x21-\x7e]|["<>[\\\]^`{|}]/gu, encodeURIComponent)
  .replace(/%(?![0-9a-f]{2})/gi, '%25');

/** The address with everything encoded that some client would refuse or change. */
export function address(url) {
  const [, origin, rest] = /^([a-z][a-z0-9+.-]*:\/\/[^/?#]*)?(.*)$/is.exec(clean(url)) ?? [];
  return `${origin ?? ''}${encode(rest ?? '').replace(/#.*$/s, '')}`;
}

/* A header twice is one with both values. */
function merged(headers) {
  const byName = new Map();
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    const joint = key === 'cookie' ? '; ' : ', ';
    const before = byName.get(key);
    byName.set(key, before ? [before[0], before[1] + joint + value] : [name, value]);
  }
  return [...byName.values()];
}

const sendable = headers => merged(headers.map(cleanPair)
  .map(([name, value]) => [name, withoutControls(value)])
  .filter(([name]) => TOKEN.test(name) && !MADE_BY_CLIENT.includes(name.toLowerCase())));

const isJson = type => /^[^;]*[/+]json\s*(;|$)/i.test(type);

function textBody({ type, text }, headers) {
  const told = headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1];
  const body = { type: withoutControls(clean(told ?? type ?? 'text/plain')) };
  const whole = clean(text);
  const laid = isJson(body.type) ? pretty(whole) : null;
  if (laid === null) return { ...body, kind: 'text', text: whole };
  return { ...body, kind: 'json', text: laid, value: nativeValue(whole) };
}

const part = one => Object.fromEntries(Object.entries(one).map(cleanPair));

const OCTETS = 'application/octet-stream';

const bodies = {
  text: textBody,
  file: ({ filename, type }) =>
    ({ kind: 'file', filename: clean(filename ?? 'berkas.bin'), type: clean(type ?? OCTETS) }),
  form: ({ fields }) => ({ kind: 'form', fields: fields.map(cleanPair) }),
  multipart: ({ parts }) => ({ kind: 'multipart', parts: parts.map(part) }),
};

/** {method, url, headers, body}; a body of kind json, text, file, form or multipart, or null. One
 *  of kind json carries its text laid out, and its value where literals can say it. */
export function prepare({ method, url, headers = [], body = null }) {
  return {
    method: clean(method).toUpperCase(),
    url: address(url),
    headers: sendable(headers),
    body: body && bodies[body.kind](body, headers),
  };
}

/** application/x-www-form-urlencoded, for clients that cannot make it of these fields. */
export const urlEncoded = fields => fields
  .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`).join('&');

/** Whether every name stands once, so that a map can hold them. */
export const areUnique = names => new Set(names).size === names.length;
