// @ts-check
/* JSON as a tree that folds. A branch is drawn when it is opened, and a long one in portions, so
 * that a long answer is as quick as a short one. One branch is reached with Tab, the others with
 * the arrow keys: right opens, left closes or goes up. */
import { attributes, html, render } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';

const PORTION = 100;
const OPEN_MAX = 40;        // branches this small are open at first
const TEXT_MAX = 2000;

const isBranch = value => value !== null && typeof value === 'object'
  && Object.keys(value).length > 0;

const kindOf = value => (value === null ? 'null' : typeof value);

const shortened = text =>
  (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}… (${number(text.length)})` : text);

const scalar = value => {
  const text = value !== null && typeof value === 'object' ? (Array.isArray(value) ? '[]' : '{}')
    : JSON.stringify(value);
  return html`<span class="json-value json-value--${kindOf(value)}">${shortened(text)}</span>`;
};

const nameOf = (name, list) => (list ? html`<span class="json-at">${name}</span>`
  : html`<span class="json-name">${name}</span>`);

const label = (name, list) => name != null && html`${nameOf(name, list)}<span
  class="json-colon">: </span>`;

const sizeOf = value => {
  const count = Object.keys(value).length;
  return Array.isArray(value) ? `[${number(count)}]` : `{${number(count)}}`;
};

const PREVIEW_MAX = 60;

/* What a folded branch begins with. */
function preview(value) {
  const some = Object.entries(value).slice(0, 4).filter(([, one]) => !isBranch(one))
    .map(([name, one]) => (Array.isArray(value) ? '' : `${name}: `) + JSON.stringify(one))
    .join(', ');
  return some.length > PREVIEW_MAX ? `${some.slice(0, PREVIEW_MAX)}…` : some;
}

/* `path` finds the value again: keys from the root, as JSON. */
const branch = (name, value, path, list) => {
  const isOpen = path.length < 2 && Object.keys(value).length <= OPEN_MAX;
  return html`
    <li class="json-item"><details${attributes({ 'open': isOpen,
      'data-json': JSON.stringify(path) })}>
      <summary tabindex="-1">${label(name, list)}<span
        class="json-size">${sizeOf(value)}</span>
        <span class="json-preview" aria-hidden="true">${preview(value)}</span></summary>
      ${isOpen && portion(value, path, 0)}
    </details></li>`;
};

const leaf = (name, value, list) =>
  html`<li class="json-item json-leaf">${label(name, list)}${scalar(value)}</li>`;

const item = (value, path, key) => {
  const one = value[key], list = Array.isArray(value);
  return isBranch(one) ? branch(key, one, [...path, key], list) : leaf(key, one, list);
};

const moreOf = (path, from, left) => html`
  <li class="json-item"><button type="button" class="button button--small"
    data-json-more="${JSON.stringify({ path, from })}">${t('test.json_more',
      { count: Math.min(left, PORTION) })}</button></li>`;

function items(value, path, from) {
  const keys = Object.keys(value), until = from + PORTION;
  return html`${keys.slice(from, until).map(key => item(value, path, key))}
    ${keys.length > until && moreOf(path, until, keys.length - until)}`;
}

const portion = (value, path, from) => html`
  <ul class="json-items">${items(value, path, from)}</ul>`;

/** The tree of a value; startJsonTree() makes it move. */
export const jsonTree = value => html`
  <div class="json-tree" role="group" aria-label="${t('test.json_tree')}">
    <ul class="json-items json-root">${isBranch(value) ? branch(null, value, [], false)
      : leaf(null, value, false)}</ul></div>`;

const at = (root, path) => path.reduce((value, key) => value[key], root);

function fill(details, root) {
  if (!details.open || details.querySelector(':scope > ul')) return;
  const path = JSON.parse(details.dataset.json);
  const place = document.createElement('template');
  render(place, portion(at(root, path), path, 0));
  details.append(place.content);
}

function addMore(button, root) {
  const { path, from } = JSON.parse(button.dataset.jsonMore);
  const place = document.createElement('template');
  render(place, items(at(root, path), path, from));
  const first = place.content.querySelector('summary, button');
  button.parentElement.replaceWith(place.content);
  first?.focus();
}

/* -- Keys ------------------------------------------------------------------------------------- */

const stops = tree => [...tree.querySelectorAll('summary, [data-json-more]')]
  .filter(one => one.checkVisibility?.() ?? one.offsetParent !== null);

function stand(tree, stop) {
  for (const one of tree.querySelectorAll('[tabindex="0"]')) one.tabIndex = -1;
  stop.tabIndex = 0;
}

const above = stop => stop.parentElement.parentElement.closest('details')?.firstElementChild;

const KEYS = {
  ArrowDown: (list, i) => list[i + 1],
  ArrowUp: (list, i) => list[i - 1],
  Home: list => list[0],
  End: list => list[list.length - 1],
  ArrowRight: (list, i) => {
    const { parentElement: details } = list[i];
    if (!(details instanceof HTMLDetailsElement) || details.open) return list[i + 1];
    details.open = true;
    return list[i];
  },
  ArrowLeft: (list, i) => {
    const { parentElement: details } = list[i];
    if (!(details instanceof HTMLDetailsElement) || !details.open) return above(list[i]);
    details.open = false;
    return list[i];
  },
};

function pressed(tree, event) {
  const list = stops(tree), i = list.indexOf(event.target);
  if (i < 0 || !(event.key in KEYS)) return;
  event.preventDefault();
  const next = KEYS[event.key](list, i);
  if (!next) return;
  stand(tree, next);
  next.focus();
}

/** Makes the tree below `place` open, go on and be walked through. */
export function startJsonTree(place, value) {
  const tree = place.querySelector('.json-tree');
  const [first] = stops(tree);
  if (first) stand(tree, first);
  tree.addEventListener('toggle', ({ target }) => fill(target, value), true);
  tree.addEventListener('keydown', event => pressed(tree, event));
  tree.addEventListener('click', ({ target }) => {
    const button = target.closest('[data-json-more]');
    if (button) addMore(button, value);
    else if (target.closest('summary')) stand(tree, target.closest('summary'));
  });
}
