/* Words of the authenticator. */
export default {
  'authenticator.home': 'to the codes',

  'insecure.title': 'Open it over https',
  'insecure.text': 'The authenticator keeps secret keys, so browsers allow it at https addresses '
    + 'only. Open the portal’s address that begins with https://.',
  'broken.title': 'The browser’s storage cannot be opened',
  'broken.text': 'Accounts are kept in this browser. Private windows or privacy settings may close '
    + 'that storage: open an ordinary window and try again.',
  'lost.title': 'Page not found',
  'lost.home': 'To the codes',

  'code_list.title': 'Your codes',
  'code_list.add': 'Add account',
  'code_list.scan': 'Scan QR',
  'code_list.other_ways': 'Other ways',
  'code_list.empty': 'No accounts yet',
  'code_list.empty_text': 'Sign in to the portal on a computer, turn on TOTP, and scan the QR it '
    + 'shows. Is this phone all you have? Copy the set-up link in the portal, then choose “Other ways”.',
  'code_list.manage': 'Manage account {account}',
  'code_list.refused': 'The portal no longer knows this device: TOTP of this account was reset, turned '
    + 'off, or moved to another device. The code below is no longer valid. Remove this account; to '
    + 'use it again, turn on TOTP in the portal and scan the new QR.',
  'code_list.offline': 'The portal cannot be reached. Codes keep working; sign-in requests show once '
    + 'the connection is back.',
  'code_list.trouble': 'The portal has a problem at the moment. Codes keep working; sign-in requests '
    + 'show once it has recovered.',
  'code_list.clock': {
    one: 'This device’s clock is about {count} minute off. Codes follow the portal’s time while '
      + 'connected; correct the clock so that they are right offline, too.',
    other: 'This device’s clock is about {count} minutes off. Codes follow the portal’s time while '
      + 'connected; correct the clock so that they are right offline, too.',
  },
  'code.of': 'Code of {account}:',
  'code.left': { one: 'valid for {count} second', other: 'valid for {count} seconds' },
  'code.copied': 'Code copied',
  'install.text': 'Install it on this device to open it like an app, also without a connection.',
  'install.button': 'Install',
  'install.ios': 'On an iPhone or iPad: tap Share, then “Add to Home Screen”, before adding '
    + 'accounts. Otherwise Safari may delete them after some days.',

  'add.title': 'Add account',
  'add.camera': 'Scan the QR',
  'add.camera_text': 'Point the camera at the QR that the portal shows.',
  'add.camera_button': 'Open the camera',
  'add.picture': 'Upload a picture of the QR',
  'add.picture_label': 'Picture of the QR',
  'add.picture_hint': 'A photo or screenshot. It is read on this device only.',
  'add.picture_button': 'Read the picture',
  'add.typed': 'Paste or type',
  'add.secret': 'Set-up link or secret',
  'add.secret_hint': 'The link that you copied in the portal (it begins with otpauth://), or a '
    + 'secret such as JBSW Y3DP EHPK 3PXP.',
  'add.name': 'Account name',
  'add.name_hint': 'For instance your user name. Not needed for a set-up link.',
  'add.issuer': 'Service',
  'add.issuer_hint': 'For instance Simpul.',
  'add.manner': 'How codes are made',
  'add.algorithm': 'Algorithm',
  'add.digits': 'Digits',
  'add.period': 'Valid for (seconds)',
  'add.typed_button': 'Add',

  'scan.title': 'Scan the QR',
  'scan.video': 'The camera’s picture',
  'scan.starting': 'Turning on the camera. Allow it if the browser asks.',
  'scan.looking': 'Looking for a QR. Fit the whole QR into the frame.',
  'scan.other_ways': 'Upload a picture or type',

  'enrol.replace': '{account} is already here',
  'enrol.replace_text': 'An account of the same name is on this device. If you replace it, its old '
    + 'code disappears from this device.',
  'enrol.replace_yes': 'Yes, replace',
  'added.title': 'The account has been added',
  'added.paired': 'Sign-in requests for {account} will show here. Go on in the portal.',
  'added.codes': 'Its code is in the list.',
  'added.elsewhere': 'Its code is in the list. This QR belongs to the portal {portal}: sign-ins are '
    + 'approved only in the authenticator at that address, so type the code in the portal.',

  'account.missing': 'This account is not on this device',
  'account.no_issuer': 'Unnamed service',
  'account.rename': 'Rename',
  'account.name': 'Account name',
  'account.renamed': 'The name has been changed',
  'account.order': 'Order',
  'account.place': 'Place {place} of {total}',
  'account.up': 'Move up',
  'account.down': 'Move down',
  'account.facts': 'Details',
  'account.issuer': 'Service',
  'account.approval': 'Sign-in approval',
  'account.paired': 'On: sign-in requests show on this device',
  'account.refused': 'Disconnected: the portal no longer knows this device',
  'account.codes_only': 'None, codes only',
  'account.refused_text': 'The code of this account is no longer valid. Turn on TOTP in the portal '
    + 'and scan the new QR, or remove this account.',
  'account.manner': 'Code',
  'account.manner_text': '{digits} digits, new every {period} seconds, {hash}',
  'account.added': 'Added',
  'account.remove': 'Remove account',
  'account.remove_text': 'Once removed, its codes cannot be brought back on this device.',
  'account.remove_paired': 'Removing it here does not turn off TOTP in the portal. Turn TOTP off or '
    + 'have recovery codes ready first, so that you can still sign in.',
  'account.remove_button': 'Remove from this device',
  'account.remove_ask': 'Remove {account}?',
  'account.remove_warn': 'Its code disappears from this device and cannot be brought back.',
  'account.yes': 'Yes, remove it',
  'account.removed': 'The account was removed from this device',

  'waiting.text': 'Sign-in request for {account}.',
  'waiting.open': 'View',
  'approve.title': 'Allow this sign-in?',
  'approve.account': 'Account',
  'approve.browser': 'Browser',
  'approve.address': 'IP address',
  'approve.at': 'Time',
  'approve.number': 'Number on the sign-in screen',
  'approve.number_hint': 'Type the two digits that the browser shows where you are signing in.',
  'approve.yes': 'Yes',
  'approve.not_me': 'Not me',
  'approve.left': 'ends in {time}',
  'approve.done': 'Signed in',
  'approve.done_text': 'The request was approved. Go on in your browser.',
  'approve.newer': 'View the newest request',
  'approve.expired': 'The request has expired',
  'approve.expired_text': 'Its time ran out before an answer. Sign in to the portal again for a new '
    + 'request.',
  'approve.superseded': 'There is a newer request',
  'approve.superseded_text': 'This request was replaced by one made after it. Only the newest can '
    + 'be answered.',
  'approve.locked': 'The request was closed',
  'approve.locked_text': 'The number was wrong three times. If it is you who signs in, sign in to '
    + 'the portal again for a new request.',
  'approve.over': 'This request no longer waits',
  'approve.over_text': 'It was answered, cancelled, or has ended.',
  'report.title': 'Was this not you?',
  'report.text': 'If it was not you, somebody knows your password. The request is declined and '
    + 'reported, and further requests are muted for 20 minutes.',
  'report.yes': 'Not me. Report it',
  'report.mine': 'It was me, just cancel',
  'report.report_done': 'The request was declined and reported',
  'report.report_text': 'Change your password in the portal now. For 20 minutes no requests show '
    + 'here; you can still sign in by typing a code.',
  'report.decline_done': 'The request was cancelled',
  'report.decline_text': 'That browser was not signed in.',

  'problem.number_left_2': 'Not the right number. Look at the sign-in screen again; 2 tries left.',
  'problem.number_left_1': 'Not the right number. Look at the sign-in screen again; 1 try left.',
  'field.number_wrong': 'Not right.',
  'problem.pairing_over': 'This QR was used already or has expired. Reload the page that turns on '
    + 'TOTP in the portal, and scan the new QR.',
  'problem.qr_not_totp': 'This is not a QR of TOTP. Scan the QR of the page that turns on TOTP.',
  'problem.totp_unsupported':
    'This kind of code is not supported. Supported: TOTP of 6 or 8 digits with SHA-1, SHA-256 or '
    + 'SHA-512.',
  'problem.totp_secret_invalid':
    'The secret is not right. Check it: only letters A–Z and digits 2–7, complete to the end.',
  'problem.camera_refused': 'The camera is not allowed. Allow it for this address in the browser’s '
    + 'settings, or use another way below.',
  'problem.camera_missing': 'This device has no camera. Use another way below.',
  'problem.camera_busy': 'Another app is using the camera. Close it and try again, or use another '
    + 'way below.',
  'problem.picture_unreadable': 'This file is not a picture that can be opened.',
  'problem.picture_without_qr': 'No QR can be read in this picture. Make sure that the whole QR is '
    + 'sharp, and try again.',
};
