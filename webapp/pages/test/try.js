/* Test API: an endpoint is called through the portal, with the values of a form. */
import { get, Problem, post, query as withQuery, randomId } from '../../lib/api.js';
import { fieldProblem, wordsFor } from '../../lib/form.js';
import { docsLink } from '../../lib/docs.js';
import { html, render } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { bodyTypes } from '../../lib/call.js';
import { save } from '../../lib/save.js';
import { currentAccount } from '../../lib/session.js';
import { to } from '../../lib/router.js';
import { blobOf, fileNameOf, jsonIn, lookOf, trialOf } from '../../lib/trial.js';
import { checkTrial, problemHere } from '../../lib/trial-check.js';
import { trialAdd, trialFind, trialsForget, trialsOf } from '../../lib/trial-history.js';
import { startTrialForm } from '../../lib/trial-live.js';
import { icon } from '../../components/icon.js';
import { startJsonTree } from '../../components/json-tree.js';
import { method } from '../../components/method.js';
import {
  answered, cancelled, noAnswer, rawOf, refused, waiting,
} from '../../components/trial-answer.js';
import { trialForm } from '../../components/trial-form.js';
import { trialRows } from '../../components/trial-rows.js';

const FILE_STAYS_MS = 10_000;

export const title = ({ endpoint }) => t('test.title_of', { name: nameOf(endpoint) });

const nameOf = endpoint => endpoint.summary || `${endpoint.method} ${endpoint.path}`;

/* The key, for as long as this tab shows the app, and for who typed it. */
let pasted = { account: '', key: '' };

const pastedKey = () => (pasted.account === currentAccount().id ? pasted.key : '');

const startsIn = (bundle, query, again) => again?.environment
  ?? (query.get('environment') === 'production' ? 'production' : 'development');

export async function load({ params, query }) {
  const path = `/bundles/${encodeURIComponent(params.slug)}`;
  const version = query.get('version');
  const [bundle, endpoint] = await Promise.all([
    get(path),
    get(withQuery(`${path}/endpoints/${encodeURIComponent(params.endpoint)}`, { version })),
  ]);
  const again = trialFind(currentAccount().id, query.get('again'));
  const types = bodyTypes(endpoint.data);
  return {
    bundle: bundle.data, endpoint: endpoint.data, version, key: pastedKey(),
    environment: startsIn(bundle.data, query, again), kept: again?.values ?? {},
    type: types.includes(again?.values.type) ? again.values.type : types[0] ?? null,
    trials: trialsOf(currentAccount().id, params.slug), outcome: null,
  };
}

const outcomeOf = ({ outcome, ...data }) => {
  if (!outcome) return noAnswer();
  if (outcome.problem) return refused(outcome.problem, data, wordsFor);
  return outcome.answer ? answered(outcome.answer, outcome.picture) : cancelled();
};

const listPath = ({ bundle, version }) =>
  withQuery(to(`/marketplace/${encodeURIComponent(bundle.slug)}/test`), { version });

export const view = (data, { query }) => html`
  <p><a class="back-link" href="${listPath(data)}">${icon('arrow-left')}
    ${t('test.other_endpoint')}</a></p>
  <header class="page-head"><div>
    <p class="soft">${t('test.title')} · ${data.bundle.name}</p>
    <h1 tabindex="-1">${nameOf(data.endpoint)}</h1></div>
    <a class="button" href="${docsLink(data.bundle.slug, query, data.endpoint.id)}">${icon('book')}
      ${t('test.docs')}</a></header>
  <p class="trial-address">${method(data.endpoint.method)} <code data-address></code></p>
  <div class="trial">
    <section class="card" aria-label="${t('test.request')}">${trialForm(data)}</section>
    <div class="stack trial-side">
      <section class="card trial-answer" aria-labelledby="answer"><div class="stack"
        data-outcome>${outcomeOf(data)}</div></section>
      <details class="card" open><summary><h2>${t('test.as_curl')}</h2></summary>
        <div data-curl></div></details>
      <section class="card stack" aria-labelledby="history" data-history>
        ${trialRows(data.trials, data.bundle.slug)}</section>
    </div>
  </div>`;

