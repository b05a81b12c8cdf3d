// @ts-check
/* The method of an endpoint: a word, coloured by what it does. */
import { html } from '../lib/html.js';

const KINDS = { POST: 'write', PUT: 'write', PATCH: 'write', DELETE: 'remove' };

export const method = name =>
  html`<span class="method method--${KINDS[name] ?? 'read'}">${name}</span>`;
