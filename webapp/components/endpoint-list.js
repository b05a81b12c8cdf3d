// @ts-check
/* Endpoints as one line each: method, path, what it does. */
import { html } from '../lib/html.js';

const METHODS = { GET: 'read', POST: 'write', PUT: 'write', PATCH: 'write', DELETE: 'remove' };

const endpoint = one => html`
  <li class="endpoint">
    <span class="method method--${METHODS[one.method] ?? 'read'}">${one.method}</span>
    <code class="endpoint-path">${one.path}</code>
    <span class="endpoint-text">${one.summary}</span>
  </li>`;

/** A list of endpoints. */
export const endpointLines = list => html`<ul class="endpoints">${list.map(endpoint)}</ul>`;
