// @ts-check
/* A sign-in whose password was right and whose next step is missing. What is known of it stays
 * with the tab, so that refreshing the page is safe; the page that waits asks how it stands. */
import { get, post, Problem } from './api.js';
import { begin } from './session.js';
import { forgetFlow, recallFlow, rememberFlow } from './storage.js';
import { waiting } from './waiting.js';

const FLOW = 'sign-in';

/** Where each kind of challenge is met. */
const STEPS = {
  otp_required: '/sign-in/verify', totp_required: '/sign-in/verify',
  approval_required: '/sign-in/verify', totp_enrolment_required: '/sign-in/enrol',
};

/** The sign-in half way, or null. */
export const signingIn = () => recallFlow(FLOW);

export const forgetSignIn = () => forgetFlow(FLOW);

/** Adds to what is known of it. */
export const noteSignIn = more => rememberFlow(FLOW, { ...signingIn(), ...more });

/**
 * Keeps the challenge of an answer that asks for one more step; gives the page that goes on. What
 * asks for nothing more is thrown again.
 * @param {unknown} error
 * @param {{username: string, next: string}} who
 */
export function oneMoreStep(error, who) {
  if (!(error instanceof Problem) || !(error.code in STEPS)) throw error;
  const { id, type, number, username = who.username, ...times } = error.challenge;
  rememberFlow(FLOW,
    { challenge: id, type, number, username, next: who.next, ...waiting(times) });
  return STEPS[error.code];
}

let completing = null;

/** How the challenge stands: { type, state, number?, expires_in }; a lost one has expired. While
 * the sign-in is being completed, or is complete, nothing more is to be heard. */
export async function challengeState() {
  if (completing || !signingIn()) return { state: 'pending' };
  try {
    return (await get(`/auth/challenges/${encodeURIComponent(signingIn().challenge)}`)).data;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return { state: 'expired' };
    throw error;
  }
}

async function complete(code) {
  const { challenge, username, next } = signingIn();
  try {
    const { token } = await post('/auth/verify', { challenge, code });
    forgetSignIn();
    await begin(token);
  } catch (error) {
    return oneMoreStep(error, { username, next });
  }
  return next;
}

/**
 * Ends the sign-in with the tokens: by a code, or by an approved challenge. Gives the page to go
 * to, which is another step where one is still missing. Callers at the same time share one
 * exchange.
 * @param {string} [code]
 */
export function completeSignIn(code) {
  completing ??= complete(code).finally(() => { completing = null; });
  return completing;
}
