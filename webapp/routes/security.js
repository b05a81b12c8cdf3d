/* Pages about signing in safely: TOTP, passkeys, and the ways back in. */
const page = (path, who, file, more = {}) => ({
  path, who, area: ['account', 'security'],
  page: () => import(`../pages/security/${file}.js`), ...more,
});

export const security = [
  page('/profile/security', 'signed-in', 'security'),
];
