// @ts-check
/* Asking again until something happened: at once where somebody looks, seldom where nobody does. */
import { Problem } from './http.js';

const QUICK_MS = 1000, QUICK_TIMES = 60, STEADY_MS = 2000, UNSEEN_MS = 10_000, TROUBLED_MS = 4000;

const isHidden = () => globalThis.document?.hidden === true;

/** How long to wait after so many questions. */
export function pace(times, isUnseen = isHidden()) {
  if (isUnseen) return UNSEEN_MS;
  return times < QUICK_TIMES ? QUICK_MS : STEADY_MS;
}

/** How long to wait after a failure; nothing when asking again is of no use. */
export function patience(error) {
  if (!(error instanceof Problem)) return undefined;
  const isPassing = error.status === 0 || error.status === 429 || error.status >= 500;
  return isPassing ? Math.max(TROUBLED_MS, error.retryAfter * 1000) : undefined;
}

/**
 * Asks until `heard` says that it has heard enough. What cannot be mended by asking again goes to
 * `failed`. Gives what ends it.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => unknown} heard
 * @param {(error: unknown) => void} [failed]
 */
export function poll(ask, heard, failed = () => {}) {
  let timer, times = 0, isOver = false, isAsking = false;
  const stop = () => {
    isOver = true;
    clearTimeout(timer);
    globalThis.document?.removeEventListener('visibilitychange', seen);
  };
  const after = error => {
    const wait = patience(error);
    if (wait) return wait;
    stop();
    return void failed(error);
  };
  const once = () => ask().then(answer => !isOver && heard(answer) && stop(), after);
  async function turn() {
    if (isOver || isAsking) return;
    clearTimeout(timer);
    isAsking = true;
    const wait = await once();
    isAsking = false;
    times += 1;
    if (!isOver) timer = setTimeout(turn, wait || pace(times));
  }
  const seen = () => isHidden() || turn();
  globalThis.document?.addEventListener('visibilitychange', seen);
  timer = setTimeout(turn, pace(0));
  return stop;
}
