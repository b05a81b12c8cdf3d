// @ts-check
/* What holds for a value: limits, choices, default, example; as [label, value]. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { fold } from '../lib/later.js';

const CHOICES = 24;
const TEXT_MAX = 160;

const shortened = text => (text.length > TEXT_MAX ? `${text.slice(0, TEXT_MAX)}…` : text);
const code = value => html`<code>${shortened(
  typeof value === 'string' ? value : JSON.stringify(value))}</code>`;

const isGiven = value => value !== undefined && value !== null;

const fact = (key, value) => (isGiven(value) ? [[t(key), value]] : []);
const codeFact = (key, value) => (value === undefined ? [] : [[t(key), code(value)]]);

const range = (low, high) => {
  if (isGiven(low) && isGiven(high)) return low === high ? String(low) : `${low} – ${high}`;
  if (isGiven(low)) return `≥ ${low}`;
  return isGiven(high) ? `≤ ${high}` : undefined;
};

/* 3.0 marks a bound as exclusive with a boolean, 3.1 has a bound of its own for it. */
function numbers(one) {
  const { minimum, maximum, exclusiveMinimum: above, exclusiveMaximum: below } = one;
  const low = above === true ? `> ${minimum}` : typeof above === 'number' ? `> ${above}` : null;
  const high = below === true ? `< ${maximum}` : typeof below === 'number' ? `< ${below}` : null;
  if (!low && !high) return range(minimum, maximum);
  const parts = [low ?? range(minimum, null), high ?? range(null, maximum)];
  return parts.filter(Boolean).join(', ');
}

const codes = list => list.map((value, i) => html`${i > 0 && ' '}${code(value)}`);

function choices(list) {
  if (!Array.isArray(list)) return undefined;
  if (list.length <= CHOICES) return codes(list);
  const rest = list.slice(CHOICES);
  return html`${codes(list.slice(0, CHOICES))}
    ${fold({ summary: t('docs.more_choices', { count: rest.length }), view: () =>
      html`<p>${codes(rest)}</p>` })}`;
}

const exampleOf = one => {
  if (one.example !== undefined) return one.example;
  if (Array.isArray(one.examples)) return one.examples[0];
  return Object.values(one.examples ?? {})[0]?.value;
};

/** All facts of a flat schema, or of a parameter laid over its schema. */
export const factsOf = one => [
  ...fact('docs.length', range(one.minLength || undefined, one.maxLength)),
  ...fact('docs.value', numbers(one)),
  ...fact('docs.multiple_of', one.multipleOf),
  ...codeFact('docs.pattern', one.pattern),
  ...fact('docs.items', range(one.minItems || undefined, one.maxItems)),
  ...fact('docs.unique', one.uniqueItems ? t('docs.yes') : undefined),
  ...fact('docs.members', range(one.minProperties || undefined, one.maxProperties)),
  ...fact('docs.media', one.contentMediaType),
  ...codeFact('docs.always', one.const),
  ...fact('docs.choices', choices(one.enum)),
  ...codeFact('docs.default', one.default),
  ...codeFact('docs.example', exampleOf(one)),
  ...fact('docs.style', one.styleText),
];
