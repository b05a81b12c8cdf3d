/* A new bundle, by hand. */
import { create } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { bundleFields, bundleOf } from '../../components/bundle-form.js';
import { icon } from '../../components/icon.js';

export const title = () => t('publish.new_title');

export const view = () => html`
  <a class="page-back" href="${to('/admin/bundles')}">${icon('arrow-left')}
    ${t('publish.title')}</a>
  <header class="page-head">
    <div><h1 tabindex="-1">${t('publish.new_title')}</h1><p>${t('publish.new_intro')}
      <a href="${to('/admin/bundles/import')}">${t('publish.new_import')}</a></p></div>
  </header>
  <section class="card card--form">
    <form class="form" data-action="save" novalidate>${bundleFields()}</form>
  </section>`;

async function save(values) {
  const { upstreams, ...bundle } = bundleOf(values);
  const given = Object.fromEntries(Object.entries(upstreams).filter(([, one]) => one));
  const { data } = await create('/admin/bundles', { ...bundle, upstreams: given });
  return { say: t('publish.created'), go: `/admin/bundles/${data.slug}`, replace: true };
}

export const actions = { save };
