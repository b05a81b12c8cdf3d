// @ts-check
/* Dialogs: native <dialog>, made when asked for and gone when closed. Focus returns by itself. */
import { html, render } from './html.js';
import { t } from './i18n.js';
import { icon } from '../components/icon.js';

/**
 * Opens a dialog; its markup has a heading with id "dialog-title" and closes itself by
 * <form method="dialog">. Gives the value of the button that closed it, '' for Escape. With
 * `isHeld` neither Escape nor a phone's back closes it: browsers refuse that only once, so it opens
 * again.
 * @param {any} markup
 * @param {{className?: string, isHeld?: boolean, onOpen?: (dialog: Element) => void}} [options]
 * @returns {Promise<string>}
 */
export function open(markup, options = {}) {
  const { className = '', isHeld = false, onOpen } = options;
  const dialog = document.createElement('dialog');
  dialog.className = `dialog ${className}`;
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  render(dialog, html`${markup}<div class="toasts" role="status"></div>`);
  document.body.append(dialog);
  dialog.showModal();
  onOpen?.(dialog);
  return new Promise(resolve => {
    dialog.addEventListener('close', () => {
      if (isHeld && !dialog.returnValue) return dialog.showModal();
      dialog.remove();
      resolve(dialog.returnValue);
    });
  });
}

/** A question with "Batal" and "Ya, Lanjutkan!"; gives whether the reader said yes. `isDanger` for
 * what cannot be undone. */
export async function ask({ title, text = '', yes = t('dialog.yes'), isDanger = false }) {
  const look = `button--primary${isDanger ? ' button--alarm' : ''}`;
  const answer = await open(html`
    <form method="dialog" class="dialog-body">
      <span class="dialog-icon dialog-icon--ask">${icon('question')}</span>
      <h2 id="dialog-title">${title}</h2>
      ${text && html`<p>${text}</p>`}
      <div class="actions actions--end">
        <button class="button" value="">${t('dialog.cancel')}</button>
        <button class="button ${look}" value="yes" autofocus>${yes}</button>
      </div>
    </form>`, { className: 'dialog--small' });
  return answer === 'yes';
}

/** Says that something is done, or with another sign that it is not; closed with "Oke". */
export const tell = (title, text = '', { sign = 'check', tone = 'done', ok } = {}) => open(html`
  <form method="dialog" class="dialog-body">
    <span class="dialog-icon dialog-icon--${tone}">${icon(sign)}</span>
    <h2 id="dialog-title">${title}</h2>
    ${text && html`<p>${text}</p>`}
    <div class="actions actions--end">
      <button class="button button--primary" autofocus>${ok ?? t('dialog.ok')}</button>
    </div>
  </form>`, { className: 'dialog--small' });
