/* "Enable TOTP" for who is signed in: enrol, then the recovery codes. */
import { get, post } from '../../lib/api.js';
import {
  beginEnrolment, forgetEnrolment, keepEnrolment, keptEnrolment,
} from '../../lib/enrolment.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { redrawStill } from '../../lib/page.js';
import { poll } from '../../lib/poll.js';
import { to } from '../../lib/router.js';
import { currentAccount, renew } from '../../lib/session.js';
import { digits } from '../../components/code-field.js';
import { enrolmentSteps } from '../../components/enrolment.js';
import { icon } from '../../components/icon.js';
import { recoveryCodes } from '../../components/recovery-codes.js';

const status = async () => (await get('/totp')).data;

export const title = () => t('enrol.title');

export const redirect = ({ data }) =>
  (data?.state === 'active' || data?.policy === 'off' ? '/profile/security' : null);

export const load = async () => ({ ...await status(), enrolment: keptEnrolment() });

const start = () => html`
  <section class="card stack">
    <p>${t('totp.about')}</p>
    <form data-action="startAgain">
      <button class="button button--primary">${icon('shield')} ${t('totp.enable')}</button></form>
  </section>`;

function body({ codes, enrolment }) {
  const { username } = currentAccount();
  if (codes) return recoveryCodes(codes, username);
  return enrolment ? enrolmentSteps(enrolment, username) : start();
}

export const view = data => html`
  <div class="security">
    <a class="page-back" href="${to('/profile/security')}">
      ${icon('arrow-left')} ${t('security.title')}</a>
    <header class="page-head">
      <div><h1 tabindex="-1">${title()}</h1>
        <p>${t(data.codes ? 'enrol.done' : 'enrol.intro')}</p></div>
    </header>
    ${body(data)}
  </div>`;

async function enrolled(data, codes) {
  forgetEnrolment();
  await renew();
  return { ...data, codes };
}

/* The Simpul Authenticator paired by itself; nobody saw recovery codes yet. */
async function paired(context) {
  const { recovery_codes: codes } = (await post('/totp/recovery-codes')).data;
  redrawStill(context, await enrolled(context.data, codes));
}

let isActivating = false;   // by a typed code, which brings recovery codes of its own

function heard(context, { state }) {
  if (state !== 'active' || isActivating) return false;
  paired(context).catch(() => redrawStill(context, { ...context.data, enrolment: null }));
  return true;
}

export function ready(_, context) {
  const { codes, enrolment } = context.data;
  if (codes) return void scrollTo(0, 0);
  return enrolment ? poll(status, answer => heard(context, answer)) : undefined;
}

async function activate({ code }, { data }) {
  isActivating = true;
  try {
    const { recovery_codes: codes } = (await post('/totp/activate', { code: digits(code) })).data;
    return { data: await enrolled(data, codes) };
  } finally {
    isActivating = false;
  }
}

async function startAgain(_, { data }) {
  keepEnrolment(await beginEnrolment());
  return { data: { ...data, enrolment: keptEnrolment() } };
}

export const actions = {
  activate, startAgain,
  kept: () => ({ done: t('totp.enabled'), go: '/profile/security', replace: true }),
};
