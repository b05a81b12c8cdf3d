// @ts-check
/* A QR code that the server drew. As a picture its SVG is inert: no script in it ever runs. */
import { html } from '../lib/html.js';

export const qrPicture = (/** @type {string} */ svg, /** @type {string} */ text) => html`
  <img class="qr" alt="${text}" width="240" height="240"
       src="data:image/svg+xml,${encodeURIComponent(svg)}">`;
