/* A new API key: environment, label, and if wanted an end and addresses. */
import { create } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { choices, field, textarea } from '../../components/field.js';
import { icon } from '../../components/icon.js';
import { showKey } from '../../components/key-once.js';
import { limitField, limitOf } from '../../components/limit-fields.js';

export const title = () => t('keys.new_title');

const environments = () => ['development', 'production'].map(name =>
  [name, t(`environment.${name}`), t(`keys.${name}_hint`)]);

export const view = () => html`
  <p><a class="back-link" href="${to('/keys')}">${icon('arrow-left')} ${t('keys.title')}</a></p>
  <header class="page-head"><h1 tabindex="-1">${t('keys.new_title')}</h1></header>
  <section class="card card--form">
    <form class="form" data-action="make" novalidate>
      ${choices({
        name: 'environment', label: t('keys.environment'), options: environments(),
        value: 'development', required: true,
      })}
      ${field({
        name: 'label', label: t('keys.label'), hint: t('keys.label_hint'), required: true,
        maxlength: 80,
      })}
      <details class="more-fields">
        <summary>${t('keys.more')}</summary>
        <div class="form">
          ${field({
            name: 'expires_at', label: t('keys.expires_on'), hint: t('keys.expires_hint'),
            type: 'date',
          })}
          ${textarea({
            name: 'allowed_ips', label: t('keys.ips'), hint: t('keys.ips_hint'), rows: '3',
            maxlength: 2000,
          })}
          <div class="field--pair">
            ${limitField('rate_per_second')}${limitField('quota_per_day')}</div>
        </div>
      </details>
      <div class="actions">
        <button class="button button--primary">${icon('key')} ${t('keys.create')}</button>
      </div>
    </form>
  </section>`;

async function make({ environment, label, expires_at: day, allowed_ips: ips, ...limits }) {
  const body = {
    environment, label, rate_per_second: limitOf(limits.rate_per_second),
    quota_per_day: limitOf(limits.quota_per_day),
  };
  if (day) body.expires_at = new Date(`${day}T23:59:59`).toISOString().replace(/\.\d+Z/, 'Z');
  const list = ips.split(/[\s,]+/).filter(Boolean);
  if (list.length) body.allowed_ips = list;
  const { data } = await create('/keys', body);
  await showKey(data);
  return { go: '/keys', replace: true };
}

export const actions = { make };
