// @ts-check
/* The calls that were tried, newest first: in this browser only, for this account, a bounded
 * number; without keys, and without headers that carry secrets. Signing out forgets them
 * (lib/session.js). */
import { recall, remember } from './storage.js';

export const NAME = 'trials';
const CALLS_MAX = 30;
const TEXT_MAX = 4096;
const SECRET = /auth|key|token|secret|cookie|password|kunci|sandi/i;

/** @typedef {{id: string, account: string, at: string, slug: string, endpoint: string,
 *   method: string, path: string, environment: string, status: number, code: string, ms: number,
 *   values: Record<string, string>}} Trial */

/** @returns {Trial[]} */
function all() {
  try {
    const kept = JSON.parse(recall(NAME) ?? '[]');
    return Array.isArray(kept) ? kept : [];
  } catch {
    return [];
  }
}

/** Of this account, for this bundle. */
export const trialsOf = (account, slug) =>
  all().filter(one => one.account === account && one.slug === slug);

/** One of them; undefined where it is gone. */
export const trialFind = (account, id) =>
  all().find(one => one.account === account && one.id === id);

const isSecret = (name, values) => {
  if (name === 'key' || SECRET.test(name)) return true;
  const line = /^extra-value#(\d+)$/.exec(name)?.[1];
  return line != null && SECRET.test(values[`extra#${line}`] ?? '');
};

/* A body, or a field's JSON, may name a secret itself. */
const NAMED = new RegExp(`"[^"]*(?:${SECRET.source})[^"]*"\\s*:`, 'i');

/** What may be kept of a form: texts that are neither long nor secret. */
export const keepable = values => Object.fromEntries(Object.entries(values)
  .filter(([name, value]) => typeof value === 'string' && value.length <= TEXT_MAX
    && !isSecret(name, values) && !NAMED.test(value)));

/** An address without the values of its secrets. */
export const shownPath = path => path.replace(/([?&])([^=&]*)=[^&]*/g, (whole, sign, name) =>
  (SECRET.test(name) ? `${sign}${name}=…` : whole));

/** Adds a call; `trial` may hold anything that the form does. */
export function trialAdd(trial) {
  const next = { ...trial, path: shownPath(trial.path), values: keepable(trial.values) };
  remember(NAME, JSON.stringify([next, ...all()].slice(0, CALLS_MAX)));
}

export const trialsForget = (account, slug) => remember(NAME,
  JSON.stringify(all().filter(one => one.account !== account || one.slug !== slug)));
