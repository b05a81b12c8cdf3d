/* Pages about signing in safely: TOTP, passkeys, and the ways back in. */
const page = (path, who, file, more = {}) => ({
  path, who, area: ['account', 'security'],
  page: () => import(`../pages/security/${file}.js`), ...more,
});

const gate = (path, who, file) => page(path, who, file, { frame: 'gate' });

export const security = [
  gate('/sign-in/verify', 'guest', 'sign-in-verify'),
  page('/sign-in/enrol', 'guest', 'sign-in-enrol'),
  gate('/totp/reset-request', 'anyone', 'reset-request'),
  gate('/totp/reset', 'anyone', 'reset'),
  page('/profile/security', 'signed-in', 'security', {
    area: ['account', 'security', 'passkeys'],
  }),
  page('/profile/security/totp', 'signed-in', 'totp-enrol'),
  page('/profile/security/disable', 'signed-in', 'totp-disable'),
  page('/profile/security/recovery-codes', 'signed-in', 'recovery-codes'),
];
