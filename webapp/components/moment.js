// @ts-check
/* A time: relative, exact on hover and for print; or exact where exactness matters. */
import { html } from '../lib/html.js';
import { dateTime, relative } from '../lib/format.js';
import { t } from '../lib/i18n.js';

const iso = time => new Date(time).toISOString();

/** '3 jam yang lalu', with the exact time on hover. */
export const ago = time => (time
  ? html`<time datetime="${iso(time)}" title="${dateTime(time)}">${relative(time)}</time>`
  : html`<span class="soft">${t('time.never')}</span>`);

/** '21 Nov 2026, 22.47 WIB', with the relative time on hover. */
export const moment = time =>
  html`<time datetime="${iso(time)}" title="${relative(time)}">${dateTime(time)}</time>`;
