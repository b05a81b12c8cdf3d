/* The table of pages: every module is there, and has what a page needs. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import test from 'node:test';
import { icon } from '../../webapp/components/icon.js';
import { useLanguage, t } from '../../webapp/lib/i18n.js';
import * as id from '../../webapp/locales/id.js';
import { routes } from '../../webapp/routes.js';
import { ahead } from '../support/ahead.mjs';

const GUARDS = ['anyone', 'guest', 'reader', 'signed-in', 'staff', 'reviewer', 'publisher',
  'admin'];

/* What the modules of pages touch when they are read. */
globalThis.document ??= {
  querySelector: () => null, addEventListener() {}, hidden: true, documentElement: {},
};

test('every_route_has_a_guard_and_a_path_of_its_own', () => {
  for (const route of routes) assert.ok(GUARDS.includes(route.who), route.path);
  assert.equal(new Set(routes.map(route => route.path)).size, routes.length);
});

test('every_page_has_a_title_and_a_view', async () => {
  for (const route of routes) {
    const page = await route.page();
    assert.equal(typeof page.title, 'function', route.path);
    assert.equal(typeof page.view, 'function', route.path);
    for (const act of Object.values(page.actions ?? {})) assert.equal(typeof act, 'function');
  }
});

test('every_area_has_words_and_styles', () => {
  for (const area of new Set(routes.flatMap(route => route.area ?? []))) {
    assert.ok(id.names.includes(area), `words of ${area}`);
    const styles = new URL(`../../webapp/css/areas/${area}.css`, import.meta.url);
    assert.ok(existsSync(styles), `styles of ${area}`);
  }
});

test('every_place_in_the_navigation_has_an_icon_a_name_and_an_order', async () => {
  await useLanguage('id');
  for (const { place } of routes.filter(route => route.place)) {
    assert.match(String(icon(place.icon)), /^<svg/);
    assert.ok(t(place.label));
    if (place.group) assert.ok(t(place.group));
    assert.equal(typeof place.order, 'number');
  }
});

test('ahead_txt_tells_the_module_and_the_areas_of_every_route', async () => {
  const file = new URL('../../webapp/ahead.txt', import.meta.url);
  assert.equal(readFileSync(file, 'utf8'), await ahead(), 'node tests/support/ahead.mjs');
});
