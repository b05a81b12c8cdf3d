// @ts-check
/* The shell: top bar, places at the side or at the bottom, the menu of the reader. */
import { get } from '../lib/api.js';
import { html, painted, render } from '../lib/html.js';
import { chooseLanguage, currentLanguage, has, LANGUAGES, t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { currentAccount, end, may, watchSession } from '../lib/session.js';
import { chooseTheme, currentTheme, THEMES } from '../lib/theme.js';
import { icon } from './icon.js';
import { mark } from './mark.js';

const ASK_AGAIN_MS = 60_000;
const PLACES_ON_PHONE = 4;

let places = [];
let unread = 0;
let askedAt = 0;

const part = name => /** @type {HTMLElement} */ (document.querySelector(`body > .${name}`));

/* The place that a path belongs to, the nearest: '/requests/req_1' stands at '/requests'. */
const placeAt = (list, path) => list
  .filter(place => path === place.path || path.startsWith(`${place.path}/`))
  .sort((a, b) => b.path.length - a.path.length)[0];

const placeLink = (place, current, label = place.label) => html`
  <li><a href="${to(place.path)}"${place === current && html` aria-current="page"`}>
    ${icon(place.icon)}<span>${t(label)}</span></a></li>`;

/* On the phone's bar a place may have a shorter name. */
const shortLabel = ({ label }) => (has(`${label}_short`) ? `${label}_short` : label);

/* Staff have places of their own beside everybody's; then each group has its title. */
const SERVICES = 'place.group_services';
const groups = list => [...new Set(list.map(place => place.group ?? SERVICES))];

const sideGroup = (group, list, current, isAlone) => html`
  ${!isAlone && html`<h2 class="side-title">${t(group)}</h2>`}
  <ul>${list.filter(place => (place.group ?? SERVICES) === group)
    .map(place => placeLink(place, current))}</ul>`;

/* What does not fit on the phone's bar. */
const morePlaces = (list, current) => html`
  <li><details class="menu menu--up">
    <summary${list.includes(current) && html` data-state="current"`}>
      ${icon('dots')}<span>${t('shell.more')}</span></summary>
    <div class="menu-list"><ul>${list.map(place => placeLink(place, current))}</ul></div>
  </details></li>`;

/* What is in the reader's menu, too, takes no room where the others fill the bar. */
function bottomBar(list, current) {
  const first = list.filter(place => place.phone);
  const isWhole = list.every(place => place.phone || place.menu);
  const room = isWhole ? PLACES_ON_PHONE : PLACES_ON_PHONE - 1;
  const rest = isWhole ? [] : list.filter(place => !first.slice(0, room).includes(place));
  return html`
    <ul>${first.slice(0, room).map(p => placeLink(p, current, shortLabel(p)))}
      ${rest.length > 0 && morePlaces(rest, current)}</ul>`;
}

const languageChoice = () => html`
  <form data-action="language" class="menu-choice">
    <label for="language">${icon('globe')} ${t('shell.language')}</label>
    <select id="language" name="language" data-submit>
      ${Object.entries(LANGUAGES).map(([code, name]) => html`
        <option value="${code}" lang="${code}"${code === currentLanguage() && html` selected`}>
          ${name}</option>`)}
    </select>
  </form>`;

const themeChoice = () => html`
  <form data-action="theme" class="menu-choice">
    <label for="theme">${icon('sun')} ${t('shell.theme')}</label>
    <select id="theme" name="theme" data-submit>
      ${THEMES.map(theme => html`
        <option value="${theme}"${theme === currentTheme() && html` selected`}>
          ${t(`theme.${theme}`)}</option>`)}
    </select>
  </form>`;

const bell = () => html`
  <a class="top-button" href="${to('/notifications')}">
    ${icon('bell')}
    <span class="unseen">${t('shell.notifications', { count: unread })}</span>
    ${unread > 0 && html`
      <span class="count" aria-hidden="true">${unread > 99 ? '99+' : unread}</span>`}
  </a>`;

const nameOf = account => account.name || account.username;

const initials = name =>
  name.split(/\s+/).slice(0, 2).map(word => [...word][0] ?? '').join('').toUpperCase();

const readersMenu = account => html`
  <details class="menu">
    <summary class="top-button">
      <span class="initials" aria-hidden="true">${initials(nameOf(account))}</span>
      <span class="unseen">${t('shell.menu')}</span>
    </summary>
    <div class="menu-list">
      <p class="menu-head"><b>${nameOf(account)}</b><br>
        <span class="soft">${account.institution?.name || t(`role.${account.role}`)}</span></p>
      <ul>
        <li><a href="${to('/profile')}">${icon('person')} ${t('place.profile_menu')}</a></li>
        <li><a href="${to('/usage')}">${icon('chart')} ${t('place.usage')}</a></li>
        <li><a href="${to('/profile/security')}">${icon('shield')} ${t('place.security')}</a></li>
        <li><a href="${to('/profile/password')}">${icon('lock')} ${t('place.password')}</a></li>
        <li><a href="${to('/profile/sessions')}">${icon('laptop')} ${t('place.sessions')}</a></li>
      </ul>
      ${languageChoice()}${themeChoice()}
      <form data-action="sign-out" class="menu-end" data-problems="toast">
        <button class="menu-button">${icon('sign-out')} ${t('shell.sign_out')}</button>
      </form>
    </div>
  </details>`;

const visitorsMenu = () => html`
  <details class="menu">
    <summary class="top-button">${icon('globe')}
      <span class="unseen">${t('shell.preferences')}</span></summary>
    <div class="menu-list">${languageChoice()}${themeChoice()}</div>
  </details>`;

/* Beside what everybody may read; a page of the gate has its own way in. */
const signInLink = () => html`
  <a class="button button--small top-sign-in" href="${to('/sign-in')}">${t('shell.sign_in')}</a>`;

const topBar = account => html`
  <div class="top-inner">
    <a class="top-mark" href="${to('/')}" aria-label="${t('shell.home')}">${mark()}</a>
    <div class="top-end">
      ${account ? html`${bell()}${readersMenu(account)}` : html`${signInLink()}${visitorsMenu()}`}
    </div>
  </div>`;

let shownPath = '/';
let isDrawn = false;

function drawPlaces() {
  const mine = currentAccount() ? places.filter(place => may(place.who)) : [];
  const current = placeAt(mine, shownPath);
  const side = part('side');
  const bottom = part('bottom');
  side.hidden = bottom.hidden = mine.length === 0;
  side.ariaLabel = bottom.ariaLabel = t('shell.places');
  const titles = groups(mine);
  render(side, html`${titles.map(g => sideGroup(g, mine, current, titles.length === 1))}`);
  render(bottom, bottomBar(mine, current));
}

function drawShell() {
  isDrawn = true;
  const skip = document.querySelector('.skip-link');
  if (skip) skip.textContent = t('shell.skip');
  render(part('top'), topBar(currentAccount()));
  drawPlaces();
}

/** Asks for the number of unread notifications, at most once a minute unless `isNow`. */
export async function countUnread(isNow = false) {
  if (!currentAccount() || document.hidden) return;
  if (!isNow && Date.now() - askedAt < ASK_AGAIN_MS) return;
  askedAt = Date.now();
  const answer = await get('/notifications?limit=1').catch(() => null);
  if (!answer) return;
  if (answer.meta.unread === unread) return;
  unread = answer.meta.unread;
  const old = part('top').querySelector('.top-button[href]');
  if (old) {
    const place = document.createElement('template');
    render(place, bell());
    old.replaceWith(place.content);
  }
}

/** Fits the shell to a page: its frame, and its place. It is drawn with the first page:
 * who reads is known by then, and drawing it before would only keep that page waiting. */
export function showFrame(route, { path }) {
  document.body.dataset.frame = route.frame ?? 'column';
  shownPath = path;
  if (isDrawn) drawPlaces();
  else drawShell();
  painted().then(() => countUnread());
}

async function chooseAndRedraw({ language }) {
  await chooseLanguage(language);
  drawShell();
  document.getElementById('language')?.closest('details')?.setAttribute('open', '');
  document.getElementById('language')?.focus();
  return { speak: true };
}

/** What the forms of the shell do, on every page. */
export const shellActions = {
  'sign-out': async () => {
    await end();
    return { go: '/sign-in' };
  },
  'language': chooseAndRedraw,
  'theme': ({ theme }) => {
    chooseTheme(theme);
    return { stay: true };
  },
  'try-again': () => undefined,
};

export function startShell(routes) {
  places = routes.filter(route => route.place)
    .map(route => ({ ...route.place, path: route.path, who: route.who }))
    .sort((a, b) => a.order - b.order);
  watchSession(() => {
    askedAt = unread = 0;
    if (isDrawn) drawShell();
  });
  setInterval(countUnread, ASK_AGAIN_MS);
}
