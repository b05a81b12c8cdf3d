/* Changing a bundle. */
import { get, patch } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { bundleFields, bundleOf } from '../../components/bundle-form.js';
import { icon } from '../../components/icon.js';

const pathOf = slug => `/admin/bundles/${encodeURIComponent(slug)}`;

export const title = ({ bundle }) => t('publish.edit_title', { bundle: bundle?.name });

export const load = async ({ params }) => ({ bundle: (await get(pathOf(params.slug))).data });

export const view = ({ bundle }) => html`
  <a class="page-back" href="${to(pathOf(bundle.slug))}">${icon('arrow-left')} ${bundle.name}</a>
  <header class="page-head">
    <div><h1 tabindex="-1">${t('publish.edit_title', { bundle: bundle.name })}</h1>
      ${bundle.status !== 'draft' && html`<p>${t('publish.edit_live')}</p>`}</div>
  </header>
  <section class="card card--form">
    <form class="form" data-action="save" novalidate>${bundleFields(bundle)}</form>
  </section>`;

async function save(values, { data }) {
  const { data: saved } = await patch(pathOf(data.bundle.slug), bundleOf(values));
  return { say: t('publish.saved'), go: pathOf(saved.slug), replace: true };
}

export const actions = { save };
