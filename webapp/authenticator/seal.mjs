/* Writes generated/sealed.js: every file that the authenticator needs offline, with its digest, so
 * that the service worker stores them as one version. Run by script/setup; it writes only what
 * changed. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const WEBAPP = new URL('../', import.meta.url);
const AREAS = ['shell', 'problems', 'authenticator'];
const WORDS = ['id', 'en'].flatMap(language =>
  [`locales/${language}.js`, ...AREAS.map(area => `locales/${language}/${area}.js`)]);
const IMPORTS = /^(?:import|export)\b[^;]*?from '(\.[^']+)';|\bimport\('(\.[^']+)'\)/gms;
const LINKS = /<(?:link|script)[^>]* (?:href|src)="\/app\/([^"]+)"/g;
const ICONS = /"src": "\/app\/([^"]+)"/g;

const read = path => readFileSync(new URL(path, WEBAPP));

const found = (text, pattern) => [...text.matchAll(pattern)].map(([, a, b]) => a ?? b);

/* Paths below webapp/ that a file asks for; locales/*.js import the words of every area. */
function askedBy(path) {
  if (!/\.(js|html|webmanifest)$/.test(path) || path.startsWith('locales/')) return [];
  const text = read(path).toString();
  if (!path.endsWith('.js')) return found(text, path.endsWith('.html') ? LINKS : ICONS);
  return found(text, IMPORTS).map(to => new URL(to, new URL(path, WEBAPP)).href)
    .map(href => href.slice(WEBAPP.href.length));
}

/** Every file of the app, as sorted paths below webapp/. */
export function filesOfApp() {
  const files = new Set();
  const visit = path => {
    if (files.has(path)) return;
    files.add(path);
    askedBy(path).forEach(visit);
  };
  ['authenticator/index.html', ...WORDS].forEach(visit);
  return [...files].sort();
}

const sha256 = (bytes, form) => createHash('sha256').update(bytes).digest(form);

function sealed() {
  const files = Object.fromEntries(filesOfApp()
    .map(path => [`/app/${path}`, `sha256-${sha256(read(path), 'base64')}`]));
  const version = sha256(JSON.stringify(files), 'hex').slice(0, 12);
  return `self.SEALED = ${JSON.stringify({ version, files }, null, 1)};\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const target = new URL('authenticator/generated/sealed.js', WEBAPP);
  mkdirSync(new URL('./', target), { recursive: true });
  const text = sealed();
  if (!existsSync(target) || readFileSync(target, 'utf8') !== text) writeFileSync(target, text);
}
