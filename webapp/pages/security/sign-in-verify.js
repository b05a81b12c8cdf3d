/* The step that a sign-in still needs: an OTP, a code of the authenticator, or its approval. */
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { signingIn } from '../../lib/sign-in.js';
import * as approval from '../../components/challenge-approval.js';
import * as otp from '../../components/challenge-otp.js';
import * as totp from '../../components/challenge-totp.js';
import { gate } from '../../components/gate.js';

const KINDS = { otp, totp, approval };

const kind = () => KINDS[signingIn()?.type] ?? otp;

export const title = data => kind().title(data);

export function redirect() {
  if (!signingIn()) return '/sign-in';
  return signingIn().type === 'totp_enrolment' ? '/sign-in/enrol' : null;
}

export const load = async () => (signingIn() ? kind().load?.() : null);

const below = () => html`
  ${kind().below?.()}
  <p><a href="${to('/sign-in')}">${t('otp.other_account')}</a></p>`;

export const view = data => gate({
  title: title(data),
  intro: kind().intro(data),
  body: kind().body(data),
  below: below(),
});

export const ready = (main, context) => kind().ready(main, context);

/* Names of actions that two kinds share mean the same in both. */
const named = name => (values, context) => kind().actions[name](values, context);

export const actions = Object.fromEntries(
  Object.values(KINDS).flatMap(one => Object.keys(one.actions)).map(name => [name, named(name)]));
