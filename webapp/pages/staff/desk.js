/* The review desk: the queue, the request with its letter, and the decision. */
import { blobUrl, get, post, Problem, put, query as withQuery } from '../../lib/api.js';
import { html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { go, to } from '../../lib/router.js';
import { currentAccount } from '../../lib/session.js';
import { listenForKeys, switchShortcuts } from '../../lib/shortcuts.js';
import { tell } from '../../lib/dialog.js';
import {
  decisionCard, decisionOf, grantedCard, watchNote,
} from '../../components/desk-decision.js';
import { deskPath, neighbour, queue, stateAsked } from '../../components/desk-queue.js';
import {
  historyCard, letterFrame, memberCard, requestSheet,
} from '../../components/desk-request.js';
import { formDialog } from '../../components/form-dialog.js';
import { icon } from '../../components/icon.js';
import { grantLimitFields, grantLimitsOf } from '../../components/limit-fields.js';
import { requestSteps } from '../../components/steps.js';
import { appended } from '../../components/table.js';

const isWide = () => matchMedia('(min-width: 75rem)').matches;

export const title = ({ request }) => request?.application_name ?? t('desk.title');

function queuePath(query, cursor) {
  const status = stateAsked(query);
  return withQuery('/admin/requests',
    { q: query.get('q'), status: status === 'all' ? '' : status, limit: 30, cursor });
}

async function details(id) {
  const { data } = await get(`/admin/requests/${encodeURIComponent(id)}`);
  return data;
}

export async function load({ params, query }) {
  const [list, request] = await Promise.all([
    get(queuePath(query)), params.id ? details(params.id) : null,
  ]);
  return { ...list, request };
}

/* With room for both, the first of the queue lies open beside it. */
export const redirect = ({ data, params, query }) =>
  (!params.id && data.data?.length && isWide() ? deskPath(data.data[0].id, query) : null);

const back = query => html`
  <a class="page-back desk-back" href="${to(deskPath('', query))}">${icon('arrow-left')}
    ${t('desk.back')}</a>`;

const path = request => html`
  <section class="card" aria-labelledby="path">
    <h2 id="path">${t('desk.path')}</h2>${requestSteps(request.timeline)}</section>`;

const aside = request => html`
  <aside class="desk-aside stack" aria-label="${t('desk.about')}">
    ${decisionCard(request, currentAccount()?.id)}${grantedCard(request, currentAccount()?.id)}
    ${path(request)}
    ${memberCard(request, currentAccount()?.role === 'admin')}
    ${historyCard(request.history)}
  </aside>`;

const onlyQueue = (data, query) => html`
  <div class="desk desk--queue">
    <header class="page-head">
      <div><h1 tabindex="-1">${t('desk.title')}</h1><p>${t('desk.intro')}</p></div></header>
    ${queue(data, null, query)}
  </div>`;

export const view = (data, { query }) => (!data.request ? onlyQueue(data, query) : html`
  <div class="desk">
    ${queue(data, data.request.id, query)}
    <div class="desk-open">${back(query)}${requestSheet(data.request)}${aside(data.request)}</div>
  </div>`);

/* ---- deciding */

const TAKEN = ['invalid_transition', 'conflict'];

/* Somebody else was quicker: the server says who decided what; then the page shows it. */
async function tellTaken(error) {
  if (!(error instanceof Problem) || !TAKEN.includes(error.code)) throw error;
  const text = error.code === 'conflict' ? t('desk.changed_text') : error.message;
  await tell(t(`desk.${error.code}`), `${text} ${t('desk.not_stored')}`, WARNING);
  return {};
}

const WARNING = { sign: 'alert', tone: 'ask' };

/* The one behind in the queue, else the one before; nothing when it was the last. */
const nextOf = (queued, id) => {
  const next = neighbour(queued, id, 1) ?? neighbour(queued, id, -1);
  return next === id ? null : next;
};

async function decide(values, { data, query }) {
  const { id, updated_at: seen } = data.request;
  const { verb, body } = decisionOf(values);
  const sent = { ...body, expected_updated_at: seen };
  const sending = post(`/admin/requests/${id}/${verb}`, sent);
  const problem = await sending.then(() => null, error => error);
  if (problem) return tellTaken(problem);
  const next = verb === 'revoke' ? null : nextOf(data.data, id);
  return { say: t(`desk.${verb}_done`), go: next && deskPath(next, query) };
}

async function limit(_, { data }) {
  const { id, bundle_limits: usual } = data.request;
  const values = await formDialog({
    title: t('limits.change'), fields: grantLimitFields(data.request, usual),
    yes: t('limits.key_save'),
  });
  if (!values) return { stay: true };
  await put(`/admin/requests/${id}/limits`, grantLimitsOf(values, { all: true }));
  return { done: t('limits.changed') };
}

/* Opened by a link made on the spot: the address needs the session's token. */
async function letter({ version }, { data }) {
  const url = await blobUrl(withQuery(`/requests/${data.request.id}/letter`, { version }));
  open(url, '_blank', 'noopener');
  return { stay: true };
}

async function more({ cursor }, { query, data }) {
  return { data: appended(data, await get(queuePath(query, cursor))) };
}

function shortcuts({ on }) {
  switchShortcuts(on === 'true');
  return { stay: true };
}

export const actions = { decide, limit, letter, more, shortcuts };

/* ---- what moves by itself: the letter, and the keys */

async function showLetter(main, { data }) {
  const place = main.querySelector('[data-letter]');
  if (!place || !isWide() || navigator.pdfViewerEnabled === false) return;
  render(place, html`<p class="soft">${t('desk.letter_coming')}</p>`);
  try {
    render(place, letterFrame(await blobUrl(`/requests/${data.request.id}/letter`)));
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    render(place, html`<p class="soft">${t('desk.letter_failed')}</p>`);
  }
}

const mover = (step, { data, query }) => () => {
  const id = neighbour(data.data, data.request?.id, step);
  if (id) go(deskPath(id, query), { replace: true });
};

const inQueue = act => event => (event.target.closest('.queue') ? act(event) : false);

/* Without a note the key leads to the note; Ctrl+Enter there sends the decision. */
const chooser = (form, verb) => () => {
  const button = form?.querySelector(`button[value="${verb}"]`);
  if (!button) return false;
  form.dataset.chosen = verb;
  if (verb === 'approve' || form.elements.note.value.trim()) return button.click();
  return form.elements.note.focus();
};

function sendByKey(form) {
  form?.elements.note.addEventListener('keydown', event => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    form.querySelector(`button[value="${form.dataset.chosen ?? ''}"]`)?.click();
  });
}

const keysOf = (form, context) => ({
  j: mover(1, context), k: mover(-1, context),
  arrowdown: inQueue(mover(1, context)), arrowup: inQueue(mover(-1, context)),
  a: chooser(form, 'approve'), r: chooser(form, 'revise'), x: chooser(form, 'reject'),
});

export function ready(main, context) {
  const form = main.querySelector('form[data-action="decide"]');
  watchNote(form);
  sendByKey(form);
  main.querySelector('.queue-item[aria-current]')?.scrollIntoView({ block: 'nearest' });
  showLetter(main, context);
  return listenForKeys(keysOf(form, context));
}
