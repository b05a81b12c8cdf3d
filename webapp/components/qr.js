// @ts-check
/* A QR code that the server drew. As a picture its SVG is inert: no script in it ever runs. */
import { html } from '../lib/html.js';

/** @param {string} svg @param {string} text @param {string} className */
export const qrPicture = (svg, text, className = '') => html`
  <img class="qr ${className}" alt="${text}" width="240" height="240"
       src="data:image/svg+xml,${encodeURIComponent(svg)}">`;
