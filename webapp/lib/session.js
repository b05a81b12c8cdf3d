// @ts-check
/* Who is signed in. The access token lives in memory, the refresh token in an HttpOnly cookie;
 * refreshing is done by one tab at a time, because a refresh token works once. */
import { Problem, send } from './http.js';
import { forget, recall, remember } from './storage.js';

const STAFF = ['admin', 'reviewer', 'publisher'];

let token = '';
let account = null;
let refreshing = null;
let isPublic = null;    // whether strangers read the catalogue; null: not known yet
const watchers = new Set();

const channel = globalThis.BroadcastChannel ? new BroadcastChannel('simpul-session') : null;
/** @type {any} */ (channel)?.unref?.();

export const currentToken = () => token;
export const currentAccount = () => account;

/** Calls `watcher` whenever somebody signs in or out, or their profile changes. */
export const watchSession = watcher => watchers.add(watcher);

/** Whether a reader may open what is for `who`. */
export function may(who, reader = account) {
  if (who === 'anyone') return true;
  if (who === 'guest') return !reader;
  if (!reader) return who === 'reader' && isPublic === true;
  if (who === 'signed-in' || who === 'reader') return true;
  if (who === 'staff') return STAFF.includes(reader.role);
  return reader.role === who || reader.role === 'admin';
}

function become(next) {
  account = next;
  for (const watcher of watchers) watcher(next);
}

/** Reads the profile, at first and after it was changed. */
export async function renew() {
  become((await send('GET', '/profile', undefined, { token })).data);
}

/** Takes the token of a completed sign-in. */
export async function begin(next) {
  token = next;
  await renew();
  remember('signed-in', 'yes');
  channel?.postMessage('begun');
}

function drop() {
  token = '';
  forget('signed-in');
  if (account) become(null);
}

/** Signs out here and in the other tabs. */
export async function end() {
  forget('trials');   // lib/trial-history.js
  await send('POST', '/auth/logout', {}, { token }).catch(() => null);
  drop();
  channel?.postMessage('ended');
}

const alone = act => {
  const locks = globalThis.navigator?.locks;   // missing where the page came by plain http
  return locks ? locks.request('simpul-refresh', act) : act();
};

async function askForToken() {
  try {
    token = (await send('POST', '/auth/refresh', {})).token;
  } catch (error) {
    if (error instanceof Problem && [400, 401, 403].includes(error.status)) drop();
    throw error;
  }
}

/** A fresh access token; callers at the same time share one exchange. */
export function refresh() {
  refreshing ??= alone(askForToken).finally(() => { refreshing = null; });
  return refreshing;
}

/** Who was signed in stays so. Without a trace of that the server is not asked. */
export async function resume() {
  if (account || !recall('signed-in')) return;
  await refresh().catch(error => {
    if (recall('signed-in')) throw error;   // no answer: not known yet
  });
  if (token) await renew();
}

/** Asks, once, whether somebody who is not signed in may read the catalogue. */
export async function learnWelcome() {
  if (account || isPublic !== null) return;
  isPublic = await send('GET', '/bundles?limit=1').then(() => true, error => {
    if (error.code === 'unauthenticated') return false;
    throw error;
  });
}

async function heard(what) {
  if (what === 'ended') drop();
  if (what === 'begun') await resume();
}

/** Calls `act` after somebody signed in or out in another tab. */
export const watchOtherTabs = act => channel?.addEventListener('message', ({ data }) => {
  heard(data).then(act, () => {});   // no answer: the next call asks again
});
