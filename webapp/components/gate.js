// @ts-check
/* The frame of signing in and its kin: the form, and beside it what the portal is for. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { icon } from './icon.js';
import { knot } from './mark.js';

const point = (name, key) => html`
  <li>${icon(name)}<span><b>${t(`${key}.title`)}</b><br>${t(`${key}.text`)}</span></li>`;

const aside = () => html`
  <aside class="gate-aside" aria-label="${t('gate.about')}">
    ${knot()}
    <p class="gate-name">${t('gate.name')}</p>
    <ul class="gate-points">
      ${point('search', 'gate.find')}${point('send', 'gate.ask')}${point('key', 'gate.connect')}
    </ul>
  </aside>`;

/** A page of the gate: heading, a sentence, the form, and links below it. */
export const gate = ({ title, intro = '', body, below = '' }) => html`
  <div class="gate">
    <div class="gate-main">
      <h1 tabindex="-1">${title}</h1>
      ${intro && html`<p class="gate-intro">${intro}</p>`}
      ${body}
      ${below && html`<div class="gate-below">${below}</div>`}
    </div>
    ${aside()}
  </div>`;
