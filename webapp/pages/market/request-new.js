/* Asking for access to a bundle. */
import { get } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { icon } from '../../components/icon.js';
import { requestFields, sendRequest } from '../../components/request-form.js';

export const title = ({ bundle }) => t('request_form.title', { bundle: bundle?.name });

export const load = async ({ params }) =>
  ({ bundle: (await get(`/bundles/${encodeURIComponent(params.slug)}`)).data });

/* One that is under way, or granted, is shown instead of a form that cannot be sent. */
const LIVE = ['submitted', 'revision_requested', 'approved'];
export const redirect = ({ data, params }) =>
  (LIVE.includes(data.bundle?.access) ? `/marketplace/${params.slug}` : null);

export const view = ({ bundle }) => html`
  <p><a class="back-link" href="${to(`/marketplace/${bundle.slug}`)}">${icon('arrow-left')}
    ${bundle.name}</a></p>
  <header class="page-head">
    <div><h1 tabindex="-1">${t('request_form.title', { bundle: bundle.name })}</h1>
      <p>${t('request_form.intro')}</p></div>
  </header>
  <section class="card card--form">
    <form class="form" data-action="send" novalidate>${requestFields()}</form>
  </section>`;

async function send(values, { data, progress }) {
  await sendRequest('/requests', data.bundle.slug, values, progress);
  return { done: t('request_form.sent'), go: '/requests', replace: true };
}

export const actions = { send };
