// @ts-check
/* What buttons with data-do do by themselves, without the server: copy, save as a file, show a
 * password, print, show a tab's panel. */
import { saveText } from './save.js';
import { t } from './i18n.js';
import { chooseTab, moveTab } from './tabs.js';
import { say } from './toast.js';
import { previewFile } from '../components/file.js';

const BACK_MS = 2500;

/* Where the page came by plain http the clipboard is missing, and a browser's policy may refuse it:
 * then the text is selected and copied. */
async function copyText(text) {
  const isCopied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  if (isCopied) return undefined;
  const area = document.createElement('textarea');
  area.value = text;
  (document.querySelector('dialog[open]') ?? document.body).append(area);
  area.select();
  document.execCommand('copy');
  return area.remove();
}

async function copy(button) {
  const label = button.querySelector('.label') ?? button;
  await copyText(button.dataset.text);
  label.textContent = t('copy.done');
  button.dataset.state = 'done';
  say(button.dataset.said ?? t('copy.said'));
  setTimeout(() => {
    label.textContent = t('copy.copy');
    delete button.dataset.state;
  }, BACK_MS);
}

function togglePassword(button) {
  const input = document.getElementById(button.getAttribute('aria-controls'));
  if (!(input instanceof HTMLInputElement)) return;
  const isShown = input.type === 'text';
  input.type = isShown ? 'password' : 'text';
  button.setAttribute('aria-pressed', String(!isShown));
  button.textContent = t(isShown ? 'password.show' : 'password.hide');
}

const behaviours = {
  'copy': copy,
  'save': ({ dataset }) => saveText(dataset.name, dataset.text),
  'toggle-password': togglePassword,
  'print': () => print(),
  'tab': chooseTab,
};

function closeMenus(target) {
  for (const menu of document.querySelectorAll('details.menu[open]')) {
    if (!menu.contains(target) || target.closest('.menu a')) menu.removeAttribute('open');
  }
}

function clicked(event) {
  closeMenus(event.target);
  const button = event.target.closest('[data-do]');
  if (button) behaviours[button.dataset.do](button);
}

function pressed(event) {
  if (event.key !== 'Escape') return;
  const menu = document.querySelector('details.menu[open]');
  menu?.removeAttribute('open');
  menu?.querySelector('summary')?.focus();
}

/* A choice with data-submit sends its form at once; a chosen file shows itself. */
function changed(event) {
  if (event.target.dataset?.submit != null) event.target.form.requestSubmit();
  if (event.target.type === 'file') previewFile(event.target);
}

export function startBehaviours() {
  document.addEventListener('click', clicked);
  document.addEventListener('keydown', pressed);
  document.addEventListener('keydown', moveTab);
  document.addEventListener('change', changed);
}
