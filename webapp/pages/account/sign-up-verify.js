/* The OTP of a sign-up; then to the sign-in page, as the guide has it. */
import { post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { isDevelopment } from '../../lib/mode.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { forgetFlow, recallFlow, rememberFlow } from '../../lib/storage.js';
import { waiting } from '../../lib/waiting.js';
import { digits } from '../../components/code-field.js';
import { gate } from '../../components/gate.js';
import { mailboxLink } from '../../components/mailbox.js';
import { countDown, otpForms } from '../../components/otp.js';

const FLOW = 'sign-up';

export const title = () => t('otp.title');

export const redirect = () => (recallFlow(FLOW) ? null : '/sign-up');

export const load = async () => ({ hasMailbox: await isDevelopment() });

export const view = ({ hasMailbox }) => gate({
  title: t('otp.title'),
  intro: t('otp.intro_sign_up', { phone: recallFlow(FLOW)?.phone }),
  body: html`${otpForms()}${hasMailbox && mailboxLink(recallFlow(FLOW)?.phone)}`,
  below: html`<p><a href="${to('/sign-up')}">${t('otp.other_number')}</a></p>`,
});

export const ready = main => countDown(main, recallFlow(FLOW));

async function verify({ code }) {
  await post('/signup/verify', { token: recallFlow(FLOW).token, code: digits(code) });
  forgetFlow(FLOW);
  return { done: t('sign_up.done'), go: '/sign-in', replace: true };
}

async function resend() {
  const flow = recallFlow(FLOW);
  const answer = await post('/signup/resend', { token: flow.token });
  rememberFlow(FLOW, { ...flow, ...waiting({ expires_in: answer?.exp_otp }) });
  return { say: t('otp.sent') };
}

export const actions = { verify, resend };
