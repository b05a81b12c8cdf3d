// @ts-check
/* The REST API as pages use it: the session's token goes along, renewed once when refused. */
import { headersFor, Problem, problemOf, reach, send } from './http.js';
import { currentToken, refresh } from './session.js';
import { withProof } from './step-up.js';

export { Problem } from './http.js';

const isTokenRefused = error =>
  error instanceof Problem && error.status === 401 && error.code === 'unauthenticated';

/** Runs `act` with the token, and once more with a fresh one when the first was refused. */
async function withToken(act) {
  const token = currentToken();
  if (!token) return act('');
  try {
    return await act(token);
  } catch (error) {
    if (!isTokenRefused(error)) throw error;
    if (currentToken() === token) await refresh();
    return act(currentToken());
  }
}

const exchanged = (method, path, body, options = {}) =>
  withToken(token => send(method, path, body, { ...options, token }));

/* A proof that the server asks for in between is given, and the same goes out again. */
const proven = act => withProof(act, proof => exchanged('POST', '/auth/step-up', proof));

const call = (method, path, body, options = {}) =>
  proven(() => exchanged(method, path, body, options));

export const get = (path, options = {}) => call('GET', path, undefined, options);
export const post = (path, body = {}, options = {}) => call('POST', path, body, options);
export const patch = (path, body = {}) => call('PATCH', path, body);
export const put = (path, body = {}) => call('PUT', path, body);
export const del = path => call('DELETE', path);

/** A random id, also where the page came by plain http and randomUUID is missing. */
export const randomId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), b => b.toString(16).padStart(2, '0'))
    .join('');

const onlyOnce = () => ({ 'Idempotency-Key': randomId() });

/** A POST that creates something: the same sending counts once. */
export const create = (path, body = {}) => post(path, body, { headers: onlyOnce() });

/** A path with a query; empty values are left out: query('/keys', { q: '' }) → '/keys'. */
export function query(path, values) {
  const kept = Object.entries(values).filter(([, value]) => value != null && value !== '');
  const text = new URLSearchParams(kept.map(([name, value]) => [name, String(value)])).toString();
  return text ? `${path}?${text}` : path;
}

async function fetchFile(path, token) {
  const response = await reach(path, { headers: headersFor(token, { Accept: '*/*' }) });
  if (response.ok) return response.blob();
  const json = await response.json().catch(() => null);
  throw problemOf(response.status, json, name => response.headers.get(name));
}

let files = [];

/** A file behind the session's token, as an address for <img>, <iframe> or a download. It stands
 * as long as the page that asked for it. */
export async function blobUrl(path) {
  const url = URL.createObjectURL(await withToken(token => fetchFile(path, token)));
  files.push(url);
  return url;
}

/** Gives what frees the files asked for so far, once the next page stands. */
export function shownFiles() {
  const old = files;
  files = [];
  return () => old.forEach(url => URL.revokeObjectURL(url));
}

const parsed = text => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

const exchange = (path, form, headers, onProgress) => new Promise((resolve, reject) => {
  const call = new XMLHttpRequest();   // fetch() tells nothing about the progress of an upload
  call.open('POST', path);
  for (const [name, value] of Object.entries(headers)) call.setRequestHeader(name, value);
  call.upload.onprogress = ({ lengthComputable, loaded, total }) =>
    lengthComputable && onProgress?.(loaded / total);
  call.onerror = () => reject(new Problem(0, 'offline'));
  call.onload = () => {
    const json = parsed(call.responseText);
    if (call.status < 300) resolve(json);
    else reject(problemOf(call.status, json, name => call.getResponseHeader(name)));
  };
  call.send(form);
});

/** Sends a FormData with files; `onProgress` hears a share from 0 to 1. */
export function upload(path, form, onProgress) {
  const once = onlyOnce();
  return proven(() =>
    withToken(token => exchange(path, form, headersFor(token, once), onProgress)));
}
