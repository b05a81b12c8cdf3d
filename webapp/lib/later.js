// @ts-check
/* Parts of a page that are drawn when they are first opened: a large document stays light, and a
 * schema that runs into itself is followed as far as somebody wants. */
import { attributes, html, render } from './html.js';
import { t } from './i18n.js';

const PRINT_LEVELS = 2;

const views = new Map();
let count = 0;

function place(view) {
  const id = String(++count);
  views.set(id, view);
  return html`<div class="later" data-later="${id}"></div>`;
}

/**
 * A fold whose inside `view` makes when it is first opened; it may give a promise.
 * @param {{summary: any, view: () => any, isOpen?: boolean, className?: string, id?: string,
 *          group?: string}} fold
 */
export const fold = ({ summary, view, isOpen = false, className = '', id, group }) => html`
  <details class="fold ${className}"${attributes({ id, 'open': isOpen, 'data-group': group })}>
    <summary>${summary}</summary>
    ${isOpen ? html`<div class="later">${view()}</div>` : place(view)}
  </details>`;

const loading = () => html`<p class="soft">${t('state.loading')}</p>`;

/* What cannot be fetched is tried again when it is opened again. */
async function drawAt(element, onDrawn) {
  const id = element.dataset.later, view = views.get(id);
  if (!view) return;
  views.delete(id);
  const made = view();
  if (made instanceof Promise) render(element, loading());
  try {
    render(element, await made);
    onDrawn(element);
  } catch {
    views.set(id, view);
    render(element, html`<p class="soft">${t('problem.offline')}</p>`);
  }
}

const inside = details => details.querySelector(':scope > [data-later]');

const openedIn = root => [...root.querySelectorAll('details[open]')].map(inside).filter(Boolean);

/* On paper everything stands open that is not too deep. */
function openForPrint(root, onDrawn) {
  const opened = [];
  for (let level = 0; level < PRINT_LEVELS; level++) {
    for (const one of root.querySelectorAll('[data-print] details:not([open])')) {
      one.open = true;
      opened.push(one);
      if (inside(one)) drawAt(inside(one), onDrawn);
    }
  }
  return opened;
}

/**
 * Draws what is opened below root; `onDrawn` hears of each part. Gives a function that ends it.
 * @param {Element} root
 * @param {(part: Element) => void} onDrawn
 */
export function drawWhenOpened(root, onDrawn = () => {}) {
  let printed = [];
  const drawAll = () => openedIn(root).forEach(one => drawAt(one, onDrawn));
  const before = () => { printed = openForPrint(root, onDrawn); };
  const after = () => printed.forEach(one => { one.open = false; });
  root.addEventListener('toggle', drawAll, true);
  addEventListener('beforeprint', before);
  addEventListener('afterprint', after);
  return () => {
    root.removeEventListener('toggle', drawAll, true);
    removeEventListener('beforeprint', before);
    removeEventListener('afterprint', after);
    views.clear();
  };
}
