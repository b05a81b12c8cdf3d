// @ts-check
/* The endpoints of a bundle beside its documentation: by tag, each group drawn when it is opened,
 * and a search that answers while one types. */
import { attributes, html, painted, render } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { docsLink, knownLines, restOfLines } from '../lib/docs.js';
import { groupsOf, matching } from '../lib/endpoints.js';
import { fold } from '../lib/later.js';
import { icon } from './icon.js';
import { method } from './method.js';

const FEW = 60;
const FOUND_MAX = 200;

/* place: { slug, query, current (an endpoint's id) } */
const line = (one, { slug, query, current }) => html`
  <li><a class="docs-line${one.deprecated && ' docs-line--old'}"
    href="${docsLink(slug, query, one.id)}"${attributes({
      'aria-current': one.id === current ? 'page' : null })}>
    ${method(one.method)}
    <span class="docs-line-text">${one.summary}
      ${one.deprecated && html`<span class="unseen">${t('docs.deprecated')}</span>`}</span>
    <code>${one.path}</code></a></li>`;

const lines = (list, place) => html`
  <ul class="docs-lines">${list.map(one => line(one, place))}</ul>`;

/* Of few all are shown; of many the group that the reader stands in. */
const group = (place, opened) => ([tag, , list], i) => {
  const isCurrent = list.some(one => one.id === place.current);
  return fold({
    summary: html`<span>${tag || t('docs.untagged')}</span>
      <span class="filter-count">${number(list.length)}</span>`,
    className: 'docs-group', group: tag, view: () => lines(list, place),
    isOpen: isCurrent || (opened ? opened.has(tag) : place.isFew || (!place.current && i === 0)),
  });
};

function groups(shelf, place, opened) {
  const here = { ...place, isFew: shelf.total <= FEW };
  const all = groupsOf(shelf);
  if (all.length === 1 && all[0][0] === '') return lines(all[0][2], here);
  return html`${all.map(group(here, opened))}
    ${shelf.next && html`<p class="soft less">${t('docs.more_coming',
      { count: number(shelf.total - shelf.lines.length) })}</p>`}`;
}

const found = (list, place) => html`
  <p class="soft less" role="status">${list.length
    ? t('docs.found', { count: list.length }) : t('docs.found_none')}</p>
  ${lines(list.slice(0, FOUND_MAX), place)}`;

const inside = (shelf, place, asked, opened) =>
  (asked ? found(matching(shelf.lines, asked), place) : groups(shelf, place, opened));

const search = ({ slug, query }) => html`
  <form class="search-box docs-search" role="search"
        action="${docsLink(slug, new URLSearchParams())}">
    <label class="unseen" for="docs-q">${t('docs.search')}</label>
    ${icon('search')}
    <input type="search" id="docs-q" name="q" value="${query.get('q') ?? ''}" maxlength="100"
           placeholder="${t('docs.search')}" autocomplete="off">
    ${['environment', 'version'].map(name => query.get(name) && html`
      <input type="hidden" name="${name}" value="${query.get(name)}">`)}
  </form>`;

const isWide = () => matchMedia('(min-width: 62rem)').matches;

/** The list; on a phone it is folded beside an endpoint. */
export const docsNav = (shelf, place) => html`
  <nav class="docs-nav" aria-label="${t('docs.endpoints')}">
    <details class="docs-fold"${(isWide() || !place.current) && html` open`}>
      <summary>${icon('chevron-down')} ${t('docs.endpoints')}
        ${shelf && html`<span class="filter-count">${number(shelf.total)}</span>`}</summary>
      ${search(place)}
      <div class="docs-groups">${shelf
        ? inside(shelf, place, place.query.get('q') ?? '', null)
        : html`<p class="soft">${t('state.loading')}</p>`}</div>
    </details>
  </nav>`;

const openedOf = element => {
  const all = [...element.querySelectorAll('[data-group]')];
  return all.length ? new Set(all.filter(one => one.open).map(one => one.dataset.group)) : null;
};

/* The list alone moves, not the page. */
function scrollWithin(frame, line) {
  if (!line || !frame) return;
  const below = line.getBoundingClientRect().bottom - frame.getBoundingClientRect().bottom;
  if (below > 0) frame.scrollTop += below + frame.clientHeight / 2;
}

/** Fetches the endpoints that are not there yet, and answers the search. Gives its end. */
export function startNav(main, place) {
  const box = main.querySelector('#docs-q'), list = main.querySelector('.docs-groups');
  let isOver = false, opened = null;
  const draw = () => {
    const shelf = knownLines(place.slug, place.query);
    if (isOver || !shelf) return;
    opened = openedOf(list) ?? opened;
    render(list, inside(shelf, place, box.value.trim(), opened));
  };
  const scrollToCurrent = () => scrollWithin(main.querySelector('.docs-nav'),
    list.querySelector('[aria-current]'));
  const showCurrent = () => {
    scrollToCurrent();
    requestAnimationFrame(scrollToCurrent);   // lines on the way are measured only now
  };
  const fill = async () => {
    const isNew = !knownLines(place.slug, place.query);
    await painted();
    if (isOver) return;
    await restOfLines(place.slug, place.query, draw);
    if (isNew) draw();
    if (isNew) showCurrent();
  };
  fill().catch(() => {});   // the part that is there stays
  box.addEventListener('input', draw);
  showCurrent();
  return () => { isOver = true; };
}
