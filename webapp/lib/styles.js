// @ts-check
/* Styles that the first paint does without: those of the components that a page is made of, asked
 * for at the start, and those of an area, asked for when its first page is opened. */

const COMPONENTS = [
  'badge', 'card', 'code', 'dialog', 'endpoint', 'filter', 'prose', 'state', 'steps', 'table',
];

const added = new Map();

const add = path => new Promise(resolve => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL(`../css/${path}.css`, import.meta.url).href;
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

function once(path) {
  if (!added.has(path)) added.set(path, add(path));
  return added.get(path);
}

/**
 * Asks for the styles of the components, and of the areas that are named.
 * @param {string | string[]} areas
 */
export const useStyles = (areas = []) =>
  Promise.all([...COMPONENTS.map(name => `components/${name}`),
    ...[areas].flat().map(area => `areas/${area}`)].map(once));
