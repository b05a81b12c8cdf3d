// @ts-check
/* A request on the review desk: what was asked for, its letter, and who asks. */
import { html } from '../lib/html.js';
import { bytes, number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { environmentTag, institutionBadge, plainBadge, requestBadge } from './badge.js';
import { revisionCard } from './changes.js';
import { icon } from './icon.js';
import { ago, moment } from './moment.js';

const fact = (label, value) => value && html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const bundleLink = ({ bundle, bundle_name: name }) =>
  html`<a href="${to(`/marketplace/${bundle}`)}">${name}</a>`;

const tags = list => html`<span class="tags">${list.map(environmentTag)}</span>`;

const form = request => html`
  <section class="card" aria-labelledby="form">
    <h2 id="form">${t('desk.form')}</h2>
    <dl class="facts">
      ${fact(t('desk.bundle'), bundleLink(request))}
      ${fact(t('change.purpose'), request.purpose)}
      ${fact(t('change.description'), request.description)}
      ${fact(t('change.expected_calls_per_day'), request.expected_calls_per_day
        && number(request.expected_calls_per_day))}
      ${fact(t('change.contact_name'), request.contact_name)}
      ${fact(t('change.contact_phone'), request.contact_phone)}
      ${request.status === 'approved' && fact(t('desk.environments'), tags(request.environments))}
    </dl>
  </section>`;

/** The version of the letter that the present one replaced, or nothing when it is the first. */
export const earlierLetter = timeline =>
  timeline.map(event => event.letter_version).filter(Boolean).at(-2) ?? null;

const openForm = (words, version = '') => html`
  <form data-action="letter" data-key="letter${version}" data-problems="toast">
    <input type="hidden" name="version" value="${version}">
    <button class="button button--small">${icon('external')} ${words}</button>
  </form>`;

const earlier = version => version && openForm(t('desk.earlier_letter'), version);

const letter = ({ letter: file, timeline }) => html`
  <section class="card letter" aria-labelledby="letter">
    <div class="letter-head">
      <div><h2 id="letter">${t('desk.letter')}</h2>
        <p class="soft less break">${file.name} · ${bytes(file.size_bytes)}</p></div>
      <div class="actions">
        ${earlier(earlierLetter(timeline))}${openForm(t('desk.open_letter'))}</div>
    </div>
    <div class="letter-page" data-letter aria-live="polite"></div>
  </section>`;

/** The letter itself, once it is here. */
export const letterFrame = url =>
  html`<iframe src="${url}" title="${t('desk.letter')}"></iframe>`;

/** The column in the middle. */
export const requestSheet = request => html`
  <article class="sheet stack">
    <header class="page-head">
      <div>
        <h1 tabindex="-1">${request.application_name}</h1>
        <p class="sheet-facts">${requestBadge(request.status)}
          <span>${t('desk.sent')} ${moment(request.created_at)}</span></p>
      </div>
    </header>
    ${revisionCard(request.timeline)}${form(request)}${letter(request)}
  </article>`;

const institution = one => one?.name && html`
  <div class="who-institution">${icon('building')}
    <div><p>${one.name}</p>${institutionBadge(one.status)}</div></div>`;

/** Who asks, and for which institution. */
export const memberCard = ({ member }, isAdmin) => html`
  <section class="card stack" aria-labelledby="member">
    <h2 id="member">${t('desk.member')}</h2>
    <div>
      <p><b>${isAdmin ? html`<a href="${to(`/admin/users/${member.id}`)}">${member.name}</a>`
        : member.name}</b></p>
      <p class="soft">${member.username}
        ${member.status === 'suspended' && plainBadge('bad', 'pause', t('desk.suspended'))}</p>
      ${member.email && html`<p class="break">${member.email}</p>`}
      ${member.phone_number && html`<p>+${member.phone_number}</p>`}
    </div>
    ${institution(member.institution)}
  </section>`;

const past = one => html`
  <li><a href="${to(`/admin/requests/${one.id}?status=all`)}">${one.bundle_name}</a>
    <span class="under">${one.application_name} · ${ago(one.updated_at)}</span>
    ${requestBadge(one.status)}
    ${one.note && html`<p class="history-note">${one.note}</p>`}</li>`;

/** What the same member asked for before, and how it was decided. */
export const historyCard = history => html`
  <section class="card stack" aria-labelledby="history">
    <h2 id="history">${t('desk.history')}</h2>
    ${history.length ? html`<ul class="history">${history.map(past)}</ul>`
      : html`<p class="soft">${t('desk.no_history')}</p>`}
  </section>`;