export const ready = (main, { data }) => {
  showOutcome(main, data);
  return startTrialForm(main, data);
};

/* -- Sending ---------------------------------------------------------------------------------- */

let underWay = null;

const outcomePlace = () => document.querySelector('[data-outcome]');

/* What in the answer moves: the tree, the text that is drawn when it is asked for. */
function showOutcome(main, data) {
  const { answer } = data.outcome ?? {};
  if (!answer || lookOf(answer) !== 'json') return;
  startJsonTree(main, jsonIn(answer));
  const text = main.querySelector('[data-raw]');
  text.addEventListener('toggle', () => {
    const place = document.createElement('template');
    render(place, rawOf(answer));
    text.append(place.content);
  }, { once: true });
}

function draw(data) {
  const place = outcomePlace();
  if (!place) return;
  render(place, outcomeOf(data));
  showOutcome(place, data);
  place.querySelector('h2').focus();
}

function wait() {
  const from = Date.now(), place = outcomePlace();
  render(place, waiting());
  place.scrollIntoView({ block: 'nearest' });
  const timer = setInterval(() => {
    const count = place.querySelector('[data-waited]');
    if (count) count.textContent = String(Math.floor((Date.now() - from) / 1000));
  }, 1000);
  return () => clearInterval(timer);
}

const picture = answer => (lookOf(answer) === 'picture' ? URL.createObjectURL(blobOf(answer)) : '');

async function call(data, trial) {
  const path = `/bundles/${encodeURIComponent(data.bundle.slug)}/test`;
  const rest = wait();
  underWay = new AbortController();
  try {
    const { data: answer } = await post(withQuery(path, { version: data.version }), trial,
      { signal: underWay.signal });
    return { answer, picture: picture(answer) };
  } catch (error) {
    if (error.name === 'AbortError') return { isCancelled: true };
    if (!(error instanceof Problem)) throw error;
    return { problem: error };
  } finally {
    underWay = null;
    rest();
  }
}

function note(data, values, trial, { answer, problem }) {
  if (!answer && !problem) return;
  trialAdd({
    id: randomId(), account: currentAccount().id, at: new Date().toISOString(),
    slug: data.bundle.slug, endpoint: data.endpoint.id, method: trial.method,
    path: trial.path + (trial.query ? `?${trial.query}` : ''), environment: trial.environment,
    status: answer?.status ?? problem.status, code: problem?.code ?? '',
    ms: Math.round(answer?.duration_ms ?? 0), values,
  });
  data.trials = trialsOf(currentAccount().id, data.bundle.slug);
  const place = document.querySelector('[data-history]');
  if (place) render(place, trialRows(data.trials, data.bundle.slug));
}

/* What is to be corrected in the form is said there; what was refused stands as the outcome. */
function conclude(data, form, outcome) {
  const problem = outcome.problem && problemHere(outcome.problem, form, data.endpoint);
  if (data.outcome?.picture) URL.revokeObjectURL(data.outcome.picture);
  data.outcome = problem?.isOfForm ? null : outcome;
  draw(data);
  if (problem) throw problem;
  return { stay: true };
}

async function send(values, { data, form }) {
  const faults = checkTrial(data.endpoint, values);
  if (faults.length) throw fieldProblem(faults);
  if (values.environment === 'production') {
    pasted = { account: currentAccount().id, key: values.key };
  }
  const trial = await trialOf(data.endpoint, values, { environment: values.environment,
    key: values.key, boundary: `simpul-${randomId()}` });
  const outcome = await call(data, trial);
  note(data, values, trial, outcome);
  return conclude(data, form, outcome);
}

export const actions = {
  send,
  cancel: () => {
    underWay?.abort();
    return { stay: true };
  },
  download: (_, { data }) => {
    const url = URL.createObjectURL(blobOf(data.outcome.answer));
    save(url, fileNameOf(data.outcome.answer));
    setTimeout(() => URL.revokeObjectURL(url), FILE_STAYS_MS);
    return { stay: true };
  },
  'forget-trials': (_, { data }) => {
    trialsForget(currentAccount().id, data.bundle.slug);
    data.trials = [];
    return { data };
  },
};
