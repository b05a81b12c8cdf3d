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
 * Keeps the challenge of an answer to POST /auth; gives the page that goes on. What asks for
 * nothing more is thrown again.
 * @param {unknown} error
 * @param {{username: string, next: string}} who
 */
export function oneMoreStep(error, { username, next }) {
  if (!(error instanceof Problem) || !(error.code in STEPS)) throw error;
  const { id, type, number, ...times } = error.challenge;
  rememberFlow(FLOW, {
    challenge: id, type: type ?? error.code.replace('_required', ''), number, username, next,
    ...waiting(times),
  });
  return STEPS[error.code];
}

/** How the challenge stands: { state, number?, expires_in }. One that is gone has expired. */
export async function challengeState() {
  try {
    return (await get(`/auth/challenges/${encodeURIComponent(signingIn().challenge)}`)).data;
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return { state: 'expired' };
    throw error;
  }
}

/** Ends the sign-in with the tokens: by a code, or by an approved challenge. Gives where to go. */
export async function completeSignIn(code = undefined) {
  const { challenge, next } = signingIn();
  const { token } = await post('/auth/verify', { challenge, code });
  forgetSignIn();
  await begin(token);
  return next;
}
