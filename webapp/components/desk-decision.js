// @ts-check
/* The decision on a request: a note and three buttons, or "Cabut" for an approved one. */
import { html } from '../lib/html.js';
import { fieldProblem } from '../lib/form.js';
import { t } from '../lib/i18n.js';
import { environmentTag } from './badge.js';
import { textarea } from './field.js';
import { icon } from './icon.js';
import { limitFacts } from './limit-card.js';
import { grantLimitFields, grantLimitsOf } from './limit-fields.js';

const ENVIRONMENTS = ['development', 'production'];
const NOTE_MAX = 2000;

const note = hint => textarea({
  name: 'note', label: t('desk.note'), hint, rows: '3', required: true, maxlength: NOTE_MAX,
});

const environment = (name, offered) => html`
  <label class="desk-switch" for="environment-${name}">
    <input type="checkbox" id="environment-${name}" name="environments" value="${name}"
           data-field="environments" ${offered.includes(name) && html`checked`}>
    ${environmentTag(name)}</label>`;

const environments = request => html`
  <fieldset class="field">
    <legend><span class="label-text">${t('desk.if_approved')}</span></legend>
    <p class="field-error" id="environments-error"></p>
    <div class="desk-switches">
      ${ENVIRONMENTS.map(name => environment(name, request.environments ?? ENVIRONMENTS))}</div>
  </fieldset>`;

const barred = words => html`
  <label class="desk-switch" for="barred">
    <input type="checkbox" id="barred" name="barred" value="true"> ${words}</label>`;

const button = ({ verb, sign, look = '', what }) => html`
  <button class="button ${look}" name="verb" value="${verb}"
          data-confirm="${t(`desk.${verb}_ask`, { what })}"
          data-confirm-text="${t(`desk.${verb}_text`)}"
          data-confirm-yes="${t(`desk.${verb}`)}">${icon(sign)} ${t(`desk.${verb}`)}</button>`;

const limits = request => html`
  <details class="more-fields">
    <summary>${t('limits.grant_part')}</summary>
    <div class="form">${grantLimitFields(request, request.bundle_limits)}</div>
  </details>`;

const open = request => html`
  ${note(t('desk.note_hint'))}${environments(request)}${limits(request)}
  ${barred(t('desk.bar_rejected'))}
  <div class="decision-buttons">
    ${button({ verb: 'approve', sign: 'check', look: 'button--primary', what: whatOf(request) })}
    ${button({ verb: 'revise', sign: 'pencil', what: whatOf(request) })}
    ${button({ verb: 'reject', sign: 'cross', look: 'button--danger', what: whatOf(request) })}
  </div>`;

const whatOf = request => request.application_name;

const granted = request => html`
  ${note(t('desk.revoke_hint'))}${barred(t('desk.bar_revoked'))}
  ${button({ verb: 'revoke', sign: 'slash', look: 'button--danger', what: whatOf(request) })}`;

const settled = request => html`
  <p class="soft">${t(`desk.is_${request.status}`)}</p>
  ${request.barred && html`<p class="note note--warn">${icon('lock')}
    <span>${t('desk.is_barred')}</span></p>`}`;

const FORMS = { submitted: open, approved: granted };

const form = request => html`
  <form class="form" data-action="decide" novalidate>${FORMS[request.status](request)}</form>`;

const own = () => html`<p class="soft">${t('desk.is_own')}</p>`;

/** The limits of an approved access, and the button that changes them. */
export const grantedCard = (request, readerId) => request.status === 'approved' && html`
  <section class="card stack" aria-labelledby="limits">
    <h2 id="limits">${t('limits.title')}</h2>
    ${limitFacts(request.limits)}
    ${request.member.id !== readerId && html`
      <form data-action="limit" data-key="limit" data-problems="toast">
        <button class="button button--small">${icon('pencil')} ${t('limits.change')}</button>
      </form>`}
  </section>`;

/** The card with the decision, by the state of the request. Nobody decides on their own. */
export function decisionCard(request, readerId) {
  const isOwn = request.member.id === readerId;
  const isOpen = request.status in FORMS;
  return html`
    <section class="card decision" aria-labelledby="decision">
      <h2 id="decision">${t('desk.decision')}</h2>
      ${isOpen ? (isOwn ? own() : form(request)) : settled(request)}
    </section>`;
}

/** Approval alone needs no note: tells the form so before it is checked. */
export function watchNote(form) {
  const field = form?.elements.note;
  form?.addEventListener('click', event => {
    const chosen = event.target.closest('button[name="verb"]');
    if (chosen) field.required = chosen.value !== 'approve';
  });
}

/** What is sent for a decision: { verb, body } from the values of the form. */
export function decisionOf({
  verb, note: text = '', environments: chosen, barred: isBarred, ...more
}) {
  if (verb === 'approve') {
    const list = [chosen ?? []].flat();
    if (!list.length) throw fieldProblem([{ field: 'environments', code: 'required' }]);
    return { verb, body: { note: text, environments: list, ...grantLimitsOf(more) } };
  }
  if (verb === 'revise') return { verb, body: { note: text } };
  return { verb, body: { note: text, barred: isBarred === 'true' } };
}
