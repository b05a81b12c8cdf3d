/* The console: endpoints of a bundle are called from the portal. */
const page = (path, file, more = {}) => ({
  path, who: 'signed-in', area: ['market', 'test'],
  page: () => import(`../pages/test/${file}.js`), ...more,
});

export const test = [
  page('/marketplace/:slug/test', 'choose'),
  page('/marketplace/:slug/test/:endpoint', 'try', { frame: 'wide' }),
];
