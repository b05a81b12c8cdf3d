// @ts-check
/* Code samples: one call in the languages that developers of the portal use. They run as printed.
 *
 * A call is {method, url, headers: [[name, value]], body}, and body one of
 *   null   {kind: 'text', type, text}   {kind: 'form', fields: [[name, value]]}
 *   {kind: 'file', filename, type}
 *   {kind: 'multipart', parts: [{name, value} | {name, filename, type}]}
 * Files are read from the folder in which the sample runs. */
import { csharp } from './samples/csharp.js';
import { curl } from './samples/curl.js';
import { go } from './samples/go.js';
import { java } from './samples/java.js';
import { javascript } from './samples/javascript.js';
import { laravel } from './samples/laravel.js';
import { php } from './samples/php.js';
import { prepare } from './samples/prepare.js';
import { python } from './samples/python.js';

const WRITERS = { curl, javascript, python, php, laravel, java, go, csharp };

/** In the order in which they are offered, with what each is written for. */
export const LANGUAGES = [
  { id: 'curl', label: 'curl', using: 'bash, zsh' },
  { id: 'javascript', label: 'JavaScript', using: 'fetch' },
  { id: 'python', label: 'Python', using: 'requests' },
  { id: 'php', label: 'PHP', using: 'curl' },
  { id: 'laravel', label: 'Laravel', using: 'Http' },
  { id: 'java', label: 'Java', using: 'java.net.http' },
  { id: 'go', label: 'Go', using: 'net/http' },
  { id: 'csharp', label: 'C#', using: 'HttpClient' },
];

/** The text of a sample: the language's id, and a call. */
export const sample = (language, call) => WRITERS[language](prepare(call));
