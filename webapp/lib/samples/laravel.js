// @ts-check
/* PHP with Laravel's Http client, version 8 and later. */
import { literal } from './json.js';
import { inName, typeOf } from './multipart.js';
import { STYLE, phpPairs, phpText } from './php.js';
import { urlEncoded } from './prepare.js';
import { phpQuoted } from './quote.js';

const PAD = '    ';
const WITH_DATA = ['POST', 'PUT', 'PATCH'];

const direct = ({ method, url }, data = '') =>
  `->${method.toLowerCase()}(${phpQuoted(url)}${data ? `, ${data}` : ''})`;
const send = ({ method, url }, options = '') =>
  `->send(${phpQuoted(method)}, ${phpQuoted(url)}${options})`;

/* A body as it is, of any type. */
const raw = (call, text, type) => [`->withBody(${text}, ${phpQuoted(type)})`, send(call)];

/* Only an array of PHP can be handed over: {} and maps counted from 0 would become lists. */
const isArray = value => Array.isArray(value) || literal(value, STYLE).startsWith('[');

function json(call) {
  const { text, type, value } = call.body;
  if (value === undefined) return raw(call, phpText(text, `${PAD}    `), type);
  const native = literal(value, STYLE, PAD);
  if (type === 'application/json' && isArray(value) && WITH_DATA.includes(call.method)) {
    return [direct(call, native)];
  }
  return raw(call, `json_encode(${native})`, type);
}

function form(call) {
  const { fields } = call.body;
  const pairs = phpPairs(fields, PAD);
  return pairs && WITH_DATA.includes(call.method) ? ['->asForm()', direct(call, pairs)]
    : raw(call, phpQuoted(urlEncoded(fields)), 'application/x-www-form-urlencoded');
}

/* Guzzle writes names as they are. */
const attach = ({ name, filename, type }) =>
  `->attach(${phpQuoted(inName(name))}, fopen(${phpQuoted(filename)}, 'r'), `
  + `${phpQuoted(inName(filename))}, [\n`
  + `${PAD}    'Content-Type' => ${phpQuoted(typeOf({ type }))},\n${PAD}])`;

const entry = ([name, value]) =>
  `${PAD}    ['name' => ${phpQuoted(name)}, 'contents' => ${phpQuoted(value)}],\n`;

function multipart(call) {
  const files = call.body.parts.filter(part => part.filename !== undefined);
  const fields = call.body.parts.filter(part => part.filename === undefined)
    .map(part => [inName(part.name), part.value]);
  const data = phpPairs(fields, PAD)
    ?? (fields.length ? `[\n${fields.map(entry).join('')}${PAD}]` : '[]');
  return [
    ...(files.length ? files.map(attach) : ['->asMultipart()']),
    WITH_DATA.includes(call.method) ? direct(call, data)
      : send(call, `, ['multipart' => ${data}]`),
  ];
}

const bodies = {
  json,
  text: call => raw(call, phpText(call.body.text, `${PAD}    `), call.body.type),
  file: call => raw(call, `file_get_contents(${phpQuoted(call.body.filename)})`, call.body.type),
  form,
  multipart,
};

const withoutBody = call =>
  [['GET', 'HEAD', 'DELETE'].includes(call.method) ? direct(call) : send(call)];

const withHeaders = headers => (headers.length ? [
  `->withHeaders(${phpPairs(headers, '')})`,
] : []);

/** @param {ReturnType<import('./prepare.js').prepare>} call */
export function laravel(call) {
  const steps = [
    ...withHeaders(call.headers),
    ...(call.body ? bodies[call.body.kind](call) : withoutBody(call)),
  ];
  return [
    '<?php',
    'use Illuminate\\Support\\Facades\\Http;', '',
    `$response = Http${steps.join(`\n${PAD}`).replace('->', '::')};`, '',
    'echo $response->status(), "\\n", $response->body(), "\\n";',
  ].join('\n');
}
