// @ts-check
/* What moves in the form of a call while it is filled in: lines of lists, the body's part, the
 * address and the curl command, and whether the body is JSON. */
import { curl } from './samples/curl.js';
import { prepare } from './samples/prepare.js';
import { t } from './i18n.js';
import { html, render } from './html.js';
import { valuesOf } from './form.js';
import { examplesOf } from './example.js';
import { callOf } from './trial.js';
import { jsonWords } from './trial-check.js';
import { bodyFields, parameterFields } from './trial-fields.js';
import { breakable } from '../components/breaks.js';
import { copyButton } from '../components/copy.js';
import { bodyInside, headerLine } from '../components/trial-form.js';
import { listLine } from '../components/trial-field.js';

const AFTER_MS = 150;

const fragment = markup => {
  const place = document.createElement('template');
  render(place, markup);
  return place.content;
};

/* The number of a new line is higher than all that there are. */
const nextOf = list => Math.max(-1, ...[...list.querySelectorAll('[name*="#"]')]
  .map(input => Number(input.name.split('#').pop()))) + 1;

function addLine(name, list, { endpoint, type }) {
  const i = nextOf(list);
  const fields = [...parameterFields(endpoint), ...bodyFields(endpoint, type)];
  const line = name === 'extra' ? headerLine(i)
    : listLine({ ...fields.find(one => one.name === name), id: list.dataset.id }, i);
  const lines = list.querySelector('.list-lines');
  lines.append(fragment(line));
  lines.lastElementChild.querySelector('input, select').focus();
}

function removeLine(button) {
  const list = button.closest('[data-list]');
  button.closest('li').remove();
  list.querySelector('[data-line-add]').focus();
}

/* The call that the form describes now, with a word in the key's place. */
function callNow(values, { endpoint, bundle, version }) {
  const own = bundle.base_urls[values.environment ?? 'development'];
  const base = version ? `${own}@${version}` : own;
  return callOf(endpoint, values, { base, key: t('test.your_key') });
}

/* What was filled in so far is kept for drawing the page in another language. */
function keep(form, data) {
  const kept = valuesOf(form);
  Object.assign(data, { kept, environment: kept.environment, key: kept.key });
}

function drawCall(main, data) {
  const call = callNow(data.kept, data), text = curl(prepare(call));
  render(main.querySelector('[data-address]'), html`${breakable(call.url)}`);
  render(main.querySelector('[data-curl]'), html`
    <div class="stack stack--small"><pre class="code-block" tabindex="0">${text}</pre>
    <p>${copyButton(text, { what: 'curl', className: 'button--small' })}</p></div>`);
}

function checkBody(main) {
  const place = main.querySelector('#body-check'), body = main.querySelector('[name="body"]');
  if (!place || !body) return;
  place.textContent = body.value.trim() ? jsonWords(body.value) || t('test.json_good') : '';
}

function takeExample(form, { endpoint, type }, i) {
  const list = examplesOf(endpoint.request_body.content[type], endpoint.components?.schemas ?? {});
  const value = list[i]?.[1];
  form.elements.body.value = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}

function changed({ target }, main, data) {
  const form = main.querySelector('.trial-form');
  if (target.name === 'type') {
    data.type = target.value;
    render(main.querySelector('#body-part'), bodyInside(data.endpoint, data.type));
    form.elements.type.focus();
  }
  if (target.name === 'example') takeExample(form, data, Number(target.value));
}

function clicked({ target }, data) {
  const add = target.closest('[data-line-add]');
  if (add) addLine(add.dataset.lineAdd, add.closest('[data-list]'), data);
  const remove = target.closest('[data-line-remove]');
  if (remove) removeLine(remove);
}

/** Starts it; gives a function that ends it. */
export function startTrialForm(/** @type {HTMLElement} */ main, data) {
  let timer = 0;
  const form = main.querySelector('.trial-form');
  const drawNow = () => {
    drawCall(main, data);
    checkBody(main);
  };
  const drawSoon = () => {
    keep(form, data);
    clearTimeout(timer);
    timer = setTimeout(drawNow, AFTER_MS);
  };
  form.addEventListener('change', event => changed(event, main, data));
  form.addEventListener('click', event => clicked(event, data));
  for (const what of ['input', 'change', 'click']) form.addEventListener(what, drawSoon);
  keep(form, data);
  drawNow();
  return () => clearTimeout(timer);
}
