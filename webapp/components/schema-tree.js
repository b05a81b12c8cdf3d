// @ts-check
/* A schema as a tree: name, type, what must be, limits, choices, examples. What stands deeper is
 * drawn when it is opened, and what did not come along is fetched then.
 *
 * tree: { schemas, side: 'request' | 'response', fetch(name) } — `fetch` gives {schema, components}
 * for a name; `schemas` grows by what it gives. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { fold } from '../lib/later.js';
import { markdown } from '../lib/markdown.js';
import { flat, isHere, nameOf, typeOf, typesOf } from '../lib/schema.js';
import { factsOf } from './schema-facts.js';

const OPEN_LEVELS = 2;
const OPEN_ROWS = 12;

const waysOf = schema => [...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];

const titleOf = (schema, tree) => nameOf(schema) ?? flat(schema, tree.schemas).title ?? '';

/** What a schema is, in a word or two: "array of Kota", "string (date)", "string | null". */
export function typeText(schema, tree, depth = 0) {
  const one = flat(schema, tree.schemas), name = titleOf(schema, tree);
  if (!isHere(schema, tree.schemas)) return name;
  const types = typesOf(one);
  const kind = typeOf(one);
  const format = one.format ? ` (${one.format})` : '';
  const nothing = types.includes('null') ? ' | null' : '';
  if (kind === 'array' && depth < 3) {
    return t('docs.array_of', { type: typeText(one.items ?? {}, tree, depth + 1) }) + nothing;
  }
  if (kind === 'object' || (!kind && name)) return (name || 'object') + nothing;
  const named = types.filter(type => type !== 'null').join(' | ');
  return (named || t(waysOf(one).length ? 'docs.one_of_several' : 'docs.any')) + format + nothing;
}

const isHidden = (schema, tree) =>
  (tree.side === 'request' ? schema.readOnly : schema.writeOnly) === true;

/* [name, schema, is it required] of an object. */
function membersOf(one, tree) {
  const own = Object.entries(one.properties ?? {})
    .filter(([, schema]) => !isHidden(flat(schema, tree.schemas), tree))
    .map(([name, schema]) => [name, schema, one.required?.includes(name) ?? false]);
  const patterns = Object.entries(one.patternProperties ?? {})
    .map(([pattern, schema]) => [`/${pattern}/`, schema, false]);
  const more = one.additionalProperties;
  const others = more && typeof more === 'object' && Object.keys(more).length
    ? [[t('docs.other_names'), more, false]] : [];
  return [...own, ...patterns, ...others];
}

/* Beneath lists, what they are lists of. */
function itemOf(schema, tree) {
  let found = schema;
  for (let i = 0; i < 3; i++) {
    const one = flat(found, tree.schemas);
    if (typeOf(one) !== 'array' || !one.items) return found;
    found = one.items;
  }
  return found;
}

const hasInside = (schema, tree) => {
  const item = itemOf(schema, tree);
  if (!isHere(item, tree.schemas)) return true;
  const one = flat(item, tree.schemas);
  return membersOf(one, tree).length > 0 || waysOf(one).length > 0
    || (item !== schema && factsOf(one).length > 0);
};

const under = (schema, tree) => {
  const name = nameOf(itemOf(schema, tree));
  return { ...tree, depth: (tree.depth ?? 0) + 1, open: [...(tree.open ?? []), name] };
};

async function fetched(name, tree) {
  const { schema, components } = await tree.fetch(name);
  Object.assign(tree.schemas, components.schemas, { [name]: schema });
}

const isRecursive = (schema, tree) => {
  const name = nameOf(itemOf(schema, tree));
  return name != null && (tree.open ?? []).includes(name);
};

/* Small things stand open at once. */
function isOpenAtOnce(schema, tree) {
  const item = itemOf(schema, tree);
  if (tree.depth > OPEN_LEVELS || !isHere(item, tree.schemas)) return false;
  const rows = membersOf(flat(item, tree.schemas), tree).length;
  return rows <= OPEN_ROWS && !isRecursive(schema, { ...tree, open: tree.open?.slice(0, -1) });
}

