/* Pemakaian: what a member's own keys called. */
import { figuresPage } from './figures.js';

export const { title, load, view, ready, actions } = figuresPage({
  path: '/usage', source: '/usage',
  title: 'usage.title', intro: 'usage.intro', none: 'usage.none_own',
  bys: ['endpoint', 'bundle', 'key', 'environment', 'status'], top: 'key', hasKeys: true,
  next: ['/keys', 'bundle.make_key'],
});
