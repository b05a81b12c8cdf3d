// @ts-check
/* What is said once an account was added, in the guide's words. */
import { tell } from '../../lib/dialog.js';
import { t } from '../../lib/i18n.js';
import { nameOf } from '../lib/names.js';

function textFor({ account, elsewhere }) {
  if (account.deviceId) return t('added.paired', { account: nameOf(account) });
  return elsewhere ? t('added.elsewhere', { portal: new URL(elsewhere).host }) : t('added.codes');
}

/** Says it, and leads to the codes; stays where the reader turned back. */
export async function added(result) {
  if (!result) return { stay: true };
  await tell(t('added.title'), textFor(result), { ok: 'OK' });
  return { go: '/authenticator/', replace: true };
}
