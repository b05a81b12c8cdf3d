/* Figures of calls, for whoever may see them: members their own, publishers those of their bundles,
 * admins all. */
import { get, Problem, query as withQuery } from '../../lib/api.js';
import { download } from '../../lib/download.js';
import { html } from '../../lib/html.js';
import { wordsFor } from '../../lib/form.js';
import { duration, number, percent } from '../../lib/format.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { askOf, FILTERS, paramsOf, SORTS } from '../../lib/usage.js';
import { filterLinks } from '../../components/filters.js';
import { icon } from '../../components/icon.js';
import { emptyState } from '../../components/state.js';
import { readCharts, usageCharts } from '../../components/usage-charts.js';
import { usageFilters } from '../../components/usage-filters.js';
import { groupTable, ranking } from '../../components/usage-groups.js';

const KEPT = ['range', 'step', 'from', 'to', ...FILTERS, 'by', 'sort'];
const FIRST = 5, MANY = 100;

const askedOf = query => Object.fromEntries(KEPT.map(name => [name, query.get(name) ?? '']));

const chosen = (query, kind) => ({
  by: kind.bys.includes(query.get('by')) ? query.get('by') : kind.bys[0],
  sort: SORTS.includes(query.get('sort')) ? query.get('sort') : 'calls',
});

const answers = async asked => {
  const names = Object.keys(asked);
  const all = await Promise.all(Object.values(asked).map(path => get(path)));
  return Object.fromEntries(names.map((name, i) => [name, all[i].data]));
};

function pathsOf(kind, ask, { by, sort }) {
  const path = more => withQuery(kind.source, paramsOf(ask, more));
  return {
    figures: path({}),
    top: path({ by: kind.top, limit: FIRST }),
    slow: path({ by: 'endpoint', sort: 'p95', limit: FIRST }),
    wrong: path({ by: 'endpoint', sort: 'errors', limit: FIRST }),
    groups: path({ by, sort, limit: MANY }),
    bundle: path({ by: 'bundle', limit: MANY, isAll: true }),
    ...!kind.hasKeys && ask.key && { named: path({ by: 'key', limit: 1 }) },
    ...kind.hasKeys && { key: path({ by: 'key', limit: MANY, isAll: true }) },
  };
}

/* A time that cannot be asked for leaves the reader with the form to choose another. */
async function loadFigures(kind, { query }) {
  const ask = askOf(query), choice = chosen(query, kind);
  const place = { path: kind.path, asked: askedOf(query) };
  try {
    return { ask, place, ...choice, ...await answers(pathsOf(kind, ask, choice)) };
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return { ask, place, ...choice, problem: error };
  }
}

const tile = (label, value, note = '') => html`
  <div><dt>${label}</dt>
    <dd class="numbers">${value} ${note && html`<span class="soft">${note}</span>`}</dd></div>`;

const totals = of => html`
  <dl class="card usage-totals">
    ${tile(t('usage.calls'), number(of.calls))}
    ${tile(t('usage.errors'), number(of.errors), of.calls && percent(of.errors / of.calls))}
    ${['p50', 'p95', 'p99'].map(one => tile(
      html`${t(`usage.${one}_of`)} <span class="soft">(${one})</span>`,
      duration(of[`${one}_ms`])))}
  </dl>`;

const rankings = (kind, { top, slow, wrong, place }) => html`
  <div class="grid usage-ranks">
    ${ranking({ name: 'top', title: t(`usage.top_${kind.top}`), none: t('usage.none_short'),
      by: kind.top, sort: 'calls', groups: top.groups, place })}
    ${ranking({ name: 'slow', title: t('usage.slowest'), none: t('usage.none_short'),
      by: 'endpoint', sort: 'p95', groups: slow.groups, place })}
    ${ranking({ name: 'wrong', title: t('usage.most_errors'), none: t('usage.no_errors'),
      by: 'endpoint', sort: 'errors', groups: wrong.groups, place })}
  </div>`;

