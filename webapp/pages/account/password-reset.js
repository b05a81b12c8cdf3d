/* Setting a new password with the token of the link. It stands behind '#', so that it reaches
 * neither the server's log nor another site, and leaves the address at once. */
import { post } from '../../lib/api.js';
import { fieldProblem } from '../../lib/form.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { takeToken } from '../../lib/link-token.js';
import { to } from '../../lib/router.js';
import { password } from '../../components/field.js';
import { gate } from '../../components/gate.js';
import { emptyState } from '../../components/state.js';

let token = '';

export const title = () => t('reset.title');

export const load = () => {
  token = takeToken() || token;
  return { isOpen: token !== '' };
};

const form = () => html`
  <form class="form" data-action="reset" novalidate>
    ${password({
      name: 'password', label: t('reset.password'), hint: t('password.rules'), minlength: 8,
      autocomplete: 'new-password',
    })}
    ${password({
      name: 'password_confirmation', label: t('reset.confirmation'), autocomplete: 'new-password',
    })}
    <button class="button button--primary button--wide">${t('reset.submit')}</button>
  </form>`;

const noToken = () => emptyState({
  name: 'lock', title: t('reset.no_token'), text: t('reset.no_token_text'),
  action: html`
    <a class="button button--primary" href="${to('/password/forgot')}">${t('reset.ask')}</a>`,
});

export const view = ({ isOpen }) => gate({
  title: t('reset.title'),
  intro: isOpen ? t('reset.intro') : '',
  body: isOpen ? form() : html`<div class="gate-box">${noToken()}</div>`,
});

async function reset(values) {
  if (values.password !== values.password_confirmation) {
    throw fieldProblem([{ field: 'password_confirmation', code: 'password_mismatch' }]);
  }
  await post('/password/reset', { token, ...values });
  token = '';
  return { done: t('reset.done'), go: '/sign-in', replace: true };
}

export const actions = { reset };
