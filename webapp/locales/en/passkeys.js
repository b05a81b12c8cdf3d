/* Words of passkeys: signing in with one, and the section of "Security". */
export default {
  'passkeys.or': 'or',
  'passkeys.sign_in': 'Sign in with a passkey',

  'passkeys.title': 'Passkeys',
  'passkeys.about': 'Sign in with your device’s fingerprint, face or PIN, without a password and '
    + 'without a code. A site that imitates ours cannot steal it.',
  'passkeys.none': 'This account has no passkey yet.',
  'passkeys.here': 'This device',
  'passkeys.synced': 'Synced',
  'passkeys.created': 'Created',
  'passkeys.used': 'Last used',
  'passkeys.unsupported': 'This browser does not support passkeys. Update it, or use another '
    + 'device.',
  'passkeys.at_address': 'Passkeys need an address with a name, not with figures. Open the portal '
    + 'at its official address.',

  'passkeys.full': 'You have reached the limit of 20 passkeys. Remove the unused ones.',
  'passkeys.add': 'Add a passkey',
  'passkeys.name': 'Name the new passkey',
  'passkeys.name_text': 'Next, the browser asks for your fingerprint, face, PIN or security key.',
  'passkeys.label': 'Name',
  'passkeys.label_hint': 'So that you recognise it, for example “Office laptop”.',
  'passkeys.go_on': 'Continue',
  'passkeys.added': 'The passkey has been added',
  'passkeys.rename': 'Rename',
  'passkeys.renamed': 'The passkey has a new name',
  'passkeys.remove': 'Remove',
  'passkeys.remove_ask': 'Remove the passkey “{label}”?',
  'passkeys.remove_text': 'It can no longer be used to sign in, from now on. Remove it from your '
    + 'device’s passkey manager, too.',
  'passkeys.remove_yes': 'Yes, remove it',
  'passkeys.removed': 'The passkey has been removed',

  'problem.passkey_cancelled': 'The passkey was cancelled, or the time ran out. Try again.',
  'problem.passkey_late': 'The time to use the passkey has run out. Try again.',
  'problem.passkey_here': 'This device or security key already has a passkey for your account.',
  'problem.passkey_address': 'Passkeys cannot be used at this address. Open the portal at its '
    + 'official one.',
  'problem.passkey_unsupported': 'This device cannot make the passkey that is needed. Set a screen '
    + 'lock or PIN first, or use another device.',
  'problem.passkey_failed': 'The device did not complete the passkey. Try again, or use another '
    + 'device.',
};
