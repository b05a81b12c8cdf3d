// @ts-check
/* The form of a bundle, the same for a new one and for changing one. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { environmentTag } from './badge.js';
import { field, textarea } from './field.js';
import { icon } from './icon.js';
import { bundleLimitFields, bundleLimitsOf } from './limit-fields.js';
import { shieldFields, shieldOf } from './shield-fields.js';

const ENVIRONMENTS = ['development', 'production'];
const CONNECT_S = 5;
const ANSWER_S = 30;
const LONGEST_S = 300;

const about = bundle => html`
  <fieldset class="form-part">
    <legend>${t('publish.part_about')}</legend>
    ${field({
      name: 'name', label: t('publish.name'), hint: t('publish.name_hint'), required: true,
      maxlength: 120, value: bundle.name ?? '',
    })}
    ${field({
      name: 'slug', label: t('publish.slug'), maxlength: 60, value: bundle.slug ?? '',
      hint: bundle.published_at ? t('publish.slug_fixed') : t('publish.slug_hint'),
      pattern: '[a-z0-9\\-]*', spellcheck: 'false', readonly: Boolean(bundle.published_at),
    })}
    ${field({
      name: 'provider', label: t('publish.provider'), hint: t('publish.provider_hint'),
      maxlength: 120, value: bundle.provider ?? '',
    })}
    ${textarea({
      name: 'summary', label: t('publish.summary'), hint: t('publish.summary_hint'), rows: '3',
      maxlength: 300, value: bundle.summary ?? '',
    })}
    ${textarea({
      name: 'description', label: t('publish.description'), hint: t('publish.description_hint'),
      rows: '8', maxlength: 20000, value: bundle.description ?? '',
    })}
    ${field({
      name: 'tags', label: t('publish.tags'), hint: t('publish.tags_hint'), maxlength: 400,
      value: (bundle.tags ?? []).join(', '),
    })}
    ${field({
      name: 'version', label: t('publish.version'), maxlength: 40,
      value: bundle.version ?? '1.0.0',
    })}
  </fieldset>`;

const headerFields = (at, header) => html`
  ${field({
    name: `${at}.header.name`, label: t('publish.header_name'), maxlength: 100,
    hint: t('publish.header_hint'), value: header?.name ?? '', spellcheck: 'false',
  })}
  ${field({
    name: `${at}.header.value`, label: t('publish.header_value'), type: 'password',
    maxlength: 4096, autocomplete: 'new-password', 'data-secret': true,
    hint: header ? t('publish.header_kept') : t('publish.header_secret'),
  })}`;

const seconds = (at, name, value) => field({
  name: `${at}.${name}_timeout_ms`, label: t(`publish.${name}_time`), type: 'number',
  min: '0.1', max: String(LONGEST_S), step: '0.1', inputmode: 'decimal', value: String(value),
});

const upstream = (environment, now, hints) => {
  const at = `upstreams.${environment}`;
  return html`
    <fieldset class="form-part">
      <legend>${t('publish.upstream')} ${environmentTag(environment)}</legend>
      ${field({
        name: `${at}.url`, label: t('publish.url'), hint: hints && t(`publish.url_${environment}`),
        type: 'url', maxlength: 500, value: now?.url ?? '', spellcheck: 'false',
      })}
      <details class="more-fields"${now?.header && html` open`}>
        <summary>${t('publish.more')}</summary>
        <div class="form">
          ${headerFields(at, now?.header)}
          <div class="field--pair">
            ${seconds(at, 'connect', (now?.connect_timeout_ms ?? CONNECT_S * 1000) / 1000)}
            ${seconds(at, 'answer', (now?.answer_timeout_ms ?? ANSWER_S * 1000) / 1000)}
          </div>
        </div>
      </details>
    </fieldset>`;
};

/** Where calls go, of a bundle or of a version; `hints` tells of an environment without one. */
export const upstreamFields = (upstreams, { hints = true } = {}) =>
  ENVIRONMENTS.map(name => upstream(name, upstreams?.[name], hints));

/** The fields, filled with what the bundle is now. */
export const bundleFields = (bundle = {}) => html`
  ${about(bundle)}
  ${upstreamFields(bundle.upstreams)}
  ${bundleLimitFields(bundle.limits)}${shieldFields(bundle)}
  <div class="actions">
    <button class="button button--primary">${icon('check')} ${t('publish.save')}</button>
  </div>`;

const milliseconds = text => (text ? Math.round(Number(text) * 1000) : undefined);

/* One environment: null without an address, so that a cleared one goes. */
function upstreamOf(values, environment) {
  const read = name => values[`upstreams.${environment}.${name}`] ?? '';
  if (!read('url')) return null;
  const header = { name: read('header.name'), ...(read('header.value')
    && { value: read('header.value') }) };
  return {
    url: read('url'), header: header.name ? header : null,
    connect_timeout_ms: milliseconds(read('connect_timeout_ms')),
    answer_timeout_ms: milliseconds(read('answer_timeout_ms')),
  };
}

/** What upstreamFields() hold. */
export const upstreamsOf = values =>
  Object.fromEntries(ENVIRONMENTS.map(one => [one, upstreamOf(values, one)]));

/** What is sent, from the values of the form. Without a slug the server makes one of the name. */
export function bundleOf(values) {
  const { name, slug, provider, summary, description, version } = values;
  const tags = values.tags.split(',').map(tag => tag.trim()).filter(Boolean);
  const { limits, ...shield } = shieldOf(values);
  return {
    name, ...(slug && { slug }), provider, summary, description, ...(version && { version }), tags,
    upstreams: upstreamsOf(values), limits: { ...bundleLimitsOf(values), ...limits }, ...shield,
  };
}
