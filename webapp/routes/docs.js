/* The documentation of a bundle. */
const page = (path, file) => ({
  path, who: 'reader', area: ['market', 'docs'], frame: 'wide',
  page: () => import(`../pages/docs/${file}.js`),
});

export const docs = [
  page('/marketplace/:slug/docs', 'overview'),
  page('/marketplace/:slug/docs/:endpoint', 'endpoint'),
];
