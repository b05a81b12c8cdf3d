// @ts-check
/* What was typed in a page's forms, kept while the page is drawn anew. Files cannot be kept. */

const INPUTS = 'form[data-action] :is(input, select, textarea)[name]';

/** @returns {HTMLInputElement[]} */
const inputsOf = (/** @type {any} */ root) =>
  [...root.querySelectorAll(INPUTS)].filter(({ type }) => type !== 'file' && type !== 'hidden');

const keyOf = input =>
  `${input.form.dataset.action} ${input.form.dataset.key ?? ''} ${input.name}`
  + (input.type === 'radio' ? ` ${input.value}` : '');

const stateOf = ({ type, value, checked }) =>
  (type === 'radio' || type === 'checkbox' ? { checked } : { value });

/** Remembers the values of all forms in `root`; gives what puts them back after drawing. */
export function keepTyped(root) {
  const kept = new Map(inputsOf(root).map(input => [keyOf(input), stateOf(input)]));
  return () => {
    for (const input of inputsOf(root)) Object.assign(input, kept.get(keyOf(input)));
  };
}
