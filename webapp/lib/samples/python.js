// @ts-check
/* Python with requests. */
import { literal } from './json.js';
import { isAscii, lineLiterals, quoted } from './quote.js';

const STYLE = {
  quote: quoted,
  words: { true: 'True', false: 'False', null: 'None' },
  list: ['[', ']'],
  map: () => ['{', '}'],
  pair: (key, value) => `${key}: ${value}`,
};
const DIRECT = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

const headerValue = value => quoted(value) + (isAscii(value) ? '' : '.encode()');

const headerLines = headers => (headers.length ? [
  '    headers={',
  ...headers.map(([name, value]) => `        ${quoted(name)}: ${headerValue(value)},`),
  '    },',
] : []);

const file = ({ filename, type }) => `(${quoted(filename)}, open(${quoted(filename)}, "rb")`
  + `${type ? `, ${quoted(type)}` : ''})`;
const part = one => `        (${quoted(one.name)}, ${one.filename === undefined
  ? `(None, ${quoted(one.value)})` : file(one)}),`;
const field = ([name, value]) => `        (${quoted(name)}, ${quoted(value)}),`;
const list = (name, lines) => [`    ${name}=[`, ...lines, '    ],'];

const text = body => ['    data=(',
  ...lineLiterals(body.text, quoted).map(line => `        ${line}`), '    ).encode(),'];

const bodies = {
  json: body => (body.value === undefined ? text(body)
    : [`    json=${literal(body.value, STYLE, '    ')},`]),
  text,
  file: ({ filename }) => [`    data=open(${quoted(filename)}, "rb"),`],
  form: ({ fields }) => list('data', fields.map(field)),
  multipart: ({ parts }) => list('files', parts.map(part)),
};

/* json= names the type application/json itself. */
const needsType = ({ kind, type, value }) =>
  type && !(kind === 'json' && value !== undefined && type === 'application/json');

/** @param {ReturnType<import('./prepare.js').prepare>} call */
export function python({ method, url, headers, body }) {
  const typed = body && needsType(body) ? [...headers, ['Content-Type', body.type]] : headers;
  const isDirect = DIRECT.includes(method);
  return [
    'import requests', '',
    isDirect ? `response = requests.${method.toLowerCase()}(` : 'response = requests.request(',
    ...(isDirect ? [] : [`    ${quoted(method)},`]),
    `    ${quoted(url)},`,
    ...headerLines(typed),
    ...(body ? bodies[body.kind](body) : []),
    ')',
    'print(response.status_code, response.text)',
  ].join('\n');
}
