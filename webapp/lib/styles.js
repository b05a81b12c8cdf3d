// @ts-check
/* Styles of an area (css/areas/<area>.css), added when its first page is opened. */

const added = new Map();

const add = area => new Promise(resolve => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = `/app/css/areas/${area}.css`;
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

export function useStyles(area) {
  if (area && !added.has(area)) added.set(area, add(area));
  return added.get(area);
}
