// @ts-check
/* The mark: two loops drawn through each other, and the word. */
import { html } from '../lib/html.js';

/** The knot alone. */
export const knot = () => html`
  <svg class="knot" viewBox="0 0 32 32" aria-hidden="true">
    <path d="M16.68 23.83A8 8 0 1 1 19.14 18.95"/>
    <path d="M15.32 8.17A8 8 0 1 1 12.86 13.05"/>
  </svg>`;

export const mark = () => html`<span class="mark">${knot()}<span>simpul</span></span>`;
