// @ts-check
/* What figures are told apart by: rankings with bars, and the table of one of them. */
import { html } from '../lib/html.js';
import { query as withQuery } from '../lib/api.js';
import { duration, number, percent } from '../lib/format.js';
import { has, t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { environmentTag } from './badge.js';
import { breakable } from './breaks.js';
import { table } from './table.js';

const UNKNOWN = {
  bundle: 'usage.no_bundle', endpoint: 'usage.no_endpoint', key: 'usage.no_key',
  account: 'usage.no_account', environment: 'usage.no_environment',
};

const GONE = { key: 'usage.gone_key', account: 'usage.gone_account', bundle: 'usage.gone_bundle' };

const statusName = id => (has(`usage.status_${id}`) ? `${id} ${t(`usage.status_${id}`)}` : id);

/** What a group is called. */
export function groupName(by, { id, name }) {
  if (by === 'status') return statusName(id);
  if (!id) return t(UNKNOWN[by]);
  return name ?? t(GONE[by] ?? UNKNOWN[by]);
}

/* What stands under the name: an endpoint's bundle, a key's holder, an account's institution. */
const under = group => {
  const text = group.bundle ?? group.account ?? group.institution;
  return text && html`<span class="under">${text}</span>`;
};

/* Where a group leads: to its own figures, told apart by what comes next. */
const NEXT = {
  bundle: 'endpoint', endpoint: 'status', key: 'endpoint', account: 'key', environment: 'bundle',
};

/**
 * The address of a group's own figures; nothing where it has none.
 * @param {{ path: string, asked: object }} place
 */
function addressOf(by, group, { path, asked }) {
  if (!group.id || !NEXT[by]) return '';
  const also = by === 'endpoint' ? { bundle: group.bundle } : {};
  return withQuery(to(path), { ...asked, ...also, by: NEXT[by], [by]: group.id });
}

const shownName = (by, group) => (by === 'environment' && group.id ? environmentTag(group.id)
  : breakable(groupName(by, group)));

function linked(by, group, place) {
  const address = addressOf(by, group, place);
  const name = shownName(by, group);
  return address ? html`<a href="${address}">${name}</a>` : name;
}

const bar = share => html`
  <svg class="usage-bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
    <rect width="${Math.max(1, Math.round(100 * share))}" height="8"></rect></svg>`;

const VALUES = {
  calls: group => number(group.calls),
  errors: group => number(group.errors),
  p95: group => duration(group.p95_ms),
};
const SIZES = { calls: g => g.calls, errors: g => g.errors, p95: g => g.p95_ms ?? 0 };

const ranked = ({ by, sort, place }, group, most) => html`
  <li><span class="rank-name">${linked(by, group, place)}${under(group)}</span>
    <span class="rank-value numbers">${VALUES[sort](group)}</span>
    ${bar(SIZES[sort](group) / most)}</li>`;

/** A card with the first ones: { name, title, none, by, sort, groups, place }. */
export function ranking({ name, title, none, groups, ...more }) {
  const shown = groups.filter(group => SIZES[more.sort](group) > 0);
  const most = Math.max(...shown.map(SIZES[more.sort]));
  return html`
    <section class="card rank" aria-labelledby="${name}"><h2 id="${name}">${title}</h2>
      ${shown.length ? html`<ol>${shown.map(group => ranked(more, group, most))}</ol>`
        : html`<p class="soft">${none}</p>`}
    </section>`;
}

const errorsOf = ({ errors, calls }) => html`
  <span>${number(errors)}${errors > 0 && html`
    <span class="soft">(${percent(errors / calls)})</span>`}</span>`;

/** The table of all groups of one kind. */
export const groupTable = ({ by, groups, place }) => table({
  caption: t('usage.groups_by', { by: t(`usage.by_${by}`) }), rows: groups,
  columns: [
    {
      label: t(`usage.by_${by}`), isHead: true,
      cell: group => html`${linked(by, group, place)}${under(group)}`,
    },
    { label: t('usage.calls'), isNumber: true, cell: group => number(group.calls) },
    { label: t('usage.errors'), isNumber: true, cell: errorsOf },
    ...['p50', 'p95', 'p99'].map(one => ({
      label: one, isNumber: true, cell: group => duration(group[`${one}_ms`]),
    })),
  ],
});
