// @ts-check
/* Asking again and again while somebody looks: not while the tab is hidden, and at longer pauses
 * where it fails. */
import { patience } from './poll.js';

const EVERY_MS = 3000;

/**
 * Gives what ends it. What cannot be mended by asking again goes to `failed`, and ends it.
 * @template T
 * @param {() => Promise<T>} ask
 * @param {(answer: T) => void} heard
 * @param {(error: unknown) => void} [failed]
 */
export function whileSeen(ask, heard, failed = () => {}) {
  let timer, isOver = false, isAsking = false;
  const stop = () => {
    isOver = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  };
  const refused = error => {
    const wait = patience(error);
    if (wait) return wait;
    stop();
    return void failed(error);
  };
  async function turn() {
    clearTimeout(timer);
    if (isOver || isAsking || document.hidden) return;
    isAsking = true;
    const wait = await ask().then(answer => void (isOver || heard(answer)), refused);
    isAsking = false;
    if (!isOver) timer = setTimeout(turn, wait ?? EVERY_MS);
  }
  const seen = () => void turn();
  document.addEventListener('visibilitychange', seen);
  timer = setTimeout(turn, EVERY_MS);
  return stop;
}
