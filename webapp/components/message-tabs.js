// @ts-check
/* The parts of "Pesan keluar": the queue, and the words. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';

const TABS = [
  ['/admin/messages', 'messages.queue'], ['/admin/messages/words', 'messages.words'],
];

export const messageTabs = current => html`
  <nav class="tabs" aria-label="${t('messages.parts')}">
    <ul>${TABS.map(([path, label]) => html`
      <li><a href="${to(path)}"${path === current && html` aria-current="page"`}>
        ${t(label)}</a></li>`)}
    </ul>
  </nav>`;
