/* Ten new recovery codes in place of those before. */
import { get, post } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { currentAccount } from '../../lib/session.js';
import { icon } from '../../components/icon.js';
import { recoveryCodes } from '../../components/recovery-codes.js';

export const title = () => t('recovery.title');

export const load = async () => ({ ...(await get('/totp')).data, codes: null });

export const redirect = ({ data }) =>
  (data?.state && data.state !== 'active' ? '/profile/security' : null);

const ask = ({ recovery_codes_left: left }) => html`
  <section class="card stack">
    <p>${t('recovery.text')}</p>
    <p>${t('totp.codes_left', { count: left })}</p>
    <form data-action="renew" data-confirm="${t('recovery.renew_ask')}"
          data-confirm-text="${t('recovery.renew_text')}" data-confirm-yes="${t('recovery.renew')}">
      <button class="button button--primary">${icon('refresh')} ${t('recovery.renew')}</button>
    </form>
  </section>`;

export const view = data => html`
  <div class="security">
    <a class="page-back" href="${to('/profile/security')}">
      ${icon('arrow-left')} ${t('security.title')}</a>
    <header class="page-head"><h1 tabindex="-1">${t('recovery.title')}</h1></header>
    ${data.codes ? recoveryCodes(data.codes, currentAccount().username) : ask(data)}
  </div>`;

async function renew(_, { data }) {
  const { recovery_codes: codes } = (await post('/totp/recovery-codes')).data;
  return { data: { ...data, codes } };
}

export const actions = { renew, kept: () => ({ go: '/profile/security', replace: true }) };
