/* Words in English, one file an area. */
import shell from './en/shell.js';

const areas = {
  shell: async () => ({ default: shell }),
  problems: () => import('./en/problems.js'),
  market: () => import('./en/market.js'),
  docs: () => import('./en/docs.js'),
  test: () => import('./en/test.js'),
  limits: () => import('./en/limits.js'),
  usage: () => import('./en/usage.js'),
  security: () => import('./en/security.js'),
  passkeys: () => import('./en/passkeys.js'),
  contact: () => import('./en/contact.js'),
  account: () => import('./en/account.js'),
  desk: () => import('./en/desk.js'),
  publish: () => import('./en/publish.js'),
  operation: () => import('./en/operation.js'),
  messages: () => import('./en/messages.js'),
  staff: () => import('./en/staff.js'),
  authenticator: () => import('./en/authenticator.js'),
};

export const load = area => areas[area]();
export const names = Object.keys(areas);
