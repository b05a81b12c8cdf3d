// @ts-check
/* What came of a call that was tried: waiting, the API's answer, or a refusal and what to do. */
import { attributes, html } from '../lib/html.js';
import { bytes, duration } from '../lib/format.js';
import { has, t } from '../lib/i18n.js';
import { jsonIn, lookOf, statusWords, toneOf } from '../lib/trial.js';
import { to } from '../lib/router.js';
import { plainBadge } from './badge.js';
import { icon } from './icon.js';
import { jsonTree } from './json-tree.js';
import { moment } from './moment.js';
import { accessWay } from './trial-access.js';

const TEXT_SHOWN = 100_000;

const SIGNS = { good: 'check', info: 'info', warn: 'alert', bad: 'cross' };

const heading = words => html`<h2 id="answer" tabindex="-1">${words}</h2>`;

/** Before anything was sent. */
export const noAnswer = () => html`${heading(t('test.answer'))}
  <p class="soft">${t('test.no_answer')}</p>`;

/** While it is under way. */
export const waiting = () => html`
  ${heading(t('test.waiting'))}
  <progress aria-label="${t('test.waiting')}"></progress>
  <p role="status"><span class="soft">${t('test.waited')}</span>
    <span class="numbers" data-waited>0</span> ${t('test.seconds')}</p>
  <form data-action="cancel"><button class="button">${icon('cross')} ${t('test.cancel')}</button>
  </form>`;

/** After the reader turned back. */
export const cancelled = () => html`${heading(t('test.cancelled'))}
  <p>${t('test.cancelled_text')}</p>`;

const factsOf = answer => html`
  <p class="answer-facts" role="status">
    ${plainBadge(toneOf(answer.status), SIGNS[toneOf(answer.status)], statusWords(answer.status))}
    <span class="numbers">${duration(answer.duration_ms)}</span>
    <span class="numbers">${bytes(answer.size_bytes)}</span></p>`;

const headerRow = ([name, value]) => html`<div><dt><code>${name}</code></dt>
  <dd><code>${value}</code></dd></div>`;

const headersOf = answer => html`
  <details class="answer-part"><summary>${t('test.headers',
    { count: Object.keys(answer.headers).length })}</summary>
    <dl class="facts">${Object.entries(answer.headers).map(headerRow)}</dl></details>`;

const download = () => html`
  <form data-action="download"><button class="button button--small">${icon('download')}
    ${t('test.download')}</button></form>`;

const raw = body => html`
  <pre class="code-block answer-text" tabindex="0">${body.slice(0, TEXT_SHOWN)}</pre>
  ${body.length > TEXT_SHOWN && html`<p class="soft">${t('test.text_cut',
    { size: bytes(TEXT_SHOWN) })}</p>`}`;

const LOOKS = {
  empty: () => html`<p class="soft">${t('test.empty_body')}</p>`,
  json: answer => html`${jsonTree(jsonIn(answer))}
    <details class="answer-part" data-raw><summary>${t('test.as_text')}</summary></details>`,
  text: answer => raw(answer.body),
  picture: (answer, picture) => html`<img class="answer-picture" alt="${t('test.picture')}"${
    attributes({ src: picture })}>`,
  bytes: answer => html`<p>${t('test.bytes',
    { type: answer.headers['content-type'] ?? t('test.unknown_type') })}</p>`,
};

/** The body as text, drawn when it is asked for. */
export const rawOf = answer => raw(answer.body);

const parts = (answer, picture) => html`
  ${factsOf(answer)}
  ${answer.truncated && html`<p class="note note--warn">${icon('alert')}
    <span>${t('test.truncated', { size: bytes(answer.size_bytes) })}</span></p>`}
  ${headersOf(answer)}
  <section class="answer-body" aria-label="${t('test.body')}">
    ${LOOKS[lookOf(answer)](answer, picture)}
    ${answer.body !== '' && download()}</section>`;

/** The API's answer; `picture` is an address of it where it is one. */
export const answered = (answer, picture = '') => html`
  ${heading(t('test.answer'))}
  ${parts(answer, picture)}`;

/* -- Refusals --------------------------------------------------------------------------------- */

const link = (path, sign, words) => html`
  <a class="button button--primary" href="${to(path)}">${icon(sign)} ${words}</a>`;

const keys = () => link('/keys', 'key', t('test.to_keys'));
const newKey = () => link('/keys/new', 'plus', t('test.new_key'));

const apply = ({ bundle }) => {
  const { path, sign, words } = accessWay(bundle);
  return link(path, sign, words);
};

const toBundle = ({ bundle }) => link(`/marketplace/${bundle.slug}`, 'eye', t('test.to_bundle'));

const STEPS = {
  access_not_approved: apply, access_submitted: apply, access_revision: apply,
  access_revoked: apply,
  key_missing: newKey, key_malformed: keys, key_unknown: keys, key_inactive: keys,
  key_expired: newKey, key_environment_mismatch: newKey, ip_not_allowed: keys,
  bundle_unknown: toBundle,
};

/* Who has no access yet needs that before any key, and may have asked for it already. */
function nameOf({ code }, { bundle }) {
  const lacksAccess = code === 'access_not_approved'
    || (code === 'key_missing' && bundle.access !== 'approved');
  return lacksAccess ? accessWay(bundle).name : code;
}

/* The gateway speaks to programs; where that would puzzle who reads this page, we say it. */
const whyOf = (name, problem, wordsFor) => (has(`test.why_${name}`) ? t(`test.why_${name}`)
  : wordsFor({ ...problem, message: problem.message, retryAfter: 0 }));

const adviceOf = name => (has(`test.do_${name}`) ? t(`test.do_${name}`) : t('test.do_later'));

const renewal = ({ retryAfter }) => retryAfter > 0 && (retryAfter >= 120
  ? html`<p>${t('test.again_at')} ${moment(Date.now() + retryAfter * 1000)}.</p>`
  : html`<p>${t('test.again_in', { count: retryAfter })}</p>`);

const reportOf = ({ requestId, code }) => html`
  <div class="soft less"><p>${t('test.code')} <code>${code}</code></p>
    ${requestId && html`<p>${t('problem.request_id')} <code>${requestId}</code></p>`}</div>`;

/** A refusal of the gateway's or the portal's: why, and what to do next. */
export function refused(problem, data, wordsFor) {
  const name = nameOf(problem, data), step = STEPS[name], isOurs = problem.status >= 500;
  return html`
  ${heading(t(isOurs ? 'test.failed' : 'test.refused'))}
  <p class="answer-facts" role="status">
    ${plainBadge('bad', isOurs ? 'cross' : 'slash', statusWords(problem.status))}</p>
  <div class="note note--warn">${icon('alert')}<div class="stack stack--small">
    <p><b>${whyOf(name, problem, wordsFor)}</b></p>
    <p>${adviceOf(name)}</p>${renewal(problem)}</div></div>
  ${step && html`<p class="actions">${step(data)}</p>`}
  ${reportOf(problem)}
  ${problem.answer && headersOf(problem.answer)}`;
}
