// @ts-check
/* The parts of the account: Data diri, Keamanan, Password, Sesi masuk. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';

const TABS = [
  ['/profile', 'profile.data'], ['/profile/security', 'place.security'],
  ['/profile/password', 'place.password'],
  ['/profile/sessions', 'place.sessions'],
];

export const accountTabs = current => html`
  <nav class="tabs" aria-label="${t('profile.parts')}">
    <ul>${TABS.map(([path, label]) => html`
      <li><a href="${to(path)}"${path === current && html` aria-current="page"`}>
        ${t(label)}</a></li>`)}
    </ul>
  </nav>`;