const csv = what => html`
  <form data-action="csv" data-key="${what}" data-problems="toast">
    <input type="hidden" name="what" value="${what}">
    <button class="button">${icon('download')} ${t('usage.csv')}
      <span class="unseen">${t(`usage.csv_${what}`)}</span></button></form>`;

const links = (name, values, place) => html`
  <div class="usage-choice"><p class="soft less" aria-hidden="true">${t(`usage.${name}`)}</p>
    ${filterLinks({
      path: place.path, query: new URLSearchParams(place.asked), name,
      keeps: KEPT.filter(one => one !== name), label: t(`usage.${name}`),
      values: values.map(value => [value, t(`usage.${name}_${value}`)]),
    })}</div>`;

const details = (kind, data) => {
  const { by, sort, groups, place } = data;
  const here = { ...place, asked: { ...place.asked, by, sort } };
  return html`
    <section aria-labelledby="details" class="usage-details">
      <div class="chart-head"><h2 id="details">${t('usage.details')}</h2>${csv('groups')}</div>
      ${links('by', kind.bys, here)}${links('sort', SORTS, here)}
      ${groupTable({ by, groups: groups.groups, place })}
      ${groups.group_count > groups.groups.length && html`<p class="soft">${t('usage.more_groups',
        { shown: number(groups.groups.length), n: number(groups.group_count) })}</p>`}
    </section>`;
};

const isFiltered = ask => FILTERS.some(name => ask[name]);

const nothing = (kind, ask) => emptyState({
  name: 'chart', title: t('usage.none'), text: t(isFiltered(ask) ? 'usage.none_here' : kind.none),
  action: isFiltered(ask)
    ? html`<a class="button" href="${to(kind.path)}">${t('usage.show_all')}</a>`
    : html`<a class="button" href="${to(kind.next[0])}">${t(kind.next[1])}</a>`,
});

const content = (kind, data) => (data.figures.totals.calls === 0
  ? nothing(kind, data.ask)
  : html`<div class="stack">${totals(data.figures.totals)}
      ${usageCharts(data.figures)}${rankings(kind, data)}${details(kind, data)}</div>`);

const faultOf = (problem, { from, to: until }) =>
  (until && from > until ? t('usage.bad_order') : wordsFor(problem));

const refused = ({ problem, ask }) => html`
  <p class="note note--warn" role="alert">${icon('alert')}<span>${t('usage.bad_time')}
    ${faultOf(problem, ask)}</span></p>`;

/* Whose figures they are, where only one account's or key's were asked for. */
const namesOf = ({ top, named }) =>
  ({ account: top?.groups[0]?.name, key: named?.groups[0]?.name });

const viewOf = kind => data => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${t(kind.title)}</h1><p>${t(kind.intro)}</p></div>
    ${data.figures?.totals.calls > 0 && csv('series')}
  </header>
  ${usageFilters({
    ask: data.ask, place: data.place, names: namesOf(data),
    lists: { bundle: data.bundle?.groups ?? [], key: kind.hasKeys && (data.key?.groups ?? []) },
  })}
  ${data.problem ? refused(data) : content(kind, data)}`;

const saveCsv = kind => async ({ what }, { data }) => {
  const more = what === 'groups' ? { by: data.by, sort: data.sort } : {};
  const today = new Date().toISOString().slice(0, 10);
  await download(withQuery(`${kind.source}.csv`, paramsOf(data.ask, more)),
    `${t('usage.file')}-${what === 'groups' ? data.by : data.ask.step}-${today}.csv`);
  return { stay: true };
};

/**
 * A page's parts. kind: path and source (of the app and of the API), title, intro and none (words),
 * bys, top (who stands first), hasKeys (the reader's own), next ([path, words] of the first step).
 */
export const figuresPage = kind => ({
  title: () => t(kind.title),
  load: context => loadFigures(kind, context),
  view: viewOf(kind),
  ready: (main, { data }) => {
    if (data.figures) readCharts(main, data.figures);
  },
  actions: { csv: saveCsv(kind) },
});
