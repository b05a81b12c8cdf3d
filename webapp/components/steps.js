// @ts-check
/* A path of steps: what was done, what is next, with times, people and notes. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';
import { requestLook } from './badge.js';
import { moment } from './moment.js';

const step = ({ tone, name, title, at, actor, note, state }) => html`
  <li class="step step--${tone}" data-state="${state}"
      ${state === 'now' && html`aria-current="step"`}>
    <span class="step-sign">${icon(name)}</span>
    <div class="step-text">
      <p class="step-title">${title}</p>
      ${(at || actor) && html`
        <p class="step-when">${at && moment(at)}${at && actor && '\u00a0· '}${actor}</p>`}
      ${note && html`<blockquote class="step-note">${note}</blockquote>`}
    </div>
  </li>`;

/**
 * Steps as a drawn line: [{ title, tone, name (icon), at?, actor?, note?, state }], where state
 * is done, now or ahead.
 */
export const steps = (list, { label = t('steps.label'), isWide = false } = {}) => html`
  <ol class="steps${isWide ? ' steps--wide' : ''}" aria-label="${label}">${list.map(step)}</ol>`;

const entry = ({ status, at, actor, note }, i, all) => {
  const [tone, name] = requestLook(status);
  const title = t(`request.${status}`);
  const state = i === all.length - 1 ? 'now' : 'done';
  return { tone, name, title, at, actor: actor?.name ?? actor, note, state };
};

const AHEAD = { submitted: ['approved'], revision_requested: ['submitted', 'approved'] };

const ahead = status =>
  ({ tone: 'ahead', name: requestLook(status)[1], title: t(`request.${status}`), state: 'ahead' });

/** The path of a request from its timeline [{ status, actor, note, at }], oldest first. */
export const requestSteps = timeline => steps([
  ...timeline.map(entry),
  ...(AHEAD[timeline.at(-1)?.status] ?? []).map(ahead),
]);
