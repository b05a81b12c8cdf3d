// @ts-check
/* A sign-in of an account that was not verified yet: the OTP sent by WhatsApp. */
import { post } from '../lib/api.js';
import { html } from '../lib/html.js';
import { isDevelopment } from '../lib/mode.js';
import { t } from '../lib/i18n.js';
import { completeSignIn, noteSignIn, signingIn } from '../lib/sign-in.js';
import { waiting } from '../lib/waiting.js';
import { digits } from './code-field.js';
import { mailboxLink } from './mailbox.js';
import { countDown, otpForms } from './otp.js';

export const title = () => t('otp.title');
export const intro = () => t('otp.intro_sign_in');

export const load = async () => ({ hasMailbox: await isDevelopment() });

export const body = ({ hasMailbox }) => html`${otpForms()}${hasMailbox && mailboxLink()}`;

export const ready = main => countDown(main, signingIn());

const verify = async ({ code }) => ({ go: await completeSignIn(digits(code)), replace: true });

async function resend() {
  const answer = await post('/auth/resend', { challenge: signingIn().challenge });
  noteSignIn(waiting(answer?.data));
  return { say: t('otp.sent') };
}

export const actions = { verify, resend };
