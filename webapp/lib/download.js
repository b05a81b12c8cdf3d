// @ts-check
/* Saves a file that stands behind the session's token. */
import { blobUrl } from './api.js';
import { save } from './save.js';

/** Downloads `path` under a name of our choice. */
export async function download(path, name) {
  save(await blobUrl(path), name);
}
