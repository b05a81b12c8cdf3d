// @ts-check
/* Styles of an area, asked for when its first page is opened unless they came with the document. */

const added = new Map();

const add = path => new Promise(resolve => {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = new URL(`../css/${path}.css`, import.meta.url).href;
  link.onload = link.onerror = resolve;
  document.head.append(link);
});

const cameAlong = path =>
  document.querySelector(`link[rel="stylesheet"][href$="/css/${path}.css"]`);

function once(path) {
  if (!added.has(path)) added.set(path, cameAlong(path) ?? add(path));
  return added.get(path);
}

/**
 * Asks for the styles of the areas that are named.
 * @param {string | string[]} areas
 */
export const useStyles = (areas = []) =>
  Promise.all([areas].flat().map(area => once(`areas/${area}`)));
