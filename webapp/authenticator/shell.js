// @ts-check
/* Around the pages: the top bar with language and colours, and what waits for an answer. */
import { html, render } from '../lib/html.js';
import { chooseLanguage, currentLanguage, LANGUAGES, t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { chooseTheme, currentTheme, THEMES } from '../lib/theme.js';
import { icon } from '../components/icon.js';
import { mark } from '../components/mark.js';
import { nameOf } from './lib/names.js';
import { waitingNow } from './lib/watch.js';

const part = name => /** @type {HTMLElement} */ (document.querySelector(`body > .${name}`));

const choice = (name, sign, label, options, current) => html`
  <form data-action="${name}" class="menu-choice">
    <label for="${name}">${icon(sign)} ${label}</label>
    <select id="${name}" name="${name}" data-submit>
      ${options.map(([value, text]) => html`
        <option value="${value}"${value === current && html` selected`}>${text}</option>`)}
    </select>
  </form>`;

const preferences = () => html`
  <details class="menu">
    <summary class="top-button">${icon('globe')}
      <span class="unseen">${t('shell.preferences')}</span></summary>
    <div class="menu-list">
      ${choice('language', 'globe', t('shell.language'), Object.entries(LANGUAGES),
        currentLanguage())}
      ${choice('theme', 'sun', t('shell.theme'), THEMES.map(one => [one, t(`theme.${one}`)]),
        currentTheme())}
    </div>
  </details>`;

/** Draws the top bar in the reader's language. */
export function drawShell() {
  const skip = document.querySelector('.skip-link');
  if (skip) skip.textContent = t('shell.skip');
  render(part('top'), html`
    <div class="top-inner">
      <a class="top-mark" href="${to('/authenticator/')}">
        ${mark()}<span class="top-name">Authenticator</span>
        <span class="unseen">${t('authenticator.home')}</span></a>
      <div class="top-end">${preferences()}</div>
    </div>`);
}

const waitingLink = ({ account, challenge }) => html`
  <a class="note note--warn" href="${to(`/authenticator/approve/${challenge.id}`)}">
    ${icon('bell')}
    <span>${t('waiting.text', { account: nameOf(account) })}
      <b>${t('waiting.open')}</b></span></a>`;

const isHere = ({ challenge }) => location.pathname.endsWith(`/approve/${challenge.id}`);

/** Shows, on every page, the sign-ins that wait elsewhere than on it. */
export function drawWaiting() {
  render(part('waiting'), html`${waitingNow().filter(one => !isHere(one)).map(waitingLink)}`);
}

/** What the forms of the shell do, on every page. */
export const shellActions = {
  language: async ({ language }) => {
    await chooseLanguage(language);
    drawShell();
    drawWaiting();
    document.getElementById('language')?.closest('details')?.setAttribute('open', '');
    document.getElementById('language')?.focus();
  },
  theme: ({ theme }) => {
    chooseTheme(theme);
    return { stay: true };
  },
};
