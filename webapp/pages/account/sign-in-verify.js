/* The OTP of a sign-in: an account that was not verified yet. */
import { post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { isDevelopment } from '../../lib/mode.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { begin } from '../../lib/session.js';
import { forgetFlow, recallFlow, rememberFlow } from '../../lib/storage.js';
import { gate } from '../../components/gate.js';
import { mailboxLink } from '../../components/mailbox.js';
import { countDown, digits, otpForms, waiting } from '../../components/otp.js';

const FLOW = 'sign-in';

export const title = () => t('otp.title');

export const redirect = () => (recallFlow(FLOW) ? null : '/sign-in');

export const load = async () => ({ hasMailbox: await isDevelopment() });

export const view = ({ hasMailbox }) => gate({
  title: t('otp.title'),
  intro: t('otp.intro_sign_in'),
  body: html`${otpForms()}${hasMailbox && mailboxLink()}`,
  below: html`<p><a href="${to('/sign-in')}">${t('otp.other_account')}</a></p>`,
});

export const ready = main => countDown(main, recallFlow(FLOW));

async function verify({ code }) {
  const { challenge, next } = recallFlow(FLOW);
  const { token } = await post('/auth/verify', { challenge, code: digits(code) });
  forgetFlow(FLOW);
  await begin(token);
  return { go: next, replace: true };
}

async function resend() {
  const flow = recallFlow(FLOW);
  const answer = await post('/auth/resend', { challenge: flow.challenge });
  rememberFlow(FLOW, { ...flow, ...waiting(answer?.data) });
  return { say: t('otp.sent') };
}

export const actions = { verify, resend };
