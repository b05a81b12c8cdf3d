/* The link of a sign-up by e-mail. A button confirms, so that a mail scanner does not. */
import { post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { gate } from '../../components/gate.js';

export const title = () => t('sign_up.confirm_title');

/* Behind '#' or '?': which of the two is the mailer's choice. */
const tokenIn = ({ query }) =>
  query.get('token') ?? new URLSearchParams(location.hash.slice(1)).get('token');

export const redirect = context => (tokenIn(context) ? null : '/sign-up');

export const view = () => gate({
  title: t('sign_up.confirm_title'),
  intro: t('sign_up.confirm_intro'),
  body: html`
    <form class="form" data-action="confirm">
      <button class="button button--primary button--wide">${t('sign_up.confirm')}</button>
    </form>`,
});

async function confirm(_, context) {
  await post('/signup/verify', { token: tokenIn(context) });
  return { done: t('sign_up.done'), go: '/sign-in', replace: true };
}

export const actions = { confirm };
