/* Signing in where the policy demands TOTP and none is active yet: enrol, keep the recovery codes,
 * go in. Refreshing is safe: what was paired meanwhile goes on, what was not begins anew. */
import { post } from '../../lib/api.js';
import { beginEnrolment } from '../../lib/enrolment.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { redrawStill } from '../../lib/page.js';
import { poll } from '../../lib/poll.js';
import { to } from '../../lib/router.js';
import { challengeState, completeSignIn, signingIn } from '../../lib/sign-in.js';
import { digits } from '../../components/code-field.js';
import { enrolmentSteps } from '../../components/enrolment.js';
import { recoveryCodes } from '../../components/recovery-codes.js';
import { emptyState } from '../../components/state.js';

const enrolment = () => beginEnrolment({ challenge: signingIn().challenge });

export const title = () => t('enrol.title');

export const redirect = () => (signingIn() ? null : '/sign-in');

export async function load() {
  if (!signingIn()) return null;
  const { state } = await challengeState();
  const { username } = signingIn();
  return { state, username, enrolment: state === 'pending' ? await enrolment() : null };
}

const over = () => emptyState({
  name: 'clock', title: t('enrol.over'), text: t('enrol.over_text'),
  action: html`<a class="button button--primary" href="${to('/sign-in')}">
    ${t('acceptor.again')}</a>`,
});

const goingOn = () => html`<p role="status">${t('enrol.going_on')}</p>`;

function body({ state, codes, enrolment: begun, username }) {
  if (codes) return recoveryCodes(codes, username);
  if (state === 'approved') return goingOn();
  return begun ? enrolmentSteps(begun, username) : over();
}

function intro({ codes, enrolment: begun }) {
  if (codes) return t('enrol.done');
  return begun ? t('enrol.intro_demanded') : '';
}

const otherAccount = () => html`
  <p><a href="${to('/sign-in')}">${t('otp.other_account')}</a></p>`;

export const view = data => html`
  <div class="security enrol-page">
    <header class="page-head">
      <div><h1 tabindex="-1">${title()}</h1><p>${intro(data)}</p></div>
    </header>
    ${body(data)}
    ${data.enrolment && !data.codes && otherAccount()}
  </div>`;

/* Paired: the session begins, and as nobody saw recovery codes yet, they are made now. */
async function paired(context) {
  const next = await completeSignIn();
  const { recovery_codes: codes } = (await post('/totp/recovery-codes')).data;
  redrawStill(context, { ...context.data, codes, next });
}

const ended = context => () =>
  redrawStill(context, { ...context.data, state: 'expired', enrolment: null });

let isActivating = false;   // by a typed code, which brings recovery codes of its own

function heard(context, { state }) {
  if (state === 'pending' || isActivating) return false;
  if (state === 'approved') paired(context).catch(ended(context));
  else ended(context)();
  return true;
}

export function ready(_, context) {
  const { codes, enrolment: begun, state } = context.data;
  if (codes) return void scrollTo(0, 0);
  if (!begun && state !== 'approved') return undefined;
  return poll(challengeState, answer => heard(context, answer), ended(context));
}

async function activate({ code }, { data }) {
  const body = { challenge: signingIn().challenge, code: digits(code) };
  isActivating = true;
  try {
    const { recovery_codes: codes } = (await post('/totp/activate', body)).data;
    return { data: { ...data, codes, next: await completeSignIn() } };
  } finally {
    isActivating = false;
  }
}

export const actions = {
  activate,
  startAgain: async (_, { data }) => ({ data: { ...data, enrolment: await enrolment() } }),
  kept: (_, { data }) => ({ go: data.next, replace: true }),
};
