/* Words of signing in and up, profile and notifications. */
export default {
  'gate.about': 'About Simpul',
  'gate.name': 'The service connection portal',
  'gate.find.title': 'Find',
  'gate.find.text': 'Search the API bundles of public institutions and read their documentation.',
  'gate.ask.title': 'Request',
  'gate.ask.text': 'Send a letter of application and follow its state step by step.',
  'gate.connect.title': 'Connect',
  'gate.connect.text': 'Create an API key and call every service through one safe gateway.',

  'sign_in.title': 'Sign in',
  'sign_in.intro': 'Use your institution’s Simpul account.',
  'sign_in.username': 'User name or WhatsApp number',
  'sign_in.username_hint': 'The registered e-mail address works too.',
  'sign_in.password': 'Password',
  'sign_in.next': 'Continue',
  'sign_in.submit': 'Sign in',
  'sign_in.as': 'Signing in as',
  'sign_in.change': 'Change',
  'sign_in.no_account': 'No account yet?',
  'sign_in.register': 'register here',
  'sign_in.forgot': 'Forgot password',
};
