/* Words of signing in safely: TOTP, recovery codes, the waiting page, resets. */
export default {
  'security.title': 'Security',
  'security.intro': 'What protects your account, and the ways back in when a device is lost.',
  'security.back': 'Back to Security',
  'security.ways': 'Password and sessions',
  'security.password': 'Password',
  'security.password_text': 'Change the password. Sessions on other devices end with it.',
  'security.sessions': 'Sessions',
  'security.sessions_text': 'See where you are signed in, and end what you do not recognise.',

  'totp.title': 'Time-based One-time Password (TOTP)',
  'totp.about': 'Beside your user ID and password, signing in needs an approval or a code from '
    + 'your phone. Somebody who knows your password still cannot sign in.',
  'totp.state_active': 'Active',
  'totp.state_none': 'Not active',
  'totp.since': 'Active since',
  'totp.device': 'Authenticator',
  'totp.other_app': 'Another TOTP app',
  'totp.paired': 'Paired',
  'totp.device_used': 'used',
  'totp.codes_left': { one: '{count} code not used yet', other: '{count} codes not used yet' },
  'totp.codes_few': 'Almost used up',
  'totp.none_optional': 'TOTP is not active on this account. You can enable it at any time.',
  'totp.none_mandatory': 'The portal requires TOTP. Enable it now; otherwise you will be asked to '
    + 'at the next sign-in.',
  'totp.none_off': 'The portal\'s present policy does not use TOTP. User ID and password are '
    + 'enough to sign in.',
  'totp.enable': 'Enable TOTP',
  'totp.enabled': 'TOTP has been enabled',
  'totp.disable': 'Disable TOTP',
  'totp.other_device': 'A new phone? TOTP works on one device only:',
  'totp.planned': 'An admin has planned to reset TOTP on this account on',
  'totp.planned_text': 'From then on your present authenticator will not work. If you did not ask '
    + 'for this, cancel it.',
  'totp.planned_cancel': 'Cancel the TOTP reset',
  'totp.planned_cancelled': 'The TOTP reset has been cancelled',

  'enrol.title': 'Activate TOTP',
  'enrol.intro': 'Three steps, about two minutes. Have your phone ready.',
  'enrol.intro_demanded': 'The portal requires TOTP. Activate it in three steps, and you are in.',
  'enrol.done': 'TOTP has been enabled. One thing is left: keep your recovery codes.',
  'enrol.app': 'Get the app on your phone',
  'enrol.app_text': 'With Simpul Authenticator you approve each sign-in instead of typing a code. '
    + 'Open this address on the phone:',
  'enrol.app_qr': 'QR code that leads to Simpul Authenticator',
  'enrol.other_apps': 'Another TOTP app, for instance Google Authenticator, Microsoft '
    + 'Authenticator or Aegis, works, too. You then type a code at each sign-in.',
  'enrol.scan': 'Scan the QR code',
  'enrol.scan_text': 'Open the app on the phone, choose to add an account, and point the camera '
    + 'at this picture.',
  'enrol.qr': 'QR code that activates TOTP for {username}',
  'enrol.secret_warning': 'Show this picture to nobody and do not photograph it: whoever has it '
    + 'can make your codes.',
  'enrol.by_hand': 'Cannot scan it, or using the same phone?',
  'enrol.by_hand_text': 'With another app: add the account by hand and type this secret key:',
  'enrol.secret': 'secret key',
  'enrol.link': 'Set-up link for Simpul Authenticator',
  'enrol.link_text': 'Copy this link, open Simpul Authenticator, choose to add an account, and '
    + 'paste it there:',
  'enrol.parameters': 'If asked: time-based (TOTP), SHA-1, 6 digits, 30 seconds.',
  'enrol.first': 'Enter the first code',
  'enrol.first_text': 'The app now shows a code of 6 digits for this account. Type it below. With '
    + 'Simpul Authenticator this step is not needed.',
  'enrol.activate': 'Activate',
  'enrol.waits': 'Waiting for the code, or for word from Simpul Authenticator…',
  'enrol.again': 'Make a new QR code',
  'enrol.going_on': 'The authenticator is paired. Going on…',
  'enrol.over': 'The time to activate has run out',
  'enrol.over_text': 'Sign in again to get a new QR code.',

  'recovery.title': 'Recovery codes',
  'recovery.text': 'When the phone is lost or broken, one of these codes stands in for the '
    + 'authenticator\'s. Each works once.',
  'recovery.once': 'These codes are shown this once. Keep them in a safe place, apart from your '
    + 'phone.',
  'recovery.copied': 'Recovery codes copied',
  'recovery.download': 'Download (.txt)',
  'recovery.print': 'Print',
  'recovery.kept': 'I have kept them',
  'recovery.renew': 'Make new recovery codes',
  'recovery.renew_ask': 'Make ten new codes?',
  'recovery.renew_text': 'All earlier recovery codes stop working at once.',
  'recovery.file_title': 'Simpul recovery codes for {username}',
  'recovery.file_note': 'Each code works once. Do not keep them beside your password.',

  'totp_code.title': 'Enter the TOTP code',
  'totp_code.intro': 'Open the authenticator app on your phone and type the code for Simpul.',
  'totp_code.title_recovery': 'Enter a recovery code',
  'totp_code.intro_recovery': 'Use one of the codes that you kept at activation. It will not work '
    + 'again.',
  'totp_code.code': 'TOTP code',
  'totp_code.hint': '6 digits, new every 30 seconds.',
  'totp_code.recovery': 'Recovery code',
  'totp_code.recovery_hint': '16 letters and digits; dashes may be left out.',
  'totp_code.submit': 'Sign in',
  'totp_code.with_recovery': 'Use a recovery code',
  'totp_code.with_code': 'Use an authenticator code',
  'problem.recovery_invalid':
    'The recovery code does not match, or was used already. Check it, or use another one.',

  'acceptor.title': 'TOTP acceptor',
  'acceptor.intro': 'Tap your account in Simpul Authenticator now, type the number below, and '
    + 'choose “Yes”.',
  'acceptor.intro_simple': 'Tap your account in Simpul Authenticator now and choose “Yes”.',
  'acceptor.about': 'Time-based One-time Password acceptor',
  'acceptor.user': 'User ID',
  'acceptor.status': 'TOTP status',
  'acceptor.number': 'The number to type in Simpul Authenticator:',
  'acceptor.life': 'The session will close in {minutes}, {seconds}',
  'acceptor.minutes': { one: '{count} minute', other: '{count} minutes' },
  'acceptor.seconds': { one: '{count} second', other: '{count} seconds' },
  'acceptor.refresh': 'This page goes on by itself once you approve, and is safe to reload.',
  'acceptor.open_app': 'Is the authenticator on this phone? Open it',
  'acceptor.type': 'Just type a code',
  'acceptor.wait': 'Wait for the approval again',
  'acceptor.again': 'Sign in again',
  'acceptor.password': 'Change the password',
  'acceptor.denied_title': 'Sign-in refused',
  'acceptor.denied': 'This sign-in was refused in Simpul Authenticator, or its number was typed '
    + 'wrong three times.',
  'acceptor.denied_next': 'If you refused it by mistake, sign in again. If it was not you who '
    + 'tried, change your password at once: somebody else knows it.',
  'acceptor.expired_title': 'The time to approve has run out',
  'acceptor.expired': 'No answer has come from Simpul Authenticator.',
  'acceptor.expired_next': 'Sign in again to send a new request, or type a code from the '
    + 'authenticator.',
  'acceptor.superseded_title': 'This request was replaced',
  'acceptor.superseded': 'A newer sign-in is waiting for your approval.',
  'acceptor.superseded_next': 'Go on in the tab or on the device where you signed in last. If that '
    + 'was not you, choose “Not me” in Simpul Authenticator.',

  'disable.title': 'Disable TOTP',
  'disable.text': 'From then on user ID and password are enough to sign in. Your account becomes '
    + 'easier to take over.',
  'disable.mandatory': 'The portal requires TOTP: at the next sign-in you will be asked to '
    + 'activate it again.',
  'disable.ask': 'Disable TOTP?',
  'disable.ask_text': 'Your authenticator and your recovery codes stop working at once.',
  'disable.done_title': 'TOTP has been disabled',
  'disable.done': 'TOTP is disabled on this account.',
  'disable.tidy': 'Delete the account in the authenticator',
  'disable.tidy_text': 'The Simpul account in your authenticator app is of no more use. Open the '
    + 'app and choose Delete at your name.',
  'disable.again': 'To use it again, choose Enable TOTP on the Security page.',

  'reset_request.title': 'Request a TOTP reset',
  'reset_request.intro': 'Is the phone lost, broken or replaced? We send an e-mail that takes the '
    + 'authenticator off your account.',
  'reset_request.user_hint': 'The user name that you sign in with.',
  'reset_request.email': 'E-mail',
  'reset_request.email_hint': 'The address registered with that account.',
  'reset_request.user_type': 'User type',
  'reset_request.sent_title': 'The request has been sent',
  'reset_request.sent': 'If what you entered matches, an e-mail titled Konfirmasi Permintaan Reset '
    + 'TOTP has been sent to {email}. Choose “Reset TOTP” in it.',
  'reset_request.not_come': 'No e-mail yet? Look into the spam folder and check the three fields. '
    + 'If it still does not come, write to the portal\'s helpdesk from the registered address.',
  'reset_request.again': 'Send another request',

  'reset_totp.title': 'Reset TOTP',
  'reset_totp.intro': 'The authenticator is taken off your account. The old device stops working, '
    + 'and TOTP can be activated again.',
  'reset_totp.submit': 'Reset TOTP',
  'reset_totp.ask': 'Confirm the TOTP reset',
  'reset_totp.ask_text': 'The present authenticator and recovery codes stop working at once.',
  'reset_totp.ok': 'OK',
  'reset_totp.done': 'TOTP has been reset',
  'reset_totp.done_text': 'Sign in, then activate TOTP again on your new device.',
  'reset_totp.no_token_text': 'Open the link of the e-mail Konfirmasi Permintaan Reset TOTP, or '
    + 'ask for a new one.',
};
