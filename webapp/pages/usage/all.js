/* Pemakaian gateway: of a publisher's bundles, or of all. */
import { figuresPage } from './figures.js';

export const { title, load, view, ready, actions } = figuresPage({
  path: '/admin/usage', source: '/admin/usage',
  title: 'usage.title_all', intro: 'usage.intro_all', none: 'usage.none_all',
  bys: ['bundle', 'endpoint', 'account', 'key', 'environment', 'status'], top: 'account',
  hasKeys: false, next: ['/admin/bundles', 'usage.to_bundles'],
});
