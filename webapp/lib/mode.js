// @ts-check
/* Whether this installation is for development, where messages stay in a mailbox. */
import { get } from './api.js';

let asked = null;

/** Asks once; a server that does not say so is in production. */
export function isDevelopment() {
  asked ??= get('/healthz').then(({ data }) => data.mode === 'development', () => false);
  return asked;
}
