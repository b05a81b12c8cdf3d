/* Words in English, one file an area. */
const areas = {
  shell: () => import('./en/shell.js'),
  problems: () => import('./en/problems.js'),
  market: () => import('./en/market.js'),
  account: () => import('./en/account.js'),
};

export const load = area => areas[area]();
export const names = Object.keys(areas);
