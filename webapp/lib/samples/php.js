// @ts-check
/* PHP with its curl extension. */
import { BOUNDARY, pieces } from './multipart.js';
import { areUnique, urlEncoded } from './prepare.js';
import { joinedLines, phpQuoted } from './quote.js';
import { literal } from './json.js';

/* An array whose keys count from 0 would be a list: such maps are made objects. */
const map = value => {
  const keys = Object.keys(value);
  if (!keys.length) return ['new stdClass(', ')'];
  return keys.some(key => /^\d+$/.test(key)) ? ['(object) [', ']'] : ['[', ']'];
};

/** How PHP writes a value. */
export const STYLE = {
  quote: phpQuoted,
  words: { true: 'true', false: 'false', null: 'null' },
  list: ['[', ']'],
  map,
  pair: (key, value) => `${key} => ${value}`,
};

/** A text over lines joined by dots. */
export const phpText = (text, pad) => joinedLines(text, phpQuoted, '.', pad);

/** Pairs as an array, or null where an array could not hold them as they are. */
export function phpPairs(pairs, pad, quote = STYLE.quote) {
  const names = pairs.map(([name]) => name);
  if (!pairs.length || !areUnique(names) || names.some(name => /^\d+$/.test(name))) return null;
  const lines = pairs.map(([name, value]) => `${pad}    ${phpQuoted(name)} => ${quote(value)},\n`);
  return `[\n${lines.join('')}${pad}]`;
}

const PAD = '    ';
const header = ([name, value]) => phpQuoted(value ? `${name}: ${value}` : `${name};`);
const headerLines = headers => (headers.length ? [
  '    CURLOPT_HTTPHEADER => [', ...headers.map(one => `        ${header(one)},`), '    ],',
] : []);

const file = ({ filename, type }) =>
  `new CURLFile(${[filename, type].filter(Boolean).map(phpQuoted).join(', ')})`;
const value = part => (part.filename === undefined ? phpQuoted(part.value) : file(part));
const piece = ({ text, file: name }) =>
  (name === undefined ? phpText(text, `${PAD}    `) : `file_get_contents(${phpQuoted(name)})`);
const byHand = parts => pieces(parts).map(piece).join(`\n${PAD}    . `);
const asArray = parts => phpPairs(parts.map(one => [one.name, one]), PAD, value);

function form({ fields }) {
  const pairs = phpPairs(fields, PAD);
  return pairs ? `http_build_query(${pairs})` : phpQuoted(urlEncoded(fields));
}

const bodies = {
  json: body => (body.value === undefined ? phpText(body.text, `${PAD}    `)
    : `json_encode(${literal(body.value, STYLE, PAD)})`),
  text: ({ text }) => phpText(text, `${PAD}    `),
  file: ({ filename }) => `file_get_contents(${phpQuoted(filename)})`,
  form,
  multipart: ({ parts }) => asArray(parts) ?? byHand(parts),
};

/* curl names the type of arrays and of forms itself. */
function typeOf({ kind, type, parts }) {
  if (kind !== 'multipart') return type;
  return asArray(parts) ? undefined : `multipart/form-data; boundary=${BOUNDARY}`;
}

const way = method => (method === 'HEAD' ? '    CURLOPT_NOBODY => true,'
  : `    CURLOPT_CUSTOMREQUEST => ${phpQuoted(method)},`);

/** @param {ReturnType<import('./prepare.js').prepare>} call */
export function php({ method, url, headers, body }) {
  const type = body && typeOf(body);
  return [
    '<?php',
    `$curl = curl_init(${phpQuoted(url)});`,
    'curl_setopt_array($curl, [',
    ...(method === 'GET' && !body ? [] : [way(method)]),
    ...headerLines(type ? [...headers, ['Content-Type', type]] : headers),
    ...(body ? [`    CURLOPT_POSTFIELDS => ${bodies[body.kind](body)},`] : []),
    '    CURLOPT_RETURNTRANSFER => true,',
    ']);',
    '$body = curl_exec($curl);',
    'echo curl_getinfo($curl, CURLINFO_RESPONSE_CODE), "\\n", $body, "\\n";',
  ].join('\n');
}
