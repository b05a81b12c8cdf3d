/* Escaping: nothing from outside becomes markup. */
import assert from 'node:assert/strict';
import test from 'node:test';
import { attributes, html, render, safeUrl } from '../../webapp/lib/html.js';

const text = markup => String(markup);

test('a_value_is_escaped_in_text_and_in_quoted_attributes', () => {
  const evil = `<img src=x onerror=alert(1)> & "it's"`;
  const safe = '&lt;img src=x onerror=alert(1)&gt; &amp; &quot;it&#39;s&quot;';
  assert.equal(text(html`<p title="${evil}">${evil}</p>`), `<p title="${safe}">${safe}</p>`);
});

test('markup_inside_markup_is_kept', () => {
  assert.equal(text(html`<ul>${['<', '>'].map(c => html`<li>${c}</li>`)}</ul>`),
    '<ul><li>&lt;</li><li>&gt;</li></ul>');
});

test('nothing_stands_for_null_undefined_and_false_but_zero_stays', () => {
  assert.equal(text(html`${null}${undefined}${false}${0}${''}`), '0');
});

test('an_object_that_only_looks_like_markup_is_escaped', () => {
  assert.equal(text(html`${{ text: '<b>', toString: () => '<b>' }}`), '&lt;b&gt;');
});

test('attributes_are_left_out_stand_alone_or_carry_an_escaped_value', () => {
  const some = attributes({ required: true, disabled: false, min: null, value: '"><b>' });
  assert.equal(text(html`<input${some}>`), '<input required value="&quot;&gt;&lt;b&gt;">');
});

test('an_attribute_that_could_run_a_script_is_refused', () => {
  assert.throws(() => attributes({ onclick: 'x' }), TypeError);
  assert.throws(() => attributes({ 'a b': 'x' }), TypeError);
});

test('an_address_that_could_run_a_script_is_replaced', () => {
  for (const bad of ['javascript:alert(1)', ' JavaScript:alert(1)', 'java\tscript:alert(1)',
    'data:text/html,x', 'vbscript:x', 'blob:x', 'http://[']) {
    assert.equal(safeUrl(bad), '#', bad);
  }
  for (const good of ['https://a.go.id/?q=1', '/app/keys', 'mailto:a@b.go.id', '#top']) {
    assert.equal(safeUrl(good), good);
  }
});

test('render_takes_markup_only', () => {
  assert.throws(() => render({}, '<b>text</b>'), TypeError);
  const element = {};
  render(element, html`<b>${'<'}</b>`);
  assert.equal(element.innerHTML, '<b>&lt;</b>');
});
