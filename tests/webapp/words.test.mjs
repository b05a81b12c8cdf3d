/* Words: both languages say everything that the pages ask for, and nothing else differs. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import * as en from '../../webapp/locales/en.js';
import * as id from '../../webapp/locales/id.js';
import { fieldProblem, wordsFor } from '../../webapp/lib/form.js';
import { Problem } from '../../webapp/lib/http.js';
import { t, useArea, useLanguage } from '../../webapp/lib/i18n.js';

const ROOT = fileURLToPath(new URL('../../webapp/', import.meta.url));

const wordsIn = async (language, area) => (await language.load(area)).default;

const all = async language =>
  Object.assign({}, ...await Promise.all(language.names.map(area => wordsIn(language, area))));

const sources = folder => readdirSync(ROOT + folder, { withFileTypes: true }).flatMap(entry => {
  const path = `${folder}/${entry.name}`;
  if (entry.isDirectory()) return sources(path);
  return entry.name.endsWith('.js') ? [path] : [];
});

const code = ['lib', 'components', 'pages', 'routes', 'authenticator'].flatMap(sources);
const read = path => readFileSync(ROOT + path, 'utf8');

const gaps = entry => [...JSON.stringify(entry).matchAll(/\{(\w+)\}/g)]
  .map(([, name]) => name).sort().filter((name, i, list) => name !== list[i - 1]).join(' ');

test('both_languages_have_the_same_areas_keys_and_gaps', async () => {
  assert.deepEqual(id.names, en.names);
  for (const area of id.names) {
    const [ours, theirs] = [await wordsIn(id, area), await wordsIn(en, area)];
    assert.deepEqual(Object.keys(ours).sort(), Object.keys(theirs).sort(), area);
    for (const key of Object.keys(ours)) assert.equal(gaps(ours[key]), gaps(theirs[key]), key);
  }
});

test('no_key_stands_in_two_areas', async () => {
  const seen = new Map();
  for (const area of id.names) {
    for (const key of Object.keys(await wordsIn(id, area))) {
      assert.ok(!seen.has(key), `${key} in ${seen.get(key)} and ${area}`);
      seen.set(key, area);
    }
  }
});

test('every_key_that_a_page_names_has_words', async () => {
  const words = await all(id);
  for (const path of code) {
    for (const [, key] of read(path).matchAll(/\bt\('([a-z0-9_]+\.[a-z0-9_.]+)'/g)) {
      assert.ok(key in words, `${path}: ${key}`);
    }
    for (const [, start] of read(path).matchAll(/\bt\(`([a-z0-9_.]+)\.\$\{/g)) {
      assert.ok(Object.keys(words).some(key => key.startsWith(`${start}.`)), `${path}: ${start}.…`);
    }
  }
});

test('what_is_said_of_problems_needs_no_more_than_the_words_of_the_shell', async () => {
  const shell = await wordsIn(id, 'shell');
  for (const path of code) {
    for (const [, key] of read(path).matchAll(/\bt\('((?:problem|field)\.[a-z0-9_]+)'/g)) {
      assert.ok(key in shell, `${path}: ${key}`);
    }
  }
});

test('what_the_app_finds_by_itself_is_no_fault_of_the_server_without_those_words', async () => {
  await useLanguage('id');
  assert.equal(wordsFor(fieldProblem([])), 'Ada isian yang perlu diperbaiki.');
  assert.match(wordsFor(new Problem(403, 'forbidden')), /tidak berwenang/);
  assert.equal(t('field.required'), 'Wajib diisi.');
});

test('a_missing_key_throws', async () => {
  await useLanguage('id');
  assert.throws(() => t('no.such.key'), /no words for no\.such\.key/);
  assert.throws(() => t('toString'), /no words/);
});

test('until_the_words_of_problems_are_there_the_server_s_own_are_said', async () => {
  await useLanguage('id');
  const taken = new Problem(409, 'username_taken', { message: 'Username is taken.' });
  assert.equal(wordsFor(taken), 'Username is taken.');
  assert.equal(wordsFor(new Problem(0, 'offline')), t('problem.offline'));
  await useArea('problems');
  assert.equal(wordsFor(taken), t('problem.username_taken'));
});

test('words_are_filled_in_and_counted', async () => {
  await useLanguage('en');
  await useArea('account');
  assert.equal(t('otp.life', { time: '0:45' }), 'The code is valid for 0:45.');
  assert.equal(t('problem.patience', { count: 1 }), 'Try again in 1 second.');
  assert.equal(t('problem.patience', { count: 2 }), 'Try again in 2 seconds.');
  await useLanguage('id');
  assert.equal(t('problem.patience', { count: 1 }), 'Coba lagi dalam 1 detik.');
  assert.equal(t('sign_in.register'), 'daftar disini');
});

/* Areas that nothing above has opened. */
test('words_on_their_way_while_the_language_changes_are_those_of_the_new_one', async () => {
  await useLanguage('id');
  await Promise.all([useArea('market'), useLanguage('en')]);
  assert.equal(t('requests.title'), 'My requests');
  await Promise.all([useLanguage('id'), useArea('usage')]);
  assert.equal(t('usage.title'), 'Pemakaian');
});

test('the waiting page counts minutes and seconds as people do', async () => {
  await useArea('security');
  const life = (minutes, seconds) => t('acceptor.life', {
    minutes: t('acceptor.minutes', { count: minutes }),
    seconds: t('acceptor.seconds', { count: seconds }),
  });
  await useLanguage('en');
  assert.equal(life(1, 1), 'The session will close in 1 minute, 1 second');
  assert.equal(life(4, 0), 'The session will close in 4 minutes, 0 seconds');
  await useLanguage('id');
  assert.equal(life(1, 1), 'Sesi akan tertutup dalam waktu 1 menit, 1 detik');
});
