// @ts-check
/* How the gateway treats a bundle's calls: places, sizes, time, breaker, pages that may call. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { checkbox, field, textarea } from './field.js';

const MEGABYTE = 1048576;
const SECOND = 1000;

/* What is typed in other units than it is sent in: [member, factor, step, most]. */
const LIMITS = [
  ['concurrent_calls', 1, '1', 100000], ['call_timeout_ms', SECOND, '0.1', 86400],
  ['request_bytes', MEGABYTE, 'any', 1048576], ['response_bytes', MEGABYTE, 'any', 1048576],
];
const BREAKER = [
  ['error_percent', 1, '1', 100], ['min_calls', 1, '1', 100000], ['slow_ms', SECOND, '0.01', 300],
  ['rest_s', 1, '1', 600],
];

const scaled = (value, factor) => (value ? String(value / factor) : '');

const one = (object, values) => ([name, factor, step, most]) => field({
  name: `${object}.${name}`, label: t(`shield.${name}`), type: 'number', step,
  min: step === '1' ? '1' : '0.01', max: String(most), inputmode: 'decimal',
  value: scaled(values?.[name], factor),
});

const pairs = (list, make) => list.filter((_, i) => i % 2 === 0).map((first, i) => html`
  <div class="field--pair">${make(first)}${make(list[i * 2 + 1])}</div>`);

const cors = bundle => html`
  ${textarea({
    name: 'cors.origins', label: t('shield.origins'), hint: t('shield.origins_hint'), rows: '3',
    maxlength: 4000, value: (bundle.cors?.origins ?? []).join('\n'), spellcheck: 'false',
  })}
  ${checkbox({
    name: 'cors.credentials', label: t('shield.credentials'), hint: t('shield.credentials_hint'),
    checked: Boolean(bundle.cors?.credentials),
  })}`;

/** The fields, filled with what holds now. */
export const shieldFields = (bundle = {}) => html`
  <fieldset class="form-part">
    <legend>${t('shield.part')}</legend>
    <p class="field-hint">${t('shield.part_hint')}</p>
    ${pairs(LIMITS, one('limits', bundle.limits))}
    ${checkbox({
      name: 'validates_requests', label: t('shield.validates'), hint: t('shield.validates_hint'),
      checked: Boolean(bundle.validates_requests),
    })}
    <details class="more-fields">
      <summary>${t('shield.breaker')}</summary>
      <div class="form">
        ${checkbox({
          name: 'breaker.enabled', label: t('shield.enabled'), hint: t('shield.enabled_hint'),
          checked: bundle.breaker?.enabled ?? true,
        })}
        ${pairs(BREAKER, one('breaker', bundle.breaker ?? {}))}
      </div>
    </details>
    <details class="more-fields"${bundle.cors && html` open`}>
      <summary>${t('shield.cors')}</summary>
      <div class="form">${cors(bundle)}</div>
    </details>
  </fieldset>`;

const sent = (list, object, values) => Object.fromEntries(list.map(([name, factor]) => {
  const text = values[`${object}.${name}`];
  return [name, text ? Math.round(Number(text) * factor) : null];
}));

const isOn = value => value === 'true';

/** What shieldFields() hold: { limits, validates_requests, breaker, cors }. */
export function shieldOf(values) {
  const origins = (values['cors.origins'] ?? '').split(/[\s,]+/).filter(Boolean);
  return {
    limits: sent(LIMITS, 'limits', values),
    validates_requests: isOn(values.validates_requests),
    breaker: { enabled: isOn(values['breaker.enabled']), ...sent(BREAKER, 'breaker', values) },
    cors: origins.length ? { origins, credentials: isOn(values['cors.credentials']) } : null,
  };
}
