// @ts-check
/* A code: a button that copies it, in two halves of digits, with a ring that empties and the
 * seconds left inside it. */
import { countdown } from '../../lib/format.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { icon } from '../../components/icon.js';
import * as clock from '../lib/clock.js';
import { nameOf } from '../lib/names.js';
import { codeAt, inHalves, leftAt, stepAt } from '../lib/totp.js';

const URGENT_S = 5;
const BLANK = '······';

/** The ring, `name` being what its parts are found by. */
export const ring = name => html`
  <span class="ring" data-ring="${name}">
    <svg viewBox="0 0 40 40" aria-hidden="true">
      <circle cx="20" cy="20" r="17"/>
      <circle class="ring-left" cx="20" cy="20" r="17" pathLength="100" stroke-dasharray="100"/>
    </svg>
    <span class="ring-number" aria-hidden="true"></span>
  </span>`;

const SECONDS_ALONE = 99;

/** Shows how much of `whole` seconds is left. */
export function turnRing(element, left, whole) {
  const share = Math.min(1, left / whole);
  element.querySelector('.ring-left').setAttribute('stroke-dashoffset', 100 - share * 100);
  element.querySelector('.ring-number').textContent =
    whole > SECONDS_ALONE ? countdown(Math.ceil(left)) : Math.ceil(left);
  element.dataset.state = left <= URGENT_S ? 'urgent' : '';
}

/** The place of an account's code. */
export const codeText = account => html`
  <button type="button" class="code" id="code-${account.id}" data-do="copy" data-text=""
          data-said="${t('code.copied')}">
    <span class="unseen">${t('code.of', { account: nameOf(account) })}</span>
    <span class="code-digits" aria-hidden="true">${BLANK}</span>
    <span class="unseen" data-code="spoken"></span>
    ${ring('code')}
    <span class="unseen" data-code="left"></span>
    <span class="code-copy">${icon('copy')}<span class="label">${t('copy.copy')}</span></span>
  </button>`;

function showCode(button, code) {
  button.dataset.text = code;
  button.querySelector('.code-digits').textContent = inHalves(code);
  button.querySelector('[data-code="spoken"]').textContent = [...code].join(' ');
}

async function tick(button, account) {
  const seconds = clock.nowSeconds();
  const left = leftAt(account.period, seconds);
  turnRing(button.querySelector('.ring'), left, account.period);
  const spoken = button.querySelector('[data-code="left"]');
  spoken.textContent = t('code.left', { count: Math.ceil(left) });
  const step = String(stepAt(account.period, seconds));
  if (button.dataset.step === step) return;
  button.dataset.step = step;
  const code = await codeAt(account, seconds);
  if (button.dataset.step === step) showCode(button, code);
}

/** Keeps the codes below `main` true; gives what ends that. */
export function startCodes(main, accounts) {
  let timer = 0;
  const all = () => {
    for (const account of accounts) tick(main.querySelector(`#code-${account.id}`), account);
    timer = setTimeout(all, 1000 - clock.now() % 1000 + 5);
  };
  all();
  return () => clearTimeout(timer);
}
