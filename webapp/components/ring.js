// @ts-check
/* A ring that empties as time runs out, with something in its middle. */
import { html } from '../lib/html.js';

/** `body` stands in the middle. */
export const ring = body => html`
  <div class="ring">
    <svg viewBox="0 0 100 100" aria-hidden="true">
      <circle class="ring-track" cx="50" cy="50" r="46"/>
      <circle class="ring-left" cx="50" cy="50" r="46" pathLength="100" stroke-dasharray="100 100"/>
    </svg>
    <div class="ring-body">${body}</div>
  </div>`;

/** Shows which share of the time is left. */
export function drawRing(/** @type {Element} */ place, /** @type {number} */ share) {
  const left = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  place.querySelector('.ring-left')?.setAttribute('stroke-dasharray', `${left} 100`);
}
