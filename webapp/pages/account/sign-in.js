/* Signing in, in two steps: user id, then password. */
import { Problem, post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { safeNext, to } from '../../lib/router.js';
import { begin } from '../../lib/session.js';
import { rememberFlow } from '../../lib/storage.js';
import { field, password } from '../../components/field.js';
import { gate } from '../../components/gate.js';
import { waiting } from '../../components/otp.js';

export const title = () => t('sign_in.title');

export const load = () => ({ username: '' });

const askUsername = username => html`
  <form class="form" data-action="identify" novalidate>
    ${field({
      name: 'username', label: t('sign_in.username'), hint: t('sign_in.username_hint'),
      value: username, required: true, maxlength: 254, autocomplete: 'username',
      autocapitalize: 'none', spellcheck: 'false',
    })}
    <button class="button button--primary button--wide">${t('sign_in.next')}</button>
  </form>`;

const askPassword = username => html`
  <div class="gate-box stack">
    <form class="who" data-action="change">
      <span><span class="soft less">${t('sign_in.as')}</span><br><b>${username}</b></span>
      <button class="button button--quiet">${t('sign_in.change')}</button>
    </form>
    <form class="form" data-action="enter" novalidate>
      <input type="text" name="username" value="${username}" autocomplete="username" hidden>
      ${password({
        name: 'password', label: t('sign_in.password'), autocomplete: 'current-password',
      })}
      <button class="button button--primary button--wide">${t('sign_in.submit')}</button>
    </form>
  </div>`;

const below = () => html`
  <p>${t('sign_in.no_account')} <a href="${to('/sign-up')}">${t('sign_in.register')}</a></p>
  <p><a href="${to('/password/forgot')}">${t('sign_in.forgot')}</a></p>`;

export const view = ({ username, isKnown }, { query }) => gate({
  title: t('sign_in.title'),
  intro: t(query.get('next') ? 'sign_in.intro_next' : 'sign_in.intro'),
  body: isKnown ? askPassword(username) : askUsername(username),
  below: below(),
});

/* The cursor stands where the next thing is typed. */
export const ready = (main, { data }) => {
  if (data.isKnown) main.querySelector('#password').focus();
  else if (data.username) main.querySelector('#username').select();
};

const STEPS = { otp_required: '/sign-in/verify' };

function oneMoreStep(error, next) {
  if (!(error instanceof Problem) || !(error.code in STEPS)) throw error;
  const { id, ...times } = error.challenge;
  rememberFlow('sign-in', { challenge: id, next, ...waiting(times) });
  return { go: STEPS[error.code] };
}

async function enter({ username, password: secret }, { query }) {
  const next = safeNext(query.get('next'));
  const body = { username, password: secret, options: { nativeApp: false } };
  try {
    await begin((await post('/auth', body)).token);
  } catch (error) {
    return oneMoreStep(error, next);
  }
  return { go: next, replace: true };
}

export const actions = {
  identify: ({ username }) => ({ data: { username, isKnown: true } }),
  change: (_, { data }) => ({ data: { username: data.username } }),
  enter,
};
