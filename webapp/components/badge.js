// @ts-check
/* States and environments: always a word with an icon, never colour alone. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';

const REQUESTS = {
  submitted: ['info', 'clock'], approved: ['good', 'check'], rejected: ['bad', 'cross'],
  revision_requested: ['warn', 'pencil'], revoked: ['gone', 'slash'], withdrawn: ['gone', 'undo'],
};

const badge = ([tone, name], text) =>
  html`<span class="badge badge--${tone}">${icon(name)}${text}</span>`;

/** Diajukan, Disetujui, Perlu Revisi, Ditolak, Dicabut. */
export const requestBadge = status => badge(REQUESTS[status], t(`request.${status}`));

/** The tone (info, good, warn, bad, gone) and icon of a request's state. */
export const requestLook = status => REQUESTS[status];

/** Aktif, Tidak aktif. */
export const keyBadge = status => html`
  <span class="badge badge--${status === 'active' ? 'good' : 'gone'}">
    <span class="dot dot--${status}" aria-hidden="true"></span>${t(`key.${status}`)}</span>`;

/** Development (outlined), Production (filled). */
export const environmentTag = environment =>
  html`<span class="tag tag--${environment}">${t(`environment.${environment}`)}</span>`;

const INSTITUTIONS = { menunggu: ['info', 'clock'], tervalidasi: ['good', 'check'],
  ditolak: ['bad', 'cross'] };

/** Menunggu, tervalidasi, ditolak. */
export const institutionBadge = status =>
  badge(INSTITUTIONS[status] ?? INSTITUTIONS.menunggu, t(`institution.${status}`));

const BUNDLES = { draft: ['gone', 'pencil'], published: ['good', 'check'],
  deprecated: ['warn', 'alert'], retired: ['gone', 'slash'] };

/** Draf, terbit, usang, ditarik. */
export const bundleBadge = status => badge(BUNDLES[status], t(`bundle.${status}`));

/** A badge with words of one's own. tone: info | good | warn | bad | gone */
export const plainBadge = (tone, name, text) => badge([tone, name], text);

const ACCOUNTS = { active: ['good', 'check'], unverified: ['warn', 'clock'],
  suspended: ['bad', 'pause'] };

/** Aktif, belum terverifikasi, ditangguhkan. */
export const accountBadge = status => badge(ACCOUNTS[status], t(`account.${status}`));

const MESSAGES = { queued: ['info', 'clock'], sent: ['good', 'check'], dead: ['bad', 'cross'] };

/** Menunggu, terkirim, gagal. */
export const messageBadge = status => badge(MESSAGES[status], t(`message.${status}`));
