/* Messages: the queue, one message's way, and the words of all of them. */
const page = (path, file, more = {}) => ({
  path, who: 'admin', area: ['staff', 'messages'],
  page: () => import(`../pages/messages/${file}.js`), ...more,
});

export const messages = [
  page('/admin/messages', 'queue', {
    place: { label: 'place.messages', icon: 'mail', order: 7, group: 'place.group_staff' },
  }),
  page('/admin/messages/words', 'templates'),
  page('/admin/messages/words/:name', 'template'),
  page('/admin/messages/:id', 'message'),
];
