// @ts-check
/* Sign-ins that wait for this device: asked for again and again while the app is seen, so that one
 * shows within two seconds of the password, and not at all while it is hidden. */
import { Problem } from '../../lib/http.js';
import { accounts, change } from './accounts.js';
import { challengesOf } from './portal.js';

const QUICK_MS = 1000, QUIET_MS = 1500, TROUBLED_MS = 5000;
const QUICK_FOR_MS = 60_000;

/**
 * How long to wait before asking again: a second after the reader did something, a little more when
 * nothing happens, and longer where no answer comes.
 */
export function pauseMs({ idleMs, failures, retryAfterS = 0 }) {
  if (failures) return Math.max(Math.min(QUIET_MS * 2 ** failures, TROUBLED_MS), retryAfterS * 1e3);
  return idleMs < QUICK_FOR_MS ? QUICK_MS : QUIET_MS;
}

const listeners = new Set();
let waiting = [];        // { account, challenge, endsAt }
let problem = null;      // why the last round got no answer
let failures = 0;
let activeAt = 0;
let timer = 0;
let isKnown = false;     // whether the portal was asked at all
let round = 0;           // counts rounds, so that a late one never replaces a newer

/** The sign-ins that wait: [{ account, challenge, endsAt }], the oldest first. */
export const waitingNow = () => waiting;

/** The one with this id, if it still waits. */
export const waitingWith = id => waiting.find(one => one.challenge.id === id);

/** Whether a first round is over. */
export const isAsked = () => isKnown;

/** The Problem for which the portal cannot be asked, or null. */
export const trouble = () => problem;

/** Calls `listener` whenever something changed; gives what ends that. */
export function onNews(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

const summary = () => JSON.stringify([waiting.map(one => one.challenge.id), problem?.code]);

const isRefused = error => error instanceof Problem && error.code === 'device_refused';

/* A portal that knows the device no longer, or knows it again. */
async function mark(account, refusedAt) {
  if (Boolean(account.refusedAt) === Boolean(refusedAt)) return false;
  await change(account.id, { refusedAt });
  return true;
}

async function askFor(account) {
  try {
    const list = await challengesOf(account);
    const isMarked = await mark(account, null);
    const endOf = challenge => Date.now() + challenge.expires_in * 1000;
    const found = list.map(challenge => ({ account, challenge, endsAt: endOf(challenge) }));
    return { found, isMarked };
  } catch (error) {
    if (isRefused(error)) return { found: [], isMarked: await mark(account, Date.now()) };
    if (error instanceof Problem) return { found: [], isMarked: false, error };
    throw error;
  }
}

/* What waited before stays on screen while the line is down. */
function take(answers) {
  problem = answers.find(answer => answer.error)?.error ?? null;
  failures = problem ? failures + 1 : 0;
  if (!problem) waiting = answers.flatMap(answer => answer.found);
  waiting = waiting.filter(one => one.endsAt > Date.now());
}

/* Gives whether there is anybody to go on asking for. */
async function ask(isAll) {
  const turn = ++round;
  const paired = (await accounts()).filter(one => one.deviceId && (isAll || !one.refusedAt));
  const before = summary();
  const answers = await Promise.all(paired.map(askFor));
  if (turn !== round) return true;
  take(answers);
  const isNews = !isKnown || answers.some(answer => answer.isMarked) || summary() !== before;
  isKnown = true;
  if (isNews) for (const listener of listeners) listener();
  return paired.length > 0;
}

async function tick(isAll) {
  clearTimeout(timer);
  if (document.hidden || !(await ask(isAll)) || document.hidden) return;
  const idleMs = Date.now() - activeAt;
  clearTimeout(timer);
  timer = setTimeout(tick, pauseMs({ idleMs, failures, retryAfterS: problem?.retryAfter }), false);
}

/** Asks at once, also for accounts that were refused before. */
export function wake() {
  activeAt = Date.now();
  failures = 0;
  return tick(true);
}

function sleep() {
  clearTimeout(timer);
  round++;
}

/** Starts asking; whoever comes back to the app sees what waits at once. */
export function startWatch() {
  document.addEventListener('visibilitychange', () => (document.hidden ? sleep() : wake()));
  document.addEventListener('pointerdown', () => { activeAt = Date.now(); });
  document.addEventListener('keydown', () => { activeAt = Date.now(); });
  addEventListener('online', wake);
  addEventListener('pageshow', event => event.persisted && wake());
  return wake();
}
