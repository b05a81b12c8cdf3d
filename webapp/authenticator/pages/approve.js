// @ts-check
/* A sign-in that waits: for which account, from where, and the reader's answer. */
import { open, tell } from '../../lib/dialog.js';
import { wordsFor } from '../../lib/form.js';
import { countdown } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { Problem } from '../../lib/http.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { icon } from '../../components/icon.js';
import { moment } from '../../components/moment.js';
import { emptyState } from '../../components/state.js';
import { backLink } from '../components/back.js';
import { ring, turnRing } from '../components/code.js';
import { respond } from '../lib/portal.js';
import { isAsked, onNews, trouble, waitingNow, waitingWith, wake } from '../lib/watch.js';
import { reload } from '../frame.js';

const CALM_MS = 700;   // a tap meant for what stood here before must not approve

export const title = () => t('approve.title');

const known = new Map();   // what was shown, to say later why it is gone

export function load({ params }) {
  const request = waitingWith(params.id);
  if (request && !known.has(params.id)) known.set(params.id, { ...request, whole: left(request) });
  return { request, was: known.get(params.id) };
}

const left = ({ endsAt }) => Math.max(0, (endsAt - Date.now()) / 1000);

const fact = (name, value) => value && html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const facts = ({ account, challenge: { place } }) => html`
  <dl class="facts">
    ${fact(t('approve.account'), html`<b>${account.name}</b> ${account.issuer}`)}
    ${fact(t('approve.browser'), place.browser)}
    ${fact(t('approve.address'), place.ip)}
    ${fact(t('approve.at'), moment(place.at))}
  </dl>`;

const numberField = () => html`
  <div class="field">
    <label for="number"><span class="label-text">${t('approve.number')}</span></label>
    <p class="field-hint" id="number-hint">${t('approve.number_hint')}</p>
    <p class="field-error" id="number-error"></p>
    <input class="approve-number" id="number" name="number" type="text" inputmode="numeric" required
           pattern="[0-9]{2}" minlength="2" maxlength="2" autocomplete="off"
           aria-describedby="number-hint number-error">
  </div>`;

const offlineNote = () => trouble() && html`
  <p class="note note--warn">${icon('offline')}<span>${wordsFor(trouble())}</span></p>`;

const notMeForm = () => html`
  <form data-action="not_me">
    <button class="button button--danger button--wide">${icon('cross')} ${t('approve.not_me')}
    </button>
  </form>`;

const answerForms = ({ challenge }) => html`
  <form class="form" data-action="approve" novalidate>
    ${challenge.needs_number && numberField()}
    <button class="button button--primary button--wide approve-yes">
      ${icon('check')} ${t('approve.yes')}</button>
  </form>
  ${notMeForm()}`;

const waitingView = request => html`
  <div class="stack narrow">
    <header class="page-head approve-head"><h1 tabindex="-1">${t('approve.title')}</h1>
      <span class="approve-left">${ring('request')}
        <span class="unseen" data-approve="left"></span></span></header>
    ${offlineNote()}
    <section class="card stack approve">${facts(request)}${answerForms(request)}</section>
  </div>`;

/* Why it waits no longer, as far as that can be told from here. */
function reasonOf(was) {
  if (was?.isLocked) return 'locked';
  if (was && was.endsAt <= Date.now()) return 'expired';
  const isReplaced = was && waitingNow().some(one => one.account.id === was.account.id);
  return isReplaced ? 'superseded' : 'over';
}

const REPORTABLE = ['expired', 'superseded'];   // what nobody answered may still be reported

const newer = was => waitingNow().filter(one => one.account.id === was?.account.id).map(one => html`
  <a class="button button--primary" href="${to(`/authenticator/approve/${one.challenge.id}`)}">
    ${t('approve.newer')}</a>`);

const endedView = was => html`
  <h1 class="unseen" tabindex="-1">${t(`approve.${reasonOf(was)}`)}</h1>
  ${emptyState({
    name: 'clock', title: t(`approve.${reasonOf(was)}`), text: t(`approve.${reasonOf(was)}_text`),
    action: html`${newer(was)}${REPORTABLE.includes(reasonOf(was)) && notMeForm()}
      ${backLink(t('code_list.title'))}`,
  })}`;

const unknownView = () => html`
  <h1 class="unseen" tabindex="-1">${t('approve.title')}</h1>
  <p role="status">${t('state.loading')}</p>`;

export const view = ({ request, was }) => {
  if (request) return waitingView(request);
  return isAsked() ? endedView(was) : unknownView();
};

let isAnswering = false;

/* A wrong number says how many tries are left; after the last one nothing waits any more. */
function explain(error, id) {
  if (!(error instanceof Problem) || error.code !== 'number_wrong') throw error;
  known.get(id).isLocked = !error.triesLeft;
  throw new Problem(400, `number_left_${error.triesLeft}`,
    { errors: [{ field: 'number', code: 'number_wrong' }] });
}

/* Answers; true when that counted, false when the request waited no longer, which the page then
 * tells. What can be tried again is thrown. */
async function answer({ account, challenge }, how) {
  isAnswering = true;
  try {
    await respond(account, challenge.id, how).catch(error => explain(error, challenge.id));
    await wake();
    return true;
  } catch (error) {
    await wake();
    if (waitingWith(challenge.id)) throw error;
    return false;
  } finally {
    isAnswering = false;
  }
}

const HOME = { go: '/authenticator/', replace: true };

async function approve({ number }, { data }) {
  const isDone = await answer(data.request, { answer: 'approve', ...(number && { number }) });
  if (!isDone) return undefined;
  await tell(t('approve.done'), t('approve.done_text'), { ok: 'OK' });
  return HOME;
}

const askWho = () => open(html`
  <form method="dialog" class="dialog-body">
    <h2 id="dialog-title">${t('report.title')}</h2>
    <p>${t('report.text')}</p>
    <div class="stack report-answers">
      <button class="button button--danger" value="report">${t('report.yes')}</button>
      <button class="button" value="decline">${t('report.mine')}</button>
      <button class="button button--quiet" value="">${t('form.back')}</button>
    </div>
  </form>`, { className: 'dialog--small' });

async function notMe(values, { data }) {
  const how = await askWho();
  if (!how) return { stay: true };
  if (!(await answer(data.request ?? data.was, { answer: how }))) return undefined;
  await tell(t(`report.${how}_done`), t(`report.${how}_text`), { ok: 'OK' });
  return HOME;
}

export const actions = { approve, not_me: notMe };

function showLeft(main, { request, was }) {
  turnRing(main.querySelector('.ring'), left(request), was.whole);
  main.querySelector('[data-approve="left"]').textContent =
    t('approve.left', { time: countdown(left(request)) });
}

/* Without a number one tap approves: it must be meant. */
function holdBack(main, { challenge }) {
  const button = main.querySelector('.approve-yes');
  if (challenge.needs_number) return;
  button.disabled = true;
  setTimeout(() => { button.disabled = false; }, CALM_MS);
}

export function ready(main, { data }) {
  const ends = [onNews(() => !isAnswering && reload())];
  if (data.request) {
    showLeft(main, data);
    const timer = setInterval(() => (left(data.request) ? showLeft(main, data) : wake()), 1000);
    ends.push(() => clearInterval(timer));
    holdBack(main, data.request);
  }
  return () => ends.forEach(end => end());
}
