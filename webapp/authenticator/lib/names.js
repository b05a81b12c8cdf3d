// @ts-check
/* What an account is called: strangers' QRs may leave out either name. */
import { t } from '../../lib/i18n.js';

/** Its own name, else its service's. */
export const nameOf = ({ name, issuer }) => name || issuer || t('account.no_issuer');

/** Both: 'Simpul – budi'. */
export const fullName = ({ name, issuer }) =>
  [issuer, name].filter(Boolean).join(' – ') || t('account.no_issuer');
