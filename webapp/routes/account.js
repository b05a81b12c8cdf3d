/* Pages about the account: signing in and up, profile, notifications. */
const page = (path, who, file, more = {}) =>
  ({ path, who, area: 'account', page: () => import(`../pages/account/${file}.js`), ...more });

const gate = (path, who, file, more = {}) => page(path, who, file, { frame: 'gate', ...more });

export const account = [
  page('/', 'anyone', 'home'),
  gate('/sign-in', 'guest', 'sign-in', { area: ['account', 'passkeys'] }),
  gate('/sign-up', 'guest', 'sign-up'),
  gate('/sign-up/verify', 'guest', 'sign-up-verify'),
  gate('/signup/confirm', 'anyone', 'sign-up-confirm'),
  gate('/password/forgot', 'guest', 'password-forgot'),
  gate('/password/reset', 'anyone', 'password-reset'),
  page('/notifications', 'signed-in', 'notifications'),
  page('/profile', 'signed-in', 'profile', {
    area: ['account', 'contact'],
    place: { label: 'place.profile', icon: 'person', order: 90, phone: true },
  }),
  page('/profile/contact', 'signed-in', 'contact', { area: ['account', 'contact'] }),
  page('/profile/password', 'signed-in', 'password-change'),
  page('/profile/sessions', 'signed-in', 'sessions'),
  page('/dev/outbox', 'anyone', 'outbox'),
];
