// @ts-check
/* Endpoints as one line each: method, path, what it does. */
import { html } from '../lib/html.js';
import { breakable } from './breaks.js';
import { method } from './method.js';

const endpoint = (one, href) => html`
  <li class="endpoint">
    ${method(one.method)}
    <code class="endpoint-path">${href ? html`<a href="${href(one)}">${breakable(one.path)}</a>`
      : breakable(one.path)}</code>
    ${one.summary !== one.path && html`<span class="endpoint-text">${one.summary}</span>`}
  </li>`;

/** A list of endpoints; `href` gives the address that each leads to. */
export const endpointLines = (list, href = null) => html`
  <ul class="endpoints">${list.map(one => endpoint(one, href))}</ul>`;
