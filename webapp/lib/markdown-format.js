// @ts-check
/* Formats markdown: marked makes HTML of it, of which DOMPurify leaves what a text needs. Pictures
 * become links, as the page shows nothing from elsewhere; addresses that are not whole lead
 * nowhere. */
import { policy } from './html.js';
import { boundedLexer, flatten, tagsOf } from './markdown-bounds.js';

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

/**
 * The text as nodes. `level`: that of its highest heading; 0 where none belongs.
 * @param {string} text
 * @param {number} level
 * @param {any} libraries  marked, then DOMPurify
 */
export function formatted(text, level, { Lexer, Marked }, purifier) {
  const Bounded = boundedLexer(Lexer);
  const marked = new Marked({ gfm: true, renderer: rendererFor(level), hooks: {
    provideLexer: () => (source, options) => new Bounded(options).lex(source),
  } });
  const made = marked.parse(text, { async: false });
  return fit(flatten(purifier.sanitize(made, RULES)));
}
