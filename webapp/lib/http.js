// @ts-check
/* One exchange with the server: JSON in, JSON out, and every failure a Problem. */
import { currentLanguage } from './i18n.js';

const fieldsOf = errors =>
  Object.fromEntries((errors ?? []).map(e => [e.field, { code: e.code, message: e.message }]));

export class Problem extends Error {
  /**
   * @param {number} status  0 when no answer came
   * @param {string} code    a key of the words under problem.
   * @param {any} [body]     what the server said
   */
  constructor(status, code, body = {}) {
    super(body?.message ?? '');
    this.status = status;
    this.code = code;
    this.fields = fieldsOf(body?.errors);   // field name → { code, message }
    this.challenge = body?.challenge;       // of a sign-in that needs one more step
    this.methods = body?.methods;           // of a step-up: what would do
    this.requestId = body?.request_id;
    this.answer = body?.answer;             // of a call that was tried: what the gateway said
    this.retryAfter = 0;                    // seconds, where the server asks for patience
  }
}

const CODES = {
  401: 'unauthenticated', 403: 'forbidden', 404: 'not_found', 409: 'conflict', 413: 'too_large',
  415: 'unsupported_media', 422: 'invalid_fields', 429: 'too_many_requests', 503: 'busy',
};

/** The Problem for an answer that is not a success; `header` reads one of its headers. */
export function problemOf(status, json, header) {
  const code = json?.code ?? CODES[status] ?? (status < 500 ? 'bad_input' : 'internal');
  const problem = new Problem(status, code, json ?? {});
  problem.requestId ??= header('X-Request-Id') ?? undefined;
  problem.retryAfter = Number(header('Retry-After')) || 0;
  return problem;
}

/** The headers of every call: who asks, and in which language to answer. */
export const headersFor = (token, more = {}) => ({
  'Accept': 'application/json',
  'Accept-Language': currentLanguage(),
  ...(token && { Authorization: `Bearer ${token}` }),
  ...more,
});

/**
 * @param {string} method
 * @param {any} body
 * @param {{token?: string, headers?: Record<string, string>, signal?: AbortSignal}} options
 * @returns {RequestInit}
 */
function requestFor(method, body, { token = '', headers = {}, signal }) {
  const common = { method, signal, credentials: /** @type {const} */ ('same-origin') };
  if (body === undefined || body instanceof FormData) {
    return { ...common, body, headers: headersFor(token, headers) };
  }
  const typed = { 'Content-Type': 'application/json', ...headers };
  return { ...common, body: JSON.stringify(body), headers: headersFor(token, typed) };
}

/** fetch(), with a Problem when no answer comes. */
export const reach = (path, request) => fetch(path, request).catch(error => {
  throw error.name === 'AbortError' ? error : new Problem(0, 'offline');
});

/* What early.js asked for while the app was on its way; where it comes later it asks nothing. */
const early = /** @type {any} */ (globalThis).simpulEarly ??= new Map();

/** From now on everything is asked for anew. */
export const forgetEarly = () => early.clear();

/* The answer that is on its way already; a refused call is one, but no answer is none. */
function answerTo(method, path, request) {
  const name = `${method} ${path}`, call = early.get(name) ?? Promise.reject();
  early.delete(name);
  return call.catch(() => reach(path, request));
}

/**
 * Sends one request and gives the answer's JSON.
 * @param {string} method
 * @param {string} path
 * @param {any} [body]
 * @param {{token?: string, headers?: Record<string, string>, signal?: AbortSignal}} [options]
 */
export async function send(method, path, body, options = {}) {
  const response = await answerTo(method, path, requestFor(method, body, options));
  const json = await response.json().catch(() => null);
  if (!response.ok) throw problemOf(response.status, json, name => response.headers.get(name));
  if (!json) throw new Problem(0, 'offline');   // the line broke within the answer
  return json;
}
