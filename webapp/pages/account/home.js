/* The start: leads members to the marketplace, staff to their desk, visitors to the sign-in. */
import { html } from '../../lib/html.js';
import { currentAccount } from '../../lib/session.js';

const STARTS = {
  member: '/marketplace', reviewer: '/admin/requests', publisher: '/admin/bundles',
  admin: '/admin/requests',
};

export const title = () => 'Simpul';

export const redirect = () => {
  const account = currentAccount();
  return account ? STARTS[account.role] ?? STARTS.member : '/sign-in';
};

export const view = () => html``;
