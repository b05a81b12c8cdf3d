/* Changing the WhatsApp number and the e-mail address. */
export default {
  'contact.change': 'Change',
  'contact.change_phone_number': 'Change the WhatsApp number',
  'contact.change_email': 'Change the e-mail address',
  'contact.new_phone_number': 'New WhatsApp number',
  'contact.new_email': 'New e-mail address',
  'contact.now': 'Now',
  'contact.none': 'none yet',
  'contact.about_phone_number':
    'We send an OTP code by WhatsApp to the new number. The old number stays valid until you enter '
    + 'that code; then the old number and your mailbox are told.',
  'contact.about_email':
    'We send an OTP code to the new address. The old address stays valid until you enter that '
    + 'code; then the old address and your WhatsApp number are told.',
  'contact.send': 'Send the OTP code',
  'contact.back': 'Back to the profile',
  'contact.sent_phone_number': 'The OTP code was sent by WhatsApp to',
  'contact.sent_email': 'The OTP code was sent to',
  'contact.until': 'The old one stays valid until this code is entered.',
  'contact.hint_phone_number': 'The 6 digits in the latest WhatsApp message.',
  'contact.hint_email': 'The 6 digits in the latest e-mail. Look in the spam folder, too.',
  'contact.give_up': 'Give up the change',
  'contact.given_up': 'The change was given up. Nothing has changed.',
  'contact.over': 'This change is over. Start again from the profile.',
  'contact.done_phone_number': 'The WhatsApp number has been changed',
  'contact.done_email': 'The e-mail address has been changed',
  'problem.otp_invalid_email':
    'The OTP code does not match. Check the latest e-mail, or resend the code.',
  'contact.waits': 'Waiting for the OTP code for',
  'contact.enter': 'Enter the code',
};
