// @ts-check
/* Addresses, paths and places as they break over lines: between their parts, not within a word. */
import { html } from '../lib/html.js';

const PARTS = /(?:https?:|#)?\/*[^/]+|\/+$/g;

const joined = parts => parts.map((part, i) => (i ? html`<wbr>${part}` : part));

/** A path or an address: '/kabupaten/{kode}', 'https://contoh.go.id/api'. */
export const breakable = text => joined(text.match(PARTS) ?? [text]);

/** A JSON pointer, as one reads it: 'paths › /izin/{id} › get'. */
export const pointed = path => path.split('/').slice(1)
  .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~')).join(' › ');
