// @ts-check
/* The dialog that shows a new key once: it closes only when the reader says it is kept. */
import { open } from '../lib/dialog.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { copyButton } from './copy.js';
import { icon } from './icon.js';

/** Shows a key as the server answered it: { label, key }. */
export const showKey = ({ label, key }) => open(html`
  <form method="dialog" class="dialog-body">
    <span class="dialog-icon dialog-icon--done">${icon('key')}</span>
    <h2 id="dialog-title">${t('key_once.title', { label })}</h2>
    <p class="note note--warn">${icon('alert')}<span>${t('key_once.warning')}</span></p>
    <output class="key-text" id="new-key"><code>${key}</code></output>
    <div class="actions">
      ${copyButton(key, { said: t('key_once.copied'), className: 'button--primary' })}
      <button class="button" value="kept">${t('key_once.kept')}</button>
    </div>
  </form>`, { isHeld: true });
