// @ts-check
/* The frame of documentation pages: the list of endpoints, and the text beside it; on a phone one
 * after the other. */
import { html } from '../lib/html.js';
import { drawWhenOpened } from '../lib/later.js';
import { knownLines } from '../lib/docs.js';
import { watchMarkdown } from '../lib/markdown.js';
import { docsNav, startNav } from './docs-nav.js';
import { icon } from './icon.js';

const isWide = () => matchMedia('(min-width: 62rem)').matches;

/* Where there is no room beside, an overview is read before its list. */
export function docsFrame({ shelf, place, back, text }) {
  const list = docsNav(shelf ?? knownLines(place.slug, place.query), place);
  const isFirst = isWide() || place.current;
  return html`
    <p><a class="back-link" href="${back.path}">${icon('arrow-left')} ${back.text}</a></p>
    <div class="docs">
      ${isFirst && list}
      <article class="docs-text" data-print>${text}</article>
      ${!isFirst && list}
    </div>`;
}

/* An address may name a part of the page; a folded one is opened. */
function showPlace(main) {
  const id = decodeURIComponent(location.hash.slice(1));
  const part = id && main.querySelector(`#${CSS.escape(id)}`);
  if (!part) return;
  if (part instanceof HTMLDetailsElement) part.open = true;
  requestAnimationFrame(() => part.scrollIntoView({ block: 'start' }));
}

/** Starts what moves on such a page; gives its end. */
export function startDocs(main, place) {
  const words = watchMarkdown(main);
  const ends = [drawWhenOpened(main, words.add), words.end, startNav(main, place)];
  showPlace(main);
  return () => ends.forEach(end => end());
}
