// @ts-check
/* Saves what the page has as a file. */

/** Saves what stands at an address of this page. */
export function save(url, name) {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

const TEXT_STAYS_MS = 10_000;

/** Saves text as a file. */
export function saveText(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), TEXT_STAYS_MS);
}
