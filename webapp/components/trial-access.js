// @ts-check
/* What a reader without access can do about it, by how far a request of theirs has come. */
import { t } from '../lib/i18n.js';

const ASK = { name: 'access_not_approved', sign: 'send', words: 'test.apply',
  path: bundle => `/marketplace/${bundle.slug}/request` };

const WAYS = {
  submitted: { name: 'access_submitted', sign: 'eye', words: 'test.see_request',
    path: () => '/requests' },
  revision_requested: { name: 'access_revision', sign: 'pencil', words: 'test.see_request',
    path: () => '/requests' },
  revoked: { name: 'access_revoked', sign: 'eye', words: 'test.to_bundle',
    path: bundle => `/marketplace/${bundle.slug}` },
};

/** { name (of its words: test.why_…, test.do_…), path, sign, words } of the next step. */
export function accessWay(bundle) {
  const { path, words, ...way } = WAYS[bundle.access] ?? ASK;
  return { ...way, path: path(bundle), words: t(words) };
}
