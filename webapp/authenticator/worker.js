/* The service worker: keeps the app's files so that it opens offline.
 *
 * A version is the list of its files with their digests (generated/sealed.js, written by seal.mjs
 * at set-up). It is stored as a whole or not at all: a file with another digest stops the
 * installation, and the version before goes on. So no page is ever made of two versions. */
/* global SEALED */
importScripts('generated/sealed.js');

const PREFIX = 'simpul-authenticator-';
const CACHE = PREFIX + SEALED.version;
const PAGE = '/app/authenticator/index.html';

async function store(cache, [path, integrity]) {
  const response = await fetch(path, { integrity, cache: 'no-cache', credentials: 'omit' });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  await cache.put(path, response);
}

async function install() {
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(Object.entries(SEALED.files).map(file => store(cache, file)));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

async function forgetOthers() {
  const names = (await caches.keys()).filter(name => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(names.map(name => caches.delete(name)));
}

async function answer(path, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path, { ignoreVary: true })) ?? fetch(request);
}

/* Any address of a page is the one document. */
const fileOf = ({ mode, url }) => {
  const { pathname } = new URL(url);
  return mode === 'navigate' && !pathname.includes('.') ? PAGE : pathname;
};

function fetched(event) {
  const { request } = event;
  if (request.method !== 'GET' || new URL(request.url).origin !== location.origin) return;
  const path = fileOf(request);
  if (Object.hasOwn(SEALED.files, path)) event.respondWith(answer(path, request));
}

/* A window of the old version must not be given files of this one. */
async function takeOver() {
  const windows = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const scope = new URL('./', location.href).href;
  if (windows.filter(({ url }) => url.startsWith(scope)).length <= 1) await skipWaiting();
}

addEventListener('install', event => event.waitUntil(install()));
addEventListener('activate', event => event.waitUntil(forgetOthers()));
addEventListener('fetch', fetched);
addEventListener('message', event => {
  if (event.data === 'take over') event.waitUntil(takeOver());
});
