// @ts-check
/* Finds the number whose SHA-256 with the salt is the challenge. */
import { sha256Hex } from './sha256.js';

export function solution({ challenge, salt, maxnumber = 1000000 }) {
  for (let number = 0; number <= maxnumber; number++) {
    if (sha256Hex(salt + number) === challenge) return number;
  }
  return null;
}

if ('WorkerGlobalScope' in globalThis) {
  globalThis.onmessage = ({ data }) => /** @type {any} */ (globalThis).postMessage(solution(data));
}
