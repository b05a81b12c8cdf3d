// @ts-check
/* "Masuk dengan passkey": a button, and an offer in the list of the user name's field where the
 * browser can make one. What is chosen from that list goes out by the same form as the button. */
import { post, Problem } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { safeNext } from '../lib/router.js';
import { begin } from '../lib/session.js';
import { canHavePasskeys, canOffer, forgetPasskey, usePasskey } from '../lib/webauthn.js';
import { icon } from './icon.js';

const OFFER_MS = 4 * 60 * 1000;   // a challenge lasts five minutes

export const passkeyForm = () => canHavePasskeys() && html`
  <form class="passkey-form" data-action="usePasskey">
    <p class="or"><span>${t('passkeys.or')}</span></p>
    <button class="button button--wide">${icon('key')} ${t('passkeys.sign_in')}</button>
  </form>`;

let chosen = null;          // from the list, until the form has sent it
let endOffer = () => {};    // a browser asks one question at a time

const ask = async how => usePasskey((await post('/auth/passkey/options')).data, how);

/* An offer that fails says nothing: the button is there. */
async function offer(form) {
  endOffer();
  if (!(await canOffer()) || !form.isConnected) return;
  const turn = new AbortController();
  const timer = setTimeout(() => offer(form), OFFER_MS);
  endOffer = () => {
    clearTimeout(timer);
    turn.abort();
  };
  try {
    chosen = await ask({ mediation: 'conditional', signal: turn.signal });
    form.requestSubmit();
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

/** Offers passkeys as long as the page stands; gives what ends that. */
export function offerPasskeys(main) {
  const form = main.querySelector('form[data-action="usePasskey"]');
  if (!form) return undefined;
  offer(form);
  return () => endOffer();
}

/* The passkey from the list, or the one that the button asks for. */
async function given() {
  const passkey = chosen ?? await ask();
  chosen = null;
  return passkey;
}

async function signIn(passkey) {
  try {
    const { token } = await post('/auth/passkey', { passkey, options: { nativeApp: false } });
    await begin(token);
  } catch (error) {
    if (error.code === 'passkey_unknown') forgetPasskey(passkey.id);
    if (error.code === 'token_invalid') throw new Problem(400, 'passkey_late');
    throw error;
  }
}

async function use(_, { query, form }) {
  endOffer();
  try {
    await signIn(await given());
  } catch (error) {
    offer(form);
    throw error;
  }
  return { go: safeNext(query.get('next')), replace: true };
}

export const passkeyActions = { usePasskey: use };
