// @ts-check
/* Above a list: a search, and states as links. Both go into the address. */
import { query as withQuery } from '../lib/api.js';
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { icon } from './icon.js';

const hidden = ([name, value]) =>
  value && html`<input type="hidden" name="${name}" value="${value}">`;

/** A search for `q`; the other parts of the query named in `keeps` stay. */
export const searchBox = ({ path, query, label, hint = '', keeps = [] }) => html`
  <form class="search-box" role="search" action="${to(path)}">
    <label class="unseen" for="q">${label}</label>
    ${icon('search')}
    <input type="search" id="q" name="q" value="${query.get('q') ?? ''}" maxlength="100"
           placeholder="${hint || label}" autocomplete="off">
    ${keeps.map(name => hidden([name, query.get(name)]))}
  </form>`;

const filterLink = ({ path, query, name, keeps }, [value, text, count]) => {
  const kept = Object.fromEntries(keeps.map(one => [one, query.get(one)]));
  const isChosen = (query.get(name) ?? '') === value;
  return html`
    <li><a class="filter" href="${withQuery(to(path), { ...kept, [name]: value })}"
           ${isChosen && html`aria-current="true"`}>
      ${text}${count != null && html` <span class="filter-count">${count}</span>`}</a></li>`;
};

/** Links for the values of one part of the query: [[value, text, count?], …]. */
export const filterLinks = ({ label = t('list.filter'), values, keeps = ['q'], ...more }) => html`
  <nav aria-label="${label}">
    <ul class="filter-list">${values.map(one => filterLink({ ...more, keeps }, one))}</ul>
  </nav>`;
