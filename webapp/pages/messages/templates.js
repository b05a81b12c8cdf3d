/* Every message that the portal sends, whose words an admin may edit. */
import { get } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { plainBadge } from '../../components/badge.js';
import { icon } from '../../components/icon.js';
import { messageTabs } from '../../components/message-tabs.js';
import { channelSign, kindOf, wordsPath } from '../../components/message-words.js';

const PATH = '/admin/messages/words';
const LANGUAGES = ['id', 'en'];

export const title = () => t('templates.title');

export const load = () => get('/admin/message-templates');

const editedIn = one => LANGUAGES.filter(language => one.edited[language])
  .map(language => t(`template.in_${language}`)).join(', ');

const signs = channels => html`
  <span class="channel-signs">${channels.map(channel => html`
    ${icon(channelSign(channel))}<span class="unseen">${t(`channel.${channel}`)}</span>`)}</span>`;

const row = one => html`
  <li><a class="pick" href="${to(wordsPath(one.name))}">
    <span><b>${one.kind === 'notice' ? one.subject : kindOf(one.name)}</b>
      <span class="under">${one.purpose}</span></span>
    ${editedIn(one) && plainBadge('info', 'pencil',
      t('templates.edited', { languages: editedIn(one) }))}
    ${signs(one.channels)}
    ${icon('chevron-right')}</a></li>`;

const group = (kind, rows, intro = '') => html`
  <section aria-labelledby="${kind}">
    <h2 id="${kind}">${t(`templates.${kind}`)}</h2>
    ${intro && html`<p class="soft">${intro}</p>`}
    <ul class="card picks">${rows.map(row)}</ul>
  </section>`;

export const view = ({ data }) => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${title()}</h1><p>${t('templates.intro')}</p></div>
  </header>
  ${messageTabs(PATH)}
  <div class="stack templates">
    ${group('messages', data.filter(one => one.kind === 'message'))}
    ${group('notices', data.filter(one => one.kind === 'notice'), t('templates.notices_intro'))}
  </div>`;
