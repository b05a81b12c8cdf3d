// @ts-check
/* A call as POST /bundles/{slug}/test takes it, and what is said about the answer. */
import { callFrom } from './call.js';
import { extraHeaders, isFile, valuesFrom } from './trial-fields.js';

const CRLF = '\r\n';

const base64Of = async blob => {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const pieces = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    pieces.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(pieces.join(''));
};

const quoted = text => text.replace(/["\r\n]/g, c => `%${c.charCodeAt(0).toString(16)}`);

/* Files are handed out in the order in which the form names them. */
function multipart(parts, files, boundary) {
  const left = [...files];
  const pieces = parts.flatMap(({ name, value, filename, type }) => {
    const file = filename == null ? null : left.shift();
    const head = `--${boundary}${CRLF}Content-Disposition: form-data; name="${quoted(name)}"`;
    if (!file) return [`${head}${CRLF}${CRLF}${value ?? ''}${CRLF}`];
    return [`${head}; filename="${quoted(file.name)}"${CRLF}Content-Type: ${file.type || type}`
      + `${CRLF}${CRLF}`, file, CRLF];
  });
  return new Blob([...pieces, `--${boundary}--${CRLF}`]);
}

const isBlob = value => typeof Blob !== 'undefined' && value instanceof Blob;

/* A File has a name where lib/call.js looks for a file's. */
const named = value => {
  if (Array.isArray(value)) return value.map(named);
  return isBlob(value) ? { filename: value.name, type: value.type } : value;
};

const filesIn = body => Object.values(body ?? {}).flat().filter(isBlob);

/** The call that a form describes, for samples; files stand by their names. */
export function callOf(endpoint, values, to) {
  const asked = valuesFrom(endpoint, values);
  const body = asked.body && Object.fromEntries(
    Object.entries(asked.body).map(([name, one]) => [name, named(one)]));
  const call = callFrom(endpoint, { ...asked, body }, to);
  const chosen = isFile(asked.type) && isBlob(values['body-file']) && values['body-file'].name;
  const raw = chosen ? { kind: 'file', filename: chosen, type: asked.type } : null;
  return { ...call, headers: [...call.headers, ...extraHeaders(values)], body: raw ?? call.body,
    files: filesIn(asked.body) };
}

const typeHeader = type => [['Content-Type', type]];

const FORM = 'application/x-www-form-urlencoded';

async function bodyOf({ body, files }, values, boundary) {
  if (!body) return { headers: [] };
  if (body.kind === 'text') return { headers: typeHeader(body.type), body: body.text };
  if (body.kind === 'form') {
    return { headers: typeHeader(FORM), body: new URLSearchParams(body.fields).toString() };
  }
  const blob = body.kind === 'file' ? values['body-file']
    : multipart(body.parts, files, boundary);
  const type = body.kind === 'file' ? values['body-file'].type || body.type
    : `multipart/form-data; boundary=${boundary}`;
  return { headers: typeHeader(type), body: await base64Of(blob), body_encoding: 'base64' };
}

/* The name of one header may come several times. */
function headersOf(pairs) {
  const headers = {};
  for (const [name, value] of pairs) {
    headers[name] = Object.hasOwn(headers, name) ? [headers[name], value].flat() : value;
  }
  return headers;
}

const hasName = (pairs, name) => pairs.some(([one]) => one.toLowerCase() === name);

/** What is sent to the portal; the key goes along only where it is asked for. */
export async function trialOf(endpoint, values, { environment, key, boundary }) {
  const call = callOf(endpoint, values, { base: 'http://x' });
  const [path, query] = call.url.slice('http://x'.length).split(/\?(.*)/s);
  const sent = await bodyOf(call, values, boundary);
  const types = hasName(call.headers, 'content-type') ? [] : sent.headers;
  return {
    environment, method: call.method, path, ...(query && { query }),
    headers: headersOf([...call.headers, ...types]),
    ...(sent.body !== undefined && { body: sent.body }),
    ...(sent.body_encoding && { body_encoding: sent.body_encoding }),
    ...(environment === 'production' && key && { key }),
  };
}

/** good | info | warn | bad, by the class of a status. */
export const toneOf = status =>
  ({ 2: 'good', 3: 'info', 4: 'warn', 5: 'bad' }[Math.floor(status / 100)] ?? 'info');

const REASONS = {
  200: 'OK', 201: 'Created', 202: 'Accepted', 204: 'No Content', 206: 'Partial Content',
  301: 'Moved Permanently', 302: 'Found', 303: 'See Other', 304: 'Not Modified',
  307: 'Temporary Redirect', 308: 'Permanent Redirect', 400: 'Bad Request', 401: 'Unauthorized',
  403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed', 406: 'Not Acceptable',
  409: 'Conflict', 410: 'Gone', 413: 'Content Too Large', 415: 'Unsupported Media Type',
  422: 'Unprocessable Content', 429: 'Too Many Requests', 500: 'Internal Server Error',
  501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
};

/** '404 Not Found' */
export const statusWords = status => `${status} ${REASONS[status] ?? ''}`.trim();

const typeOf = answer => (answer.headers['content-type'] ?? '').split(';')[0].trim().toLowerCase();

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'];

/** json | picture | text | bytes | empty; json also where it only looks so. */
export function lookOf(answer) {
  const type = typeOf(answer);
  if (answer.body === '') return 'empty';
  if (answer.body_encoding === 'base64') return PICTURES.includes(type) ? 'picture' : 'bytes';
  const looks = /[/+]json$/.test(type) || /^\s*[[{]/.test(answer.body);
  return looks && !answer.truncated && jsonIn(answer) !== undefined ? 'json' : 'text';
}

/** The answer's JSON; undefined where it is none. */
export function jsonIn(answer) {
  try {
    return JSON.parse(answer.body);
  } catch {
    return undefined;
  }
}

const ENDINGS = { 'application/json': 'json', 'application/pdf': 'pdf', 'text/csv': 'csv',
  'text/html': 'html', 'application/xml': 'xml', 'text/xml': 'xml', 'image/png': 'png',
  'image/jpeg': 'jpg', 'image/gif': 'gif', 'image/webp': 'webp', 'image/svg+xml': 'svg',
  'application/zip': 'zip', 'text/plain': 'txt' };

/** The name of a file with the answer. */
export const fileNameOf = answer =>
  `jawaban.${ENDINGS[typeOf(answer)] ?? (answer.body_encoding === 'text' ? 'txt' : 'bin')}`;

/** The answer's body as it came. What a browser might run is given as bytes. */
export function blobOf(answer) {
  const type = PICTURES.includes(typeOf(answer)) ? typeOf(answer) : 'application/octet-stream';
  if (answer.body_encoding === 'text') return new Blob([answer.body], { type });
  const bytes = Uint8Array.from(atob(answer.body), c => c.charCodeAt(0));
  return new Blob([bytes], { type });
}
