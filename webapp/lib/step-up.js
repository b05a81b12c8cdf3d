// @ts-check
/* Before a risky change the server wants to know again who is there: it answers
 * step_up_required, the reader gives the password or a code, and the same call goes out once more.
 * A reader who turns back finds everything as typed. */
import { Problem } from './http.js';

const CANCELLED = 'step_up_cancelled';

/** Whether a failure means only that the reader turned back. */
export const isCancelled = error => error instanceof Problem && error.code === CANCELLED;

const dialog = () => import('../components/step-up-dialog.js').catch(() => {
  throw new Problem(0, 'offline');
});

async function question(problem, send) {
  const { askForProof } = await dialog();
  const answer = await askForProof(problem, send);
  if (answer === 'ended') throw new Problem(401, 'unauthenticated');
  if (answer !== 'proven') throw new Problem(0, CANCELLED);
}

/* Calls that are refused at the same time share one question. */
let asking = null;

/**
 * Runs `act`, and once more where the server wanted a proof first and got it by `send(proof)`.
 * @template T
 * @param {() => Promise<T>} act
 * @param {(proof: {password?: string, code?: string}) => Promise<any>} send
 * @returns {Promise<T>}
 */
export async function withProof(act, send) {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'step_up_required') throw error;
    asking ??= question(error, send).finally(() => { asking = null; });
    await asking;
    return act();
  }
}
