/* Dates, numbers, sizes; and the proof of work. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import test from 'node:test';
import { bytes, countdown, dateTime, number, relative } from '../../webapp/lib/format.js';
import { useLanguage } from '../../webapp/lib/i18n.js';
import { solution } from '../../webapp/lib/captcha-worker.js';
import { sha256Hex } from '../../webapp/lib/sha256.js';

const sha256 = text => createHash('sha256').update(text).digest('hex');

test('times_are_written_as_an_agency_writes_them', async () => {
  await useLanguage('id');
  assert.equal(dateTime('2026-11-21T15:47:00Z'), '21 Nov 2026, 22.47 WIB');
  assert.equal(dateTime('2026-08-16T17:05:00Z'), '17 Agu 2026, 00.05 WIB');
  await useLanguage('en');
  assert.equal(dateTime('2026-11-21T15:47:00Z'), '21 Nov 2026, 22:47 WIB');
});

test('relative_times_count_in_the_largest_unit', async () => {
  await useLanguage('id');
  const now = Date.parse('2026-11-21T12:00:00Z');
  const at = seconds => relative(new Date(now - seconds * 1000).toISOString(), now);
  assert.equal(at(5), 'baru saja');
  assert.equal(at(3 * 3600), '3 jam yang lalu');
  assert.equal(at(86400), 'kemarin');
  assert.equal(at(-2 * 86400), 'lusa');
});

test('numbers_and_sizes_follow_the_language', async () => {
  await useLanguage('id');
  assert.equal(number(1234567), '1.234.567');
  for (const value of [0, 7, 999, 1000, -5, 0.5, 999.9, -0.25])
    assert.equal(number(value), new Intl.NumberFormat('id').format(value));
  assert.equal(bytes(2_400_000), '2,4 MB');
  assert.equal(bytes(10_400), '10 kB');
  assert.equal(bytes(17), '17 B');
  assert.equal(countdown(45), '0:45');
  assert.equal(countdown(300), '5:00');
});

test('the_digest_is_sha_256_at_every_length_around_a_block', () => {
  for (const size of [0, 1, 55, 56, 63, 64, 65, 119, 120, 1000]) {
    const text = 'é'.repeat(size % 2) + 'x'.repeat(size);
    assert.equal(sha256Hex(text), sha256(text), `${size}`);
  }
});

test('the_proof_of_work_finds_the_number_and_gives_up_at_the_end', () => {
  const salt = 'a1b2?expires=1793000000';
  assert.equal(solution({ salt, challenge: sha256(`${salt}4321`), maxnumber: 5000 }), 4321);
  assert.equal(solution({ salt, challenge: sha256(`${salt}4321`), maxnumber: 4320 }), null);
});
