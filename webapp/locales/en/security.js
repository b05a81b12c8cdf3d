/* Words of signing in safely: TOTP, recovery codes, the waiting page, resets. */
export default {
  'security.title': 'Security',
  'security.intro': 'What protects your account, and the ways back in when a device is lost.',
  'security.ways': 'Password and sessions',
  'security.password': 'Password',
  'security.password_text': 'Change the password. Sessions on other devices end with it.',
  'security.sessions': 'Sessions',
  'security.sessions_text': 'See where you are signed in, and end what you do not recognise.',
};
