/* "Keamanan": what protects the account, a section each.
 *
 * A section is a component with
 *   load()        what it shows, from the server (may be absent)
 *   view(data)    a <section class="card">
 *   actions       what its forms do; their names are its own
 * and stands on the page under its name in SECTIONS: context.data has its data under that name. */
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { accountTabs } from '../../components/account-tabs.js';
import * as passkeys from '../../components/security-passkeys.js';
import * as totp from '../../components/security-totp.js';
import * as ways from '../../components/security-ways.js';

const SECTIONS = { totp, passkeys, ways };

export const title = () => t('security.title');

const loaded = async ([name, section]) => [name, await section.load?.()];

export const load = async () =>
  Object.fromEntries(await Promise.all(Object.entries(SECTIONS).map(loaded)));

export const view = data => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t('security.title')}</h1><p>${t('security.intro')}</p></div>
  </header>
  ${accountTabs('/profile/security')}
  <div class="stack security">
    ${Object.entries(SECTIONS).map(([name, section]) => section.view(data[name]))}
  </div>`;

export const actions =
  Object.assign({}, ...Object.values(SECTIONS).map(section => section.actions ?? {}));
