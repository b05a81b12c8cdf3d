// @ts-check
/* Single keys that act while a page stands: never while typing, with a modifier, or over a dialog.
 * A reader may turn them off. */
import { forget, recall, remember } from './storage.js';

const TYPING = 'input:not([type="checkbox"]), select, textarea, dialog, iframe';

/** The name of the key when it is meant as a shortcut, else ''. */
export function shortcutOf(event, isBusy = false) {
  if (isBusy || event.defaultPrevented || event.repeat) return '';
  if (event.ctrlKey || event.metaKey || event.altKey) return '';
  return event.target?.closest?.(TYPING) ? '' : event.key.toLowerCase();
}

export const areShortcutsOn = () => recall('shortcuts') !== 'off';

export const switchShortcuts = isOn =>
  (isOn ? forget('shortcuts') : remember('shortcuts', 'off'));

/** Listens for keys: { j: event => … }, where false leaves the key to the browser; gives what
 * ends it. */
export function listenForKeys(keys) {
  const pressed = event => {
    const isBusy = !areShortcutsOn() || document.querySelector('dialog[open]') !== null;
    const act = keys[shortcutOf(event, isBusy)];
    if (act && act(event) !== false) event.preventDefault();
  };
  document.addEventListener('keydown', pressed);
  return () => document.removeEventListener('keydown', pressed);
}
