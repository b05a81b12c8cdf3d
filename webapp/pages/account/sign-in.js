/* Signing in, in two steps: user id, then password. */
import { post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { safeNext, to } from '../../lib/router.js';
import { begin, learnWelcome, may } from '../../lib/session.js';
import { oneMoreStep } from '../../lib/sign-in.js';
import { rememberFlow } from '../../lib/storage.js';
import { field, password } from '../../components/field.js';
import { gate } from '../../components/gate.js';
import { offerPasskeys, passkeyActions, passkeyForm } from '../../components/passkey-sign-in.js';

export const title = () => t('sign_in.title');

export const load = () => ({ username: '' });

const askUsername = username => html`
  <form class="form" data-action="identify" novalidate>
    ${field({
      name: 'username', label: t('sign_in.username'), hint: t('sign_in.username_hint'),
      value: username, required: true, maxlength: 254, autocomplete: 'username webauthn',
      autocapitalize: 'none', spellcheck: 'false',
    })}
    <button class="button button--primary button--wide">${t('sign_in.next')}</button>
  </form>
  ${passkeyForm()}`;

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

/* Shown once it is known that strangers may read there. */
const below = () => html`
  <p>${t('sign_in.no_account')} <a href="${to('/sign-up')}">${t('sign_in.register')}</a></p>
  <p class="gate-lost"><a href="${to('/password/forgot')}">${t('sign_in.forgot')}</a>
    <span aria-hidden="true">|</span>
    <a href="${to('/totp/reset-request')}">${t('sign_in.reset_totp')}</a></p>
  <p class="gate-visit" hidden><a href="${to('/marketplace')}">${t('sign_in.look_around')}</a></p>`;

export const view = ({ username, isKnown }, { query }) => gate({
  title: t('sign_in.title'),
  intro: t(query.get('next') ? 'sign_in.intro_next' : 'sign_in.intro'),
  body: isKnown ? askPassword(username) : askUsername(username),
  below: below(),
});

const offerMarketplace = main => learnWelcome().then(
  () => main.querySelector('.gate-visit')?.toggleAttribute('hidden', !may('reader')), () => {});

/* The cursor stands where the next thing is typed; who asks for a reset need not type it again. */
export const ready = (main, { data }) => {
  const username = main.querySelector('#username');
  username?.addEventListener('input', () => rememberFlow('who', { username: username.value }));
  if (data.isKnown) main.querySelector('#password').focus();
  else if (data.username) username.select();
  offerMarketplace(main);
  return offerPasskeys(main);
};

async function enter({ username, password: secret }, { query }) {
  const next = safeNext(query.get('next'));
  const body = { username, password: secret, options: { nativeApp: false } };
  try {
    await begin((await post('/auth', body)).token);
  } catch (error) {
    return { go: oneMoreStep(error, { username, next }) };
  }
  return { go: next, replace: true };
}

export const actions = {
  identify: ({ username }) => ({ data: { username, isKnown: true } }),
  change: (_, { data }) => ({ data: { username: data.username } }),
  enter, ...passkeyActions,
};
