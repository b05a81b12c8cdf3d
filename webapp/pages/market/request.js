/* A request: its path with times and notes, what was sent, and the letter. */
import { blobUrl, del, get } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { download } from '../../lib/download.js';
import { t } from '../../lib/i18n.js';
import { number } from '../../lib/format.js';
import { to } from '../../lib/router.js';
import { requestBadge } from '../../components/badge.js';
import { icon } from '../../components/icon.js';
import { limitCard } from '../../components/limit-card.js';
import { requestSteps } from '../../components/steps.js';

export const title = ({ request }) => request?.bundle_name ?? t('request.page_title');

export async function load({ params }) {
  const path = `/requests/${encodeURIComponent(params.id)}`;
  return { request: (await get(path)).data };
}

const fact = (label, value) => value && html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const facts = request => html`
  <dl class="facts">
    ${fact(t('request_form.application'), request.application_name)}
    ${fact(t('request_form.purpose'), request.purpose)}
    ${fact(t('request_form.description'), request.description)}
    ${fact(t('request_form.calls'), request.expected_calls_per_day
      && number(request.expected_calls_per_day))}
    ${fact(t('request_form.contact'), request.contact_name)}
    ${fact(t('request_form.contact_phone'), request.contact_phone)}
  </dl>
  <form data-action="letter" data-problems="toast">
    <button class="button">${icon('file')} ${t('request.open_letter')}</button>
  </form>`;

const withdraw = () => html`
  <form data-action="withdraw" data-problems="toast" data-confirm="${t('request.withdraw_ask')}"
        data-confirm-text="${t('request.withdraw_text')}">
    <button class="button button--danger">${icon('undo')} ${t('request.withdraw')}</button>
  </form>`;

const link = (path, sign, words) => html`
  <a class="button button--primary" href="${to(path)}">${icon(sign)} ${words}</a>`;

const again = request =>
  link(`/marketplace/${request.bundle}/request`, 'refresh', t('bundle.again'));

const next = request => ({
  submitted: () => withdraw(),
  revision_requested: () => link(`/requests/${request.id}/revision`, 'pencil', t('bundle.revise')),
  approved: () => link('/keys', 'key', t('bundle.make_key')),
}[request.status] ?? (() => again(request)))();

export const view = ({ request }) => html`
  <p><a class="back-link" href="${to('/requests')}">${icon('arrow-left')}
    ${t('requests.title')}</a></p>
  <header class="page-head">
    <div><h1 tabindex="-1">${request.bundle_name}</h1>
      <p class="bundle-facts">${requestBadge(request.status)}
        <a href="${to(`/marketplace/${request.bundle}`)}">${t('request.see_bundle')}</a></p>
    </div>
  </header>
  <p class="soft">${t(`request.about_${request.status}`)}</p>
  <div class="with-aside">
    <section class="card stack" aria-labelledby="sent">
      <h2 id="sent">${t('request.sent')}</h2>${facts(request)}</section>
    <aside class="stack">
      <section class="card stack" aria-labelledby="path">
        <h2 id="path">${t('request.path')}</h2>
        ${requestSteps(request.timeline)}
        ${next(request)}
      </section>
      ${request.status === 'approved' && limitCard(request, { isHeld: true })}
    </aside>
  </div>`;

/* Opened beside the page; the address needs the session's token. A browser that takes the window
 * for an unwanted one, because a slow line made the tap long ago, saves the letter instead. */
async function letter(_, { data }) {
  const path = `/requests/${data.request.id}/letter`;
  const tab = open(await blobUrl(path), '_blank');
  if (tab) tab.opener = null;
  else await download(path, t('request.letter_file'));
  return { stay: true };
}

async function withdrawRequest(_, { data }) {
  await del(`/requests/${data.request.id}`);
  return { done: t('request.withdrawn_done') };
}

export const actions = { letter, withdraw: withdrawRequest };
