// @ts-check
/* Saves files: one that stands behind the session's token, or text that the page has. */
import { blobUrl } from './api.js';

function save(url, name) {
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
}

/** Downloads `path` under a name of our choice. */
export async function download(path, name) {
  save(await blobUrl(path), name);
}

const TEXT_STAYS_MS = 10_000;

/** Saves text as a file. */
export function saveText(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), TEXT_STAYS_MS);
}
