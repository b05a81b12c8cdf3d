// @ts-check
/* Beginning an enrolment of TOTP, and the way of one from its button to its page. A secret stays in
 * memory: refreshing the page forgets it, and another is begun. */
import { post } from './api.js';

const AUTHENTICATOR = '/app/authenticator/';

/* Where the Simpul Authenticator of this portal stands: only that one pairs with it. */
const appOf = uri => (new URL(uri).searchParams.get('portal') ?? location.origin) + AUTHENTICATOR;

/* As SVG; nothing where the code that draws it cannot be fetched. */
const drawn = text => import('../node_modules/qr/index.js')
  .then(({ encodeQR }) => encodeQR(text, 'svg'), () => '');

/**
 * Begins one: { qr_svg, secret, otpauth_uri, … } of the server, and with `app` and `app_qr` the way
 * to the authenticator.
 * @param {{challenge?: string}} [by]  the challenge of a sign-in; else who is signed in
 */
export async function beginEnrolment(by = {}) {
  const { data } = await post('/totp/enrolment', by);
  const app = appOf(data.otpauth_uri);
  return { ...data, app, app_qr: await drawn(app) };
}

let kept = null;

export const keepEnrolment = enrolment => { kept = enrolment; };
export const keptEnrolment = () => kept;
export const forgetEnrolment = () => { kept = null; };
