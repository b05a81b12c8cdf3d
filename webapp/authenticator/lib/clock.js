// @ts-check
/* The right time: this device's clock, corrected by what the portal's answers say. Phones run
 * minutes wrong, and then neither codes nor signatures hold. */

const EXACT_WITHIN_MS = 1500;   // the Date header counts whole seconds
const WORTH_TELLING_MS = 30_000;

let skewMs = 0;

/** The corrected time in milliseconds since 1970. */
export const now = () => Date.now() + skewMs;

/** The corrected time in seconds since 1970, with its fraction. */
export const nowSeconds = () => now() / 1000;

/** The minutes by which this device's clock is wrong, where that is worth telling; else 0. */
export const minutesWrong = () =>
  (Math.abs(skewMs) < WORTH_TELLING_MS ? 0 : Math.max(1, Math.round(Math.abs(skewMs) / 60_000)));

/**
 * Learns from an answer's Date header and the times of asking and answering; true when the clock
 * was corrected by it.
 * @param {string | null} date
 * @param {number} askedAt
 * @param {number} answeredAt
 */
export function learn(date, askedAt, answeredAt) {
  const theirs = Date.parse(date ?? '') + 500;
  if (Number.isNaN(theirs)) return false;
  const measured = theirs - (askedAt + answeredAt) / 2;
  const doubt = EXACT_WITHIN_MS + (answeredAt - askedAt) / 2;
  if (Math.abs(measured - skewMs) <= doubt) return false;
  skewMs = Math.abs(measured) <= doubt ? 0 : measured;
  return true;
}
