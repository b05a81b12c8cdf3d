// @ts-check
/* Section of "Keamanan": the way to the password and to the sessions. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { icon } from './icon.js';

const way = (path, name, key) => html`
  <li><a class="way" href="${to(path)}">
    <span class="disc">${icon(name)}</span>
    <span><b>${t(`security.${key}`)}</b><br>
      <span class="soft">${t(`security.${key}_text`)}</span></span>
    ${icon('chevron-right')}</a></li>`;

export const view = () => html`
  <section class="card ways" aria-labelledby="ways">
    <h2 id="ways" class="unseen">${t('security.ways')}</h2>
    <ul>
      ${way('/profile/password', 'lock', 'password')}
      ${way('/profile/sessions', 'laptop', 'sessions')}
    </ul>
  </section>`;
