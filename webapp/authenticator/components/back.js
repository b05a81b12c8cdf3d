// @ts-check
/* The way back to the codes. */
import { html } from '../../lib/html.js';
import { to } from '../../lib/router.js';
import { icon } from '../../components/icon.js';

export const backLink = text => html`
  <a class="page-back" href="${to('/authenticator/')}">${icon('arrow-left')} ${text}</a>`;
