// @ts-check
/* The portal as this device calls it: every call signed with the account's key. */
import { headersFor, Problem, problemOf, reach } from '../../lib/http.js';
import * as clock from './clock.js';
import { publicJwk, signatureHeaders } from './keys.js';

const PATIENCE_MS = 10_000;

/* No answer in time is as good as none. */
function unreached(error) {
  throw error.name === 'AbortError' ? new Problem(0, 'offline') : error;
}

/* One exchange; the clock learns from its answer, and `isCorrected` says that it was wrong. */
async function exchange(key, call) {
  const time = Math.floor(clock.nowSeconds());
  const headers = headersFor('', await signatureHeaders(key, { ...call, time }));
  if (call.body) headers['Content-Type'] = 'application/json';
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
  const askedAt = Date.now();
  try {
    const response = await reach(call.path, {
      method: call.method, headers, body: call.body || undefined,
      credentials: 'omit', cache: 'no-store', signal: patience.signal,
    }).catch(unreached);
    const isCorrected = clock.learn(response.headers.get('Date'), askedAt, Date.now());
    return { response, isCorrected, json: await response.json().catch(() => null) };
  } finally {
    clearTimeout(timer);
  }
}

/* A call that a wrong clock made stale is signed once more with the right time. */
async function signed(key, call) {
  let answer = await exchange(key, call);
  if (answer.response.status === 401 && answer.isCorrected) answer = await exchange(key, call);
  const { response, json } = answer;
  if (response.ok) return json?.data;
  const problem = problemOf(response.status, json, name => response.headers.get(name));
  throw Object.assign(problem, { triesLeft: json?.tries_left });
}

/** Whether a portal's address is the one that serves this page: no other can be called. */
export const isOurs = portal => portal === location.origin;

/** Pairs this device: { device_id, account, totp } of the portal. */
export async function pair(keys, token, deviceName) {
  const body = JSON.stringify({
    pairing_token: token, public_key: await publicJwk(keys.publicKey), device_name: deviceName,
  });
  return signed(keys.privateKey, { method: 'POST', path: '/authenticator/pair', body });
}

/** The sign-ins of a paired account that wait for an answer. */
export const challengesOf = ({ signingKey, deviceId }) =>
  signed(signingKey, { method: 'GET', path: '/authenticator/challenges', body: '', deviceId });

/** Tells the portal that this device leaves the account. */
export const leave = ({ signingKey, deviceId }) =>
  signed(signingKey, { method: 'DELETE', path: '/authenticator', body: '', deviceId });

/** Answers one: approve (with the number, where one is asked for), decline or report. */
export const respond = ({ signingKey, deviceId }, id, answer) => signed(signingKey, {
  method: 'POST', path: `/authenticator/challenges/${encodeURIComponent(id)}`,
  body: JSON.stringify(answer), deviceId,
});
