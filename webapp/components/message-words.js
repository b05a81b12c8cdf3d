// @ts-check
/* What messages, channels and failures are called. */
import { has, t } from '../lib/i18n.js';

export const CHANNELS = ['whatsapp', 'sms', 'email'];

const SIGNS = { whatsapp: 'phone', sms: 'message', email: 'mail' };

/** The icon of a channel. */
export const channelSign = channel => SIGNS[channel];

/** The page of a template's words. A dot would read like a file's ending there. */
export const wordsPath = name => `/admin/messages/words/${name.replaceAll('.', ':')}`;

/** The template that such a page names. */
export const nameInPath = name => name.replaceAll(':', '.');

/** What a message is about. */
export const kindOf = template =>
  (has(`template.${template}`) ? t(`template.${template}`) : template);

const REASONS = [
  [/^expired before/, 'expired'], [/^a newer one/, 'replaced'], [/is not configured$/, 'unset'],
  [/asks for a pause/, 'pause'], [/never answered/, 'unanswered'],
  [/receipt is awaited/, 'receipt'], [/^cannot be opened/, 'sealed'], [/^no answer$/, 'no_answer'],
];

/** Why it failed: our words for the program's reasons, the provider's own as they came. */
export function reasonOf(error) {
  const [, name] = REASONS.find(([pattern]) => pattern.test(error ?? '')) ?? [];
  return name ? t(`reason.${name}`) : error;
}
