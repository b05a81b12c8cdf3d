// @ts-check
/* Markdown of documents. It stands as it was written until it comes near the window: then marked
 * makes HTML of it, of which DOMPurify leaves what a text needs. Pictures become links, as the
 * page shows nothing from elsewhere; addresses that are not whole lead nowhere. */
import { html, policy } from './html.js';
import { boundedLexer, flatten, piecesOf, tagsOf } from './markdown-bounds.js';

const NEAR = '400px';

const TAGS = ['p', 'br', 'hr', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'dl', 'dt', 'dd',
  'strong', 'em', 'b', 'i', 'del', 's', 'sub', 'sup', 'code', 'pre', 'kbd', 'blockquote', 'table',
  'thead', 'tbody', 'tr', 'th', 'td', 'a', 'details', 'summary'];

const RULES = {
  ALLOWED_TAGS: TAGS,
  ALLOWED_ATTR: ['href', 'title', 'align', 'colspan', 'rowspan', 'start'],
  ALLOWED_URI_REGEXP: /^(?:https?:|mailto:)/i,
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: false,
  RETURN_DOM_FRAGMENT: true,
  TRUSTED_TYPES_POLICY: policy,
};

const MARKS = /[*_`#[\]<>|~\\&]|https?:|^\s*(?:[-+]|\d+\.)\s|\n[ \t]*(?:[-+]|\d+\.)\s|^ {4}|={3}/;

const paragraphs = text => text.split(/\n\s*\n/).map(one => html`<p>${one}</p>`);

/** Markup for a text in markdown. `level`: that of its highest heading; 0 where none belongs. */
export const markdown = (text, { level = 3, className = '' } = {}) => text && (MARKS.test(text)
  ? html`${piecesOf(text).map(one => html`
    <div class="prose ${className}" data-markdown="${level}">${one}</div>`)}`
  : html`<div class="prose ${className}">${paragraphs(text)}</div>`);

/** Its first line as plain text, for where there is room for one. */
export const firstLine = text => (text ?? '').trim().split('\n')[0].replace(/[*_`]/g, '');

/* What DOMPurify takes away all the same, but not before the browser complained of it. */
const INLINE = /[\s/](?:on\w+|style)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]*)/gi;

/* Headings stand below the page's own. */
const rendererFor = level => ({
  heading({ tokens, depth }) {
    const inside = this.parser.parseInline(tokens), at = Math.min(depth + level - 1, 6);
    return level ? `<h${at}>${inside}</h${at}>\n` : `<p><strong>${inside}</strong></p>\n`;
  },
  html({ text }) {
    return tagsOf(text.replace(INLINE, ' '), TAGS);
  },
  checkbox({ checked }) {
    return checked ? '☑ ' : '☐ ';
  },
  image({ href, text }) {
    return `<a href="${encodeURI(href)}">${text.replace(/[<>&"]/g, ' ') || 'gambar'}</a>`;
  },
});

let libraries;
const load = () => (libraries ??= Promise.all([
  import('../node_modules/marked/lib/marked.esm.js'),
  import('../node_modules/dompurify/dist/purify.es.mjs'),
]));

/* What is wide moves by itself, also with the keyboard. */
function fit(fragment) {
  for (const one of fragment.querySelectorAll('pre, table')) {
    const frame = document.createElement('div');
    frame.className = 'prose-wide';
    frame.tabIndex = 0;
    one.replaceWith(frame);
    frame.append(one);
  }
  for (const link of fragment.querySelectorAll('a[href]')) link.rel = 'noopener noreferrer';
  return fragment;
}

async function format(element) {
  const level = Number(element.dataset.markdown);
  delete element.dataset.markdown;
  const [{ Lexer, Marked }, { default: DOMPurify }] = await load();
  const Bounded = boundedLexer(Lexer);
  const marked = new Marked({ gfm: true, renderer: rendererFor(level), hooks: {
    provideLexer: () => (source, options) => new Bounded(options).lex(source),
  } });
  const text = marked.parse(element.textContent, { async: false });
  element.replaceChildren(fit(flatten(DOMPurify.sanitize(text, RULES))));
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
