/* Pages for members: marketplace, requests, API keys. */
const page = (path, file, more = {}) => ({
  path, who: 'signed-in', area: 'market',
  page: () => import(`../pages/market/${file}.js`), ...more,
});

const READER = { who: 'reader' };
const LIMITS = { area: ['market', 'limits'] };

const place = (label, icon, order) => ({ place: { label, icon, order, phone: true } });

export const market = [
  page('/marketplace', 'marketplace', { ...READER, ...place('place.marketplace', 'grid', 10) }),
  page('/marketplace/:slug', 'bundle', { ...READER, ...LIMITS }),
  page('/marketplace/:slug/request', 'request-new'),
  page('/requests', 'requests', place('place.requests', 'inbox', 20)),
  page('/requests/:id', 'request', LIMITS),
  page('/requests/:id/revision', 'request-revise'),
  page('/keys', 'keys', { area: ['market', 'limits', 'usage'], ...place('place.keys', 'key', 30) }),
  page('/keys/new', 'key-new', LIMITS),
];
