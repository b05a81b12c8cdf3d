// @ts-check
/* Styles of an area, asked for when its first page is opened unless they came with the document. */

const added = new Map();

const add = area => new Promise(resolve => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL(`../css/areas/${area}.css`, import.meta.url).href;
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

const cameAlong = area => document.querySelector(`link[data-areas~="${area}"]`);

function once(area) {
  if (!added.has(area)) added.set(area, cameAlong(area) ?? add(area));
  return added.get(area);
}

/**
 * Asks for the styles of the areas that are named.
 * @param {string | string[]} areas
 */
export const useStyles = (areas = []) =>
  Promise.all([areas].flat().map(once));
