// @ts-check
/* JavaScript with fetch: a module for browsers and Node, with files for Node. */
import { byteString, indented, isAscii, joinedLines, quoted } from './quote.js';

const headerValue = value => quoted(isAscii(value) ? value : byteString(value));

const headerLines = headers => (headers.length ? [
  '  headers: {',
  ...headers.map(([name, value]) => `    ${quoted(name)}: ${headerValue(value)},`),
  '  },',
] : []);

const text = body => joinedLines(body.text, quoted, '+', '    ');

const pairs = fields =>
  fields.map(([name, value]) => `\n    [${quoted(name)}, ${quoted(value)}],`).join('');

const bodies = {
  json: body => (body.value === undefined ? text(body)
    : `JSON.stringify(${indented(body.text, '  ')})`),
  text,
  file: ({ filename }) => `await readFile(${quoted(filename)})`,
  form: ({ fields }) => `new URLSearchParams([${pairs(fields)}\n  ])`,
  multipart: () => 'form',
};

const append = ({ name, value, filename, type }) => (filename === undefined
  ? `form.append(${quoted(name)}, ${quoted(value)});`
  : `form.append(${quoted(name)}, new Blob([await readFile(${quoted(filename)})]`
    + `${type ? `, { type: ${quoted(type)} }` : ''}), ${quoted(filename)});`);

const readsFile = body => body?.kind === 'file'
  || body?.parts?.some(part => part.filename !== undefined);

const linesBefore = body => [
  ...(readsFile(body) ? ['import { readFile } from "node:fs/promises";', ''] : []),
  ...(body?.kind === 'multipart' ? ['const form = new FormData();', ...body.parts.map(append), '']
    : []),
];

/** @param {ReturnType<import('./prepare.js').prepare>} call */
export function javascript({ method, url, headers, body }) {
  const isBare = method === 'GET' || method === 'HEAD';
  const sent = isBare ? null : body;
  const typed = sent?.type ? [...headers, ['Content-Type', sent.type]] : headers;
  const options = [
    ...(method === 'GET' ? [] : [`  method: ${quoted(method)},`]),
    ...headerLines(typed),
    ...(sent ? [`  body: ${bodies[sent.kind](sent)},`] : []),
  ];
  return [
    ...(body && isBare ? [`// fetch sends no body with ${method}.`] : []),
    ...linesBefore(sent),
    options.length ? `const response = await fetch(${quoted(url)}, {\n${options.join('\n')}\n});`
      : `const response = await fetch(${quoted(url)});`,
    'console.log(response.status, await response.text());',
  ].join('\n');
}
