// @ts-check
/* Fields for limits: of a bundle, of an access, of a key. An empty one is no limit, or that of
 * what stands above it. */
import { html } from '../lib/html.js';
import { number } from '../lib/format.js';
import { t } from '../lib/i18n.js';
import { field } from './field.js';

const MOST = {
  rate_per_second: 1e6, burst: 1e6, quota_per_day: 1e12, quota_per_month: 1e12,
};

/** One limit; `usual` is what holds while it is empty. */
export const limitField = (name, { id = name, value = null, usual = undefined } = {}) => field({
  name: id, label: t(`limits.${name}`), type: 'number', min: '1', max: String(MOST[name]),
  inputmode: 'numeric', value: value ?? '',
  hint: usual === undefined ? '' : usual
    ? t('limits.usual', { limit: number(usual) }) : t('limits.usual_none'),
});

/** A limit as it is sent: null for none. */
export const limitOf = text => (text ? Number(text) : null);

const bundleField = (name, limits) =>
  limitField(name, { id: `limits.${name}`, value: limits[name] });

/** A bundle's own. */
export const bundleLimitFields = (limits = {}) => html`
  <fieldset class="form-part">
    <legend>${t('limits.part')}</legend>
    <p class="field-hint">${t('limits.part_hint')}</p>
    <div class="field--pair">
      ${bundleField('rate_per_second', limits)}${bundleField('burst', limits)}</div>
    <div class="field--pair">
      ${bundleField('quota_per_day', limits)}${bundleField('quota_per_month', limits)}</div>
  </fieldset>`;

/** What bundleLimitFields() hold. */
export const bundleLimitsOf = values => Object.fromEntries(Object.keys(MOST)
  .map(name => [name, limitOf(values[`limits.${name}`])]));

const GRANTED = ['rate_per_second', 'quota_per_day'];

/** Those of one access, in place of the bundle's. */
export const grantLimitFields = (granted, usual) => html`
  ${GRANTED.map(name => limitField(name, { value: granted[name], usual: usual[name] ?? null }))}`;

/** What grantLimitFields() hold; only what is filled in, where `all` is not asked for. */
export const grantLimitsOf = (values, { all = false } = {}) => Object.fromEntries(GRANTED
  .map(name => [name, limitOf(values[name])]).filter(([, limit]) => all || limit !== null));