/* What is inside of a value, folded. */
function insideOf(schema, tree) {
  if (!hasInside(schema, tree)) return '';
  const item = itemOf(schema, tree), below = under(schema, tree);
  const view = async () => {
    await fetched(nameOf(item), tree);
    return body(item, below);
  };
  const isReady = isHere(item, tree.schemas);
  const summary = html`${t('docs.inside')} <span class="soft">${titleOf(item, tree)}
    ${isRecursive(schema, tree) && t('docs.recursive')}</span>`;
  return fold({ summary, className: 'prop-inside', isOpen: isOpenAtOnce(schema, below),
    view: isReady ? () => body(item, below) : view });
}

const mark = (key, isTrue) => isTrue && html`<span class="prop-mark">${t(key)}</span>`;

const ways = (one, tree) => {
  const list = waysOf(one);
  if (!list.length) return '';
  const sign = one.discriminator?.propertyName;
  return html`
    <p class="prop-ways">${t(one.oneOf ? 'docs.one_of' : 'docs.any_of')}
      ${sign && html`<span class="soft">${t('docs.told_by')} <code>${sign}</code></span>`}</p>
    ${list.map((way, i) => fold({
      summary: html`${i + 1}. <b>${titleOf(way, tree) || typeText(way, tree)}</b>`,
      className: 'prop-inside', isOpen: false, view: () => alone(way, tree),
    }))}`;
};

const factList = facts => facts.length > 0 && html`
  <dl class="prop-facts">${facts.map(([label, value]) => html`
    <div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;

/**
 * One named value. `more` goes before what the schema says itself, as a parameter's own description
 * and example do.
 */
export function schemaRow(name, schema, isRequired, tree, more = {}) {
  const one = { ...flat(schema, tree.schemas), ...more };
  return html`
    <li class="prop">
      <p class="prop-head"><code class="prop-name">${name}</code>
        <span class="prop-type">${typeText(schema, tree)}</span>
        ${isRequired && html`<span class="prop-need">${t('docs.required')}</span>`}
        ${mark('docs.deprecated', one.deprecated)}
        ${mark('docs.read_only', one.readOnly)}${mark('docs.write_only', one.writeOnly)}</p>
      ${markdown(one.description, { level: 0, className: 'prop-text' })}
      ${factList(factsOf(one))}
      ${insideOf(schema, tree)}
    </li>`;
}

/* Its members and its ways; for a plain value, what holds for it. */
function body(schema, tree) {
  const one = flat(schema, tree.schemas), members = membersOf(one, tree);
  return html`
    ${members.length > 0 && html`<ul class="props">
      ${members.map(([name, member, needed]) => schemaRow(name, member, needed, tree))}</ul>`}
    ${members.length === 0 && factList(factsOf(one))}
    ${ways(one, tree)}`;
}

/* A schema that stands by itself, without a name. */
function alone(schema, tree) {
  if (!isHere(schema, tree.schemas)) {
    return fetched(nameOf(schema), tree).then(() => alone(schema, tree));
  }
  const one = flat(schema, tree.schemas);
  return typeOf(one) === 'array' ? html`
      <p class="prop-head"><span class="prop-type">${typeText(schema, tree)}</span></p>
      ${factList(factsOf(one))}${insideOf(schema, tree)}`
    : html`${markdown(one.description, { level: 0 })}${body(schema, under(schema, tree))}`;
}

/** A whole schema, at its top open. */
export function schemaTree(schema, tree) {
  const top = { ...tree, depth: 0, open: [] };
  if (!isHere(schema, tree.schemas)) {
    return fold({ summary: nameOf(schema), view: () => alone(schema, top) });
  }
  return html`<div class="schema">
    <p class="prop-head"><span class="prop-type">${typeText(schema, top)}</span></p>
    ${alone(schema, top)}</div>`;
}
