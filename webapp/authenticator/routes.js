/* The app's pages, all below /app/authenticator/. */
import * as account from './pages/account.js';
import * as add from './pages/add.js';
import * as approve from './pages/approve.js';
import * as codes from './pages/codes.js';
import * as scan from './pages/scan.js';

export const HOME = '/authenticator/';

export const routes = [
  { path: '/authenticator', page: codes },
  { path: '/authenticator/add', page: add },
  { path: '/authenticator/scan', page: scan },
  { path: '/authenticator/account/:id', page: account },
  { path: '/authenticator/approve/:id', page: approve },
];
