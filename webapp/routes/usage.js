/* Figures: one's own, those of bundles, and the last calls of a key. */
const page = (path, who, file, more = {}) => ({
  path, who, area: ['market', 'usage'],
  page: () => import(`../pages/usage/${file}.js`), ...more,
});

export const usage = [
  page('/usage', 'signed-in', 'own', {
    place: { label: 'place.usage', icon: 'chart', order: 40, menu: true },
  }),
  page('/keys/:id/calls', 'signed-in', 'key-calls'),
  page('/admin/usage', 'publisher', 'all', {
    place: { label: 'place.all_usage', icon: 'gauge', order: 3, group: 'place.group_staff' },
  }),
];
