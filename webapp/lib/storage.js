// @ts-check
/* What this browser keeps: preferences (local) and a flow half way through (this tab only).
 * Never a token or a password. A browser that refuses storage works on without. */

const attempt = act => {
  try {
    return act();
  } catch {
    return null;
  }
};

export const recall = name => attempt(() => localStorage.getItem(`simpul.${name}`));
export const remember = (name, value) =>
  attempt(() => localStorage.setItem(`simpul.${name}`, value));
export const forget = name => attempt(() => localStorage.removeItem(`simpul.${name}`));

/** An object kept until the tab closes, so that a refresh of the page is safe. */
export const recallFlow = name =>
  attempt(() => JSON.parse(sessionStorage.getItem(`simpul.${name}`) ?? 'null'));
export const rememberFlow = (name, value) =>
  attempt(() => sessionStorage.setItem(`simpul.${name}`, JSON.stringify(value)));
export const forgetFlow = name => attempt(() => sessionStorage.removeItem(`simpul.${name}`));
