/* Words in Indonesian, one file an area. */
import shell from './id/shell.js';

const areas = {
  shell: async () => ({ default: shell }),
  problems: () => import('./id/problems.js'),
  market: () => import('./id/market.js'),
  docs: () => import('./id/docs.js'),
  test: () => import('./id/test.js'),
  limits: () => import('./id/limits.js'),
  usage: () => import('./id/usage.js'),
  security: () => import('./id/security.js'),
  passkeys: () => import('./id/passkeys.js'),
  contact: () => import('./id/contact.js'),
  account: () => import('./id/account.js'),
  desk: () => import('./id/desk.js'),
  publish: () => import('./id/publish.js'),
  operation: () => import('./id/operation.js'),
  messages: () => import('./id/messages.js'),
  staff: () => import('./id/staff.js'),
  authenticator: () => import('./id/authenticator.js'),
};

export const load = area => areas[area]();
export const names = Object.keys(areas);
