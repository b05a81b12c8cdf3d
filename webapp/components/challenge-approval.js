// @ts-check
/* The waiting page ("Acceptor"): the authenticator shows this sign-in, and its owner answers there.
 * A code typed here always does as well. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { redrawStill } from '../lib/page.js';
import { poll } from '../lib/poll.js';
import { go, to } from '../lib/router.js';
import { challengeState, completeSignIn, signingIn } from '../lib/sign-in.js';
import { secondsLeft, waiting } from '../lib/waiting.js';
import { plainBadge } from './badge.js';
import * as totp from './challenge-totp.js';
import { icon } from './icon.js';
import { drawRing, ring } from './ring.js';

const ENDS = {
  denied: ['slash', 'bad'], expired: ['clock', 'warn'], superseded: ['refresh', 'info'],
};
const hasEnded = state => state in ENDS;

/* One that expired before its time gave way to a newer one. */
const stateOf = ({ state, expires_in: left = 0 }) =>
  (state === 'expired' && left > 0 ? 'superseded' : state);

/** What the server says of a challenge, with the time as the page counts it. */
export const heardOf = answer => ({
  state: stateOf(answer), number: answer.number ?? null,
  ...waiting({ expires_in: answer.expires_in ?? 0 }),
});

export const load = async () => ({ ...heardOf(await challengeState()), isTyping: false });

export function title(data) {
  if (data?.isTyping) return totp.title(data);
  return t(hasEnded(data?.state) ? `acceptor.${data.state}_title` : 'acceptor.title');
}

export function intro(data) {
  if (data.isTyping) return totp.intro(data);
  if (hasEnded(data.state)) return '';
  return t(data.number === null ? 'acceptor.intro_simple' : 'acceptor.intro');
}

const fact = (label, value) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`;

const facts = () => html`
  <section class="acceptor-who" aria-labelledby="acceptor-who">
    <h2 id="acceptor-who" class="soft less">${t('acceptor.about')}</h2>
    <dl class="facts">
      ${fact(t('acceptor.user'), html`<b>${signingIn().username}</b>`)}
      ${fact(t('acceptor.status'), plainBadge('good', 'check', t('totp.state_active')))}
    </dl>
  </section>`;

const bigNumber = number => html`
  <p class="acceptor-number"><span class="unseen">${t('acceptor.number')}</span>
    ${String(number).padStart(2, '0')}</p>`;

const typeButton = () => html`
  <form data-action="typeCode">
    <button class="button button--wide">${t('acceptor.type')}</button></form>`;

const waitingBody = ({ number }) => html`
  <div class="gate-box stack">
    ${facts()}
    ${ring(number === null ? icon('phone') : bigNumber(number))}
    <p class="acceptor-life" role="timer" data-acceptor="life"></p>
    <p class="soft less">${t('acceptor.refresh')}</p>
    <p class="on-phone"><a class="quiet-link" href="/app/authenticator/" target="_blank"
      rel="noopener">${t('acceptor.open_app')}</a></p>
    ${typeButton()}
  </div>`;

const typingBody = data => html`
  ${totp.codeForms(data)}
  <form data-action="waitAgain" class="acceptor-back">
    <button class="button button--quiet button--wide">${t('acceptor.wait')}</button></form>`;

const endedBody = state => {
  const [name, tone] = ENDS[state];
  return html`
    <div class="gate-box stack">
      <p class="note note--${tone}">${icon(name)}<span>${t(`acceptor.${state}`)}</span></p>
      <p class="soft">${t(`acceptor.${state}_next`)}</p>
      <p class="actions">
        <a class="button button--primary" href="${to('/sign-in')}">${t('acceptor.again')}</a>
        ${state === 'denied' && html`
          <a class="button" href="${to('/password/forgot')}">${t('acceptor.password')}</a>`}
      </p>
      ${state === 'expired' && typeButton()}
    </div>`;
};

export function body(data) {
  if (data.isTyping) return typingBody(data);
  return hasEnded(data.state) ? endedBody(data.state) : waitingBody(data);
}

export const below = totp.resetLink;

function tick(main, data, whole) {
  const left = secondsLeft(data, data.livesFor);
  const place = main.querySelector('[data-acceptor="life"]');
  if (!place) return;
  place.textContent = t('acceptor.life', {
    minutes: t('acceptor.minutes', { count: Math.floor(left / 60) }),
    seconds: t('acceptor.seconds', { count: left % 60 }),
  });
  drawRing(main, left / whole);
}

function countDown(main, data) {
  const whole = Math.max(signingIn().livesFor, data.livesFor, 1);
  tick(main, data, whole);
  return setInterval(tick, 1000, main, data, whole);
}

const giveUp = context => () => redrawStill(context, heardOf({ state: 'expired' }));

const enter = context =>
  completeSignIn().then(next => go(next, { replace: true }), giveUp(context));

/* True once nothing more can come. Who is typing a code goes on: it is good longer than the time to
 * approve, unless the sign-in was refused. */
function heard(answer, context) {
  const { isTyping } = context.data;
  if (answer.state === 'pending' || (isTyping && answer.state === 'expired')) return false;
  if (answer.state === 'approved') enter(context);
  else redrawStill(context, heardOf(answer));
  return true;
}

export function ready(main, context) {
  const { data } = context;
  if (data.isTyping) totp.ready(main);
  if (hasEnded(data.state)) return undefined;
  const timer = countDown(main, data);
  const stop = poll(challengeState, answer => heard(answer, context), giveUp(context));
  return () => {
    clearInterval(timer);
    stop();
  };
}

export const actions = {
  ...totp.actions,
  typeCode: (_, { data }) => ({ data: { ...data, isTyping: true } }),
  waitAgain: (_, { data }) => ({ data: { ...data, isTyping: false } }),
};
