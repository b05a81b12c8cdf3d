// @ts-check
/* Short messages at the edge of the screen, read aloud politely, gone after a while. While a
 * dialog is open they stand in it, because all else is out of reach. */
import { html, render } from './html.js';
import { wordsFor } from './form.js';
import { Problem } from './http.js';
import { icon } from '../components/icon.js';

const SHOWN_MS = 6000;

const SIGNS = { done: 'check', problem: 'alert', wait: 'clock' };

/** Shows a message, or the words for a Problem. kind: done | problem | wait */
export function say(message, kind = 'done') {
  const text = message instanceof Problem ? wordsFor(message) : message;
  const toast = document.createElement('p');
  toast.className = `toast toast--${kind}`;
  render(toast, html`${icon(SIGNS[kind])} <span>${text}</span>`);
  const places = [...document.querySelectorAll('body > .toasts, dialog[open] .toasts')];
  places.at(-1)?.append(toast);
  setTimeout(() => toast.remove(), SHOWN_MS);
}
