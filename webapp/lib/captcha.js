// @ts-check
/* The proof of work that stands for a captcha: solved in a worker while the form is filled in.
 *
 * GET /captcha gives ALTCHA's challenge; the answer goes back as base64 of its JSON. */
import { get, Problem } from './api.js';
import { workerUrl } from './html.js';

const solve = challenge => new Promise((resolve, reject) => {
  const worker = new Worker(workerUrl('captcha'), { type: 'module' });
  const fail = () => reject(new Problem(400, 'captcha_invalid'));
  worker.onmessage = ({ data }) => {
    worker.terminate();
    if (data === null) fail();
    else resolve(data);
  };
  worker.onerror = fail;
  worker.postMessage(challenge);
});

/** The answer to a fresh challenge. */
export async function captcha() {
  const answer = await get('/captcha');
  const { algorithm, challenge, salt, signature, maxnumber } = answer.data ?? answer;
  const number = await solve({ challenge, salt, maxnumber });
  return btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
}

/** Solves while the form is filled in: begin() when it is shown, answer() when it is sent. */
export function captchaAhead() {
  let pending = null;
  const begin = () => {
    pending = captcha();
    pending.catch(() => {});   // said when the answer is asked for
  };
  const answer = async () => {
    const current = pending;
    pending = null;            // an answer is good for one sending
    return (await current?.catch(() => null)) ?? captcha();
  };
  return { begin, answer };
}
