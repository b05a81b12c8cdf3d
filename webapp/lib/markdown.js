// @ts-check
/* Markdown of documents. It stands as it was written until it comes near the window; what formats
 * it (markdown-format.js) comes with the first. */
import { html } from './html.js';
import { piecesOf } from './markdown-pieces.js';

const NEAR = '400px';

const MARKS = /[*_`#[\]<>|~\\&]|https?:|^\s*(?:[-+]|\d+\.)\s|\n[ \t]*(?:[-+]|\d+\.)\s|^ {4}|={3}/;

const paragraphs = text => text.split(/\n\s*\n/).map(one => html`<p>${one}</p>`);

/** Markup for a text in markdown. `level`: that of its highest heading; 0 where none belongs. */
export const markdown = (text, { level = 3, className = '' } = {}) => text && (MARKS.test(text)
  ? html`${piecesOf(text).map(one => html`
    <div class="prose ${className}" data-markdown="${level}">${one}</div>`)}`
  : html`<div class="prose ${className}">${paragraphs(text)}</div>`);

/** Its first line as plain text, for where there is room for one. */
export const firstLine = text => (text ?? '').trim().split('\n')[0].replace(/[*_`]/g, '');

let libraries;
const load = () => (libraries ??= Promise.all([
  import('./markdown-format.js'),
  import('../node_modules/marked/lib/marked.esm.js'),
  import('../node_modules/dompurify/dist/purify.es.mjs'),
]));

async function format(element) {
  const level = Number(element.dataset.markdown);
  delete element.dataset.markdown;
  const [{ formatted }, marked, { default: purifier }] = await load();
  element.replaceChildren(formatted(element.textContent, level, marked, purifier));
}

const formatSoon = element => format(element).catch(() => {});   // it stays as it was written

/** Formats what comes near the window. Gives { add(root), end() }. */
export function watchMarkdown(root) {
  const seen = new IntersectionObserver(entries => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      formatSoon(target);
    }
  }, { rootMargin: NEAR });
  const all = from => from.querySelectorAll('[data-markdown]');
  const add = from => all(from).forEach(one => seen.observe(one));
  const before = () => all(root).forEach(formatSoon);
  add(root);
  addEventListener('beforeprint', before);
  return {
    add,
    end: () => {
      seen.disconnect();
      removeEventListener('beforeprint', before);
    },
  };
}
