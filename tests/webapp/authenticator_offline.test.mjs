/* What the authenticator keeps for offline use: everything that it can ask for, and nothing that is
 * not there. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { filesOfApp } from '../../webapp/authenticator/seal.mjs';

const WEBAPP = new URL('../../webapp/', import.meta.url);
const files = filesOfApp();
const OWN_BUSINESS = ['authenticator/worker.js', 'authenticator/seal.mjs'];

const below = folder => readdirSync(new URL(folder, WEBAPP), { withFileTypes: true })
  .filter(entry => entry.name !== 'generated')
  .flatMap(entry => (entry.isDirectory() ? below(`${folder}${entry.name}/`) : folder + entry.name));

test('every_file_of_the_app_is_kept', () => {
  const all = below('authenticator/').filter(path => !OWN_BUSINESS.includes(path));
  assert.deepEqual(all.filter(path => !files.includes(path)), []);
});

test('every_file_that_is_kept_is_there', () => {
  for (const path of files) assert.ok(existsSync(new URL(path, WEBAPP)), path);
});

test('the_decoder_the_words_and_the_styles_are_kept', () => {
  for (const path of ['node_modules/qr/decode.js', 'locales/id/authenticator.js',
    'locales/en/authenticator.js', 'css/tokens.css', 'theme.js', 'lib/html.js']) {
    assert.ok(files.includes(path), path);
  }
});

test('nothing_of_the_portals_session_comes_along', () => {
  for (const path of ['lib/api.js', 'lib/session.js', 'components/shell.js']) {
    assert.ok(!files.includes(path), path);
  }
});

test('the_document_asks_ahead_for_every_module_of_the_start', () => {
  const page = readFileSync(new URL('authenticator/index.html', WEBAPP), 'utf8');
  const ahead = [...page.matchAll(/rel="modulepreload" href="\/app\/([^"]+)"/g)]
    .map(([, path]) => path);
  const isLater = path => /^(locales\/en|node_modules|theme\.js|authenticator\/app\.js)/.test(path);
  const needed = files.filter(path => path.endsWith('.js') && !isLater(path));
  assert.deepEqual(ahead, needed);
});

test('the_manifest_stays_within_its_folder', () => {
  const manifest = JSON.parse(
    readFileSync(new URL('authenticator/manifest.webmanifest', WEBAPP), 'utf8'));
  for (const path of [manifest.id, manifest.start_url, manifest.scope]) {
    assert.equal(path, '/app/authenticator/');
  }
});
