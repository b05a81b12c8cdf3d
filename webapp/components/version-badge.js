// @ts-check
/* The state of a version of a bundle. */
import { t } from '../lib/i18n.js';
import { plainBadge } from './badge.js';

const LOOKS = {
  current: ['good', 'check'], previous: ['warn', 'clock'], retired: ['gone', 'slash'],
};

/** Berlaku, sebelumnya, dihentikan. */
export const versionBadge = ({ status }) =>
  plainBadge(...LOOKS[status], t(`publish.version_${status}`));
