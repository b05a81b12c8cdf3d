/* Pages for reviewers, publishers and admins. */
const page = (area, path, who, file, more = {}) =>
  ({ path, who, area, page: () => import(`../pages/staff/${file}.js`), ...more });

const desk = (path, place) =>
  page(['desk', 'limits'], path, 'reviewer', 'desk', { frame: 'wide', ...place });
const publish = (path, file, place) =>
  page(['publish', 'limits'], path, 'publisher', file, place);
const byHand = (path, file) =>
  page(['publish', 'limits', 'operation'], path, 'publisher', file);
const admin = (path, file, place) => page('staff', path, 'admin', file, place);

const place = (name, icon, order, phone = false) =>
  ({ place: { label: `place.${name}`, icon, order, phone, group: 'place.group_staff' } });

export const staff = [
  page('staff', '/admin', 'staff', 'overview', place('overview', 'chart', 0, true)),
  desk('/admin/requests', place('desk', 'eye', 1, true)),
  desk('/admin/requests/:id'),
  publish('/admin/bundles', 'bundles', place('bundles', 'book', 2, true)),
  publish('/admin/bundles/new', 'bundle-new'),
  publish('/admin/bundles/import', 'bundle-import'),
  publish('/admin/bundles/:slug', 'bundle'),
  publish('/admin/bundles/:slug/edit', 'bundle-edit'),
  publish('/admin/bundles/:slug/import', 'bundle-import'),
  publish('/admin/bundles/:slug/versions', 'bundle-versions'),
  publish('/admin/bundles/:slug/versions/:version', 'version-edit'),
  byHand('/admin/bundles/:slug/endpoints', 'endpoints'),
  byHand('/admin/bundles/:slug/endpoints/new', 'endpoint-edit'),
  byHand('/admin/bundles/:slug/endpoints/:id', 'endpoint-edit'),
  admin('/admin/users', 'users', place('users', 'people', 4)),
  admin('/admin/users/:id', 'user'),
  admin('/admin/institutions', 'institutions', place('institutions', 'building', 5)),
  admin('/admin/keys', 'keys', place('all_keys', 'key', 6)),
  admin('/admin/audit', 'audit', place('audit', 'shield', 8)),
  admin('/admin/settings', 'settings', place('settings', 'gear', 9)),
];
