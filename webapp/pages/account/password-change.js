/* Changing the password; the other sessions end. */
import { post } from '../../lib/api.js';
import { fieldProblem } from '../../lib/form.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { currentAccount } from '../../lib/session.js';
import { accountTabs } from '../../components/account-tabs.js';
import { password } from '../../components/field.js';

export const title = () => t('password_change.title');

export const view = () => html`
  <header class="page-head"><h1 tabindex="-1">${t('password_change.title')}</h1></header>
  ${accountTabs('/profile/password')}
  <section class="card card--form">
    <form class="form" data-action="change" novalidate>
      <p class="soft">${t('password_change.intro')}</p>
      <input type="text" name="username" value="${currentAccount()?.username}"
             autocomplete="username" hidden>
      ${password({
        name: 'current_password', label: t('password_change.current'),
        autocomplete: 'current-password',
      })}
      ${password({
        name: 'new_password', label: t('password_change.new'), hint: t('password.rules'),
        minlength: 8, autocomplete: 'new-password',
      })}
      ${password({
        name: 'new_password_confirmation', label: t('password_change.confirmation'),
        autocomplete: 'new-password',
      })}
      <div class="actions">
        <button class="button button--primary">${t('password_change.submit')}</button>
      </div>
    </form>
  </section>`;

async function change({ username, ...values }) {
  if (values.new_password !== values.new_password_confirmation) {
    throw fieldProblem([{ field: 'new_password_confirmation', code: 'password_mismatch' }]);
  }
  await post('/profile/password', values);
  return { done: t('password_change.done') };
}

export const actions = { change };
