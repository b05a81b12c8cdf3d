// @ts-check
/* curl, for bash and zsh. */
import { shellQuoted } from './quote.js';

const header = ([name, value]) => `-H ${shellQuoted(value ? `${name}: ${value}` : `${name};`)}`;

/* A word of curl's own inside -F: quoted, since ; and , part it. */
const word = text => `"${text.replace(/["\\]/g, '\\$&')}"`;

const part = ({ name, value, filename, type }) => (filename === undefined
  ? `--form-string ${shellQuoted(`${name}=${value}`)}`
  : `-F ${shellQuoted(`${name}=@${word(filename)}${type ? `;type=${type}` : ''}`)}`);

const field = ([name, value]) =>
  `--data-urlencode ${shellQuoted(`${encodeURIComponent(name)}=${value}`)}`;

const bodies = {
  json: ({ text }) => [`--data-raw ${shellQuoted(text)}`],
  text: ({ text }) => [`--data-raw ${shellQuoted(text)}`],
  file: ({ filename }) => [`--data-binary ${shellQuoted(`@${filename}`)}`],
  form: ({ fields }) => (fields.length ? fields.map(field) : ["--data-raw ''"]),
  multipart: ({ parts }) => parts.map(part),
};

const method = name => ({ GET: '', HEAD: '--head ' })[name] ?? `-X ${shellQuoted(name)} `;
const withoutQuotes = text => text.replace(/^-X '([A-Z]+)' $/, '-X $1 ');

/** @param {ReturnType<import('./prepare.js').prepare>} call */
export function curl({ method: name, url, headers, body }) {
  const way = body && name === 'GET' ? '-X GET ' : withoutQuotes(method(name));
  const typed = body?.type ? [...headers, ['Content-Type', body.type]] : headers;
  const sent = body ? bodies[body.kind](body) : [];
  return [`curl ${way}${shellQuoted(url)}`, ...typed.map(header), ...sent].join(' \\\n  ');
}
