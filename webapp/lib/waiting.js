// @ts-check
/* What waits for a code or an answer: since when, and for how long. */

/**
 * When something was sent, how long it lives, when it may be sent again.
 * @param {{code_expires_in?: number, expires_in?: number, resend_in?: number}} [sent]
 */
export const waiting = (sent = {}) => ({
  sentAt: Date.now(),
  livesFor: sent.code_expires_in ?? sent.expires_in ?? 300,
  resendIn: sent.resend_in ?? 60,
});

/** Whole seconds until `seconds` after it was sent. */
export const secondsLeft = ({ sentAt }, seconds, now = Date.now()) =>
  Math.max(0, Math.ceil((sentAt - now) / 1000 + seconds));
