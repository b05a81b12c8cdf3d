// @ts-check
/* The accounts of this device, in IndexedDB. Keys lie there as CryptoKeys, which can be used but
 * not read.
 *
 * An account: { id, order, issuer, name, hash, digits, period, secretKey, addedAt } and, when it is
 * paired with this portal, { deviceId, signingKey, refusedAt }: refusedAt is set once the portal no
 * longer knows the device. */

const NAME = 'simpul-authenticator';
const STORE = 'accounts';

let opened = null;

const done = request => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opened;
}

const storeFor = async mode => (await open()).transaction(STORE, mode).objectStore(STORE);

/** All accounts in the reader's order. */
export const accounts = async () =>
  (await done((await storeFor('readonly')).getAll())).sort((a, b) => a.order - b.order);

export const account = async id => done((await storeFor('readonly')).get(id));

/** Adds an account at the end, or in the place of another; gives it as it is kept. */
export async function keep(draft, replaced = null) {
  const all = await accounts();
  const last = all.at(-1)?.order ?? 0;
  const kept = {
    ...draft, id: crypto.randomUUID(), order: replaced?.order ?? last + 1, addedAt: Date.now(),
  };
  const store = await storeFor('readwrite');
  if (replaced) store.delete(replaced.id);
  await done(store.put(kept));
  return kept;
}

/** Changes some of an account; one that was removed meanwhile stays away. */
export async function change(id, values) {
  const store = await storeFor('readwrite');
  const old = await done(store.get(id));
  if (old) await done(store.put({ ...old, ...values }));
}

export const forget = async id => done((await storeFor('readwrite')).delete(id));

/** Moves an account up (-1) or down (1) by one; gives its place, from 1. */
export async function move(id, by) {
  const all = await accounts();
  const from = all.findIndex(one => one.id === id);
  const to = Math.min(Math.max(from + by, 0), all.length - 1);
  all.splice(to, 0, ...all.splice(from, 1));
  const store = await storeFor('readwrite');
  await Promise.all(all.map((one, i) => done(store.put({ ...one, order: i + 1 }))));
  return to + 1;
}

/** The account of the same name by the same issuer, if there is one. */
export const alike = async ({ issuer, name }) => {
  const same = (a, b) => a.toLowerCase() === b.toLowerCase();
  return (await accounts()).find(one => same(one.issuer, issuer) && same(one.name, name));
};
