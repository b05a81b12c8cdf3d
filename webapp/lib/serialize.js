// @ts-check
/* Parameters as text, in every style of OpenAPI 3.x (RFC 6570): simple, label and matrix in paths,
 * form, spaceDelimited, pipeDelimited and deepObject in queries and bodies. */

/** @typedef {(text: string) => string} Encode */

const hex = c => `%${c.charCodeAt(0).toString(16).toUpperCase()}`;

/** Percent-encoded: only what RFC 3986 calls unreserved stays. Half a character becomes U+FFFD. */
export const percent = text => encodeURIComponent(
  String(text).replace(/\p{Surrogate}/gu, '\uFFFD')).replace(/[!'()*]/g, hex);

/** Reserved characters stay too, but for those that would end the query or a pair in it. */
export const percentKept = text =>
  percent(text).replace(/%(2F|3A|3F|40|21|24|27|28|29|2A|2C|3B)/g, decodeURIComponent);

/** As it is. */
export const plain = text => String(text);

const isGiven = value => value !== undefined && value !== null;
const isObject = value => typeof value === 'object' && value !== null;
const textOf = value => (isObject(value) ? JSON.stringify(value) : String(value));

const membersOf = value => Object.entries(value).filter(([, one]) => isGiven(one));

/* Lists, and objects as name, value, name, value. */
const itemsOf = value => (Array.isArray(value) ? value.filter(isGiven) : membersOf(value).flat());

const line = (value, mark, isExploded, /** @type {Encode} */ encode) => {
  const write = one => encode(textOf(one));
  if (!isObject(value)) return write(value);
  if (Array.isArray(value) || !isExploded) return itemsOf(value).map(write).join(mark);
  return membersOf(value).map(([name, one]) => `${write(name)}=${write(one)}`).join(mark);
};

const equals = (name, text) => (text === '' ? `;${name}` : `;${name}=${text}`);

function matrix(name, value, isExploded, encode) {
  const write = one => encode(textOf(one));
  if (!isObject(value) || !isExploded) return equals(encode(name), line(value, ',', false, encode));
  const pairs = Array.isArray(value)
    ? itemsOf(value).map(one => [name, one]) : membersOf(value);
  return pairs.map(([key, one]) => equals(encode(key), write(one))).join('');
}

const explodes = (style, explode) => explode ?? style === 'form';

/** A parameter of a path or a header. */
export function textIn({ name, style = 'simple', explode }, value, /** @type {Encode} */ encode) {
  const isExploded = explodes(style, explode);
  if (style === 'label') return `.${line(value, isExploded ? '.' : ',', isExploded, encode)}`;
  if (style === 'matrix') return matrix(name, value, isExploded, encode);
  return line(value, ',', isExploded, encode);
}

const deep = (name, value) => {
  if (!isObject(value)) return isGiven(value) ? [[name, String(value)]] : [];
  return Object.entries(value).flatMap(([key, one]) => deep(`${name}[${key}]`, one));
};

const MARKS = { spaceDelimited: ' ', pipeDelimited: '|' };

/**
 * A parameter of a query, or a field of a form, as pairs of encoded name and value: several where
 * each item or member has one of its own, none where there is nothing to send.
 * @returns {string[][]}
 */
export function pairsIn({ name, style = 'form', explode }, value, /** @type {Encode} */ encode) {
  const write = one => encode(textOf(one));
  if (!isObject(value)) return [[encode(name), write(value)]];
  if (style === 'deepObject') {
    return deep(name, value).map(([key, text]) => [encode(key), encode(text)]);
  }
  if (!itemsOf(value).length) return [];
  if (!explodes(style, explode)) {
    const mark = style in MARKS ? encode(MARKS[style]) : ',';
    return [[encode(name), line(value, mark, false, encode)]];
  }
  if (Array.isArray(value)) return itemsOf(value).map(one => [encode(name), write(one)]);
  return membersOf(value).map(([key, one]) => [encode(key), write(one)]);
}
