// @ts-check
/* Above figures: which time, in which steps, and of what. */
import { html } from '../lib/html.js';
import { query as withQuery } from '../lib/api.js';
import { t } from '../lib/i18n.js';
import { to } from '../lib/router.js';
import { RANGES } from '../lib/usage.js';
import { field, select } from './field.js';
import { icon } from './icon.js';
import { groupName } from './usage-groups.js';

const choice = more => select({ ...more, 'data-submit': true });

const rangeChoice = ask => choice({
  name: 'range', label: t('usage.range'), value: ask.range, required: true,
  options: Object.keys(RANGES).map(name => [name, t(`usage.range_${name}`)]),
});

const stepChoice = ask => choice({
  name: 'step', label: t('usage.step'), value: ask.step, required: true,
  options: RANGES[ask.range].steps.map(name => [name, t(`usage.step_${name}`)]),
});

/* What is chosen stands in the list even when it has no call in this time. */
function groupChoice(by, ask, groups) {
  const known = groups.filter(group => group.id);
  const isKnown = !ask[by] || known.some(group => group.id === ask[by]);
  return choice({
    name: by, label: t(`usage.by_${by}`), value: ask[by], empty: t('list.all'),
    options: [
      ...known.map(group => [group.id, groupName(by, group)]),
      ...isKnown ? [] : [[ask[by], ask[by]]],
    ],
  });
}

const environmentChoice = ask => choice({
  name: 'environment', label: t('usage.by_environment'), value: ask.environment,
  empty: t('list.all'),
  options: ['development', 'production'].map(one => [one, t(`environment.${one}`)]),
});

const days = ask => ask.range === 'days' && html`
  ${['from', 'to'].map(name => field({
    name, label: t(`usage.${name}`), type: 'date', value: ask[name], 'data-submit': true,
  }))}`;

const hidden = ([name, value]) =>
  value && html`<input type="hidden" name="${name}" value="${value}">`;

/* What no list offers is named with a way to be rid of it. */
const only = (name, ask, names, { path, asked }) => ask[name] && html`
  <p class="note">${icon('filter')}<span>${t(`usage.by_${name}`)}:
    <b>${names[name] ?? ask[name]}</b>
    <a href="${to(withQuery(path, { ...asked, [name]: '' }))}">${t('usage.not_only')}</a>
  </span></p>`;

/** The form; lists: { bundle: groups, key?: groups }; names: of what no list offers. */
export function usageFilters({ ask, lists, names, place }) {
  const rest = lists.key ? ['endpoint'] : ['endpoint', 'account', 'key'];
  return html`
    <form class="filters filters--pairs" role="search" action="${to(place.path)}">
      ${rangeChoice(ask)}${days(ask)}${stepChoice(ask)}
      ${groupChoice('bundle', ask, lists.bundle)}
      ${lists.key && groupChoice('key', ask, lists.key)}
      ${environmentChoice(ask)}
      ${[...rest, 'by', 'sort'].map(name => hidden([name, place.asked[name]]))}
    </form>
    ${rest.map(name => only(name, ask, names, place))}`;
}
