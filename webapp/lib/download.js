// @ts-check
/* Saves a file that stands behind the session's token. */
import { blobUrl } from './api.js';

/** Downloads `path` under a name of our choice. */
export async function download(path, name) {
  const link = document.createElement('a');
  link.href = await blobUrl(path);
  link.download = name;
  link.click();
}
