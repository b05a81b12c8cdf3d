// @ts-check
/* What a setting means for people, drawn as the way through a sign-in. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';

const USER = ['person', 'user'], PASSWORD = ['lock', 'password'], TOTP = ['phone', 'totp'];
const TOTP_BY_CHOICE = ['phone', 'totp_chosen', 'maybe'], IN = ['check', 'in'];

const SIGN_IN = {
  mandatory: [USER, PASSWORD, TOTP, IN],
  optional: [USER, PASSWORD, TOTP_BY_CHOICE, IN],
  off: [USER, PASSWORD, IN],
};

const PICTURES = {
  'totp.policy.members': SIGN_IN,
  'totp.policy.staff': SIGN_IN,
  'totp.approval': {
    number: [['laptop', 'shows_number'], ['phone', 'types_number'], ['check', 'yes']],
    simple: [['laptop', 'waits'], ['check', 'yes']],
  },
};

const stop = ([name, word, state = 'sure']) => html`
  <li class="way-stop" data-state="${state}">
    <span class="way-stop-sign">${icon(name)}</span><span>${t(`picture.${word}`)}</span></li>`;

/** The picture for a setting's present choice; nothing for one that needs none. */
export function settingPicture(name, value) {
  const stops = PICTURES[name]?.[value];
  return stops && html`<ol class="way-stops">${stops.map(stop)}</ol>`;
}
