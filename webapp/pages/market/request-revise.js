/* Revising a request: what was asked stands above the form that is filled with what was sent. */
import { get } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { icon } from '../../components/icon.js';
import { requestFields, sendRequest } from '../../components/request-form.js';

export const title = () => t('request_form.revise_title');

export const load = async ({ params }) => {
  const { data } = await get(`/requests/${encodeURIComponent(params.id)}`);
  return { request: data };
};

export const redirect = ({ data, params }) =>
  (data.request?.status === 'revision_requested' ? null : `/requests/${params.id}`);

export const view = ({ request }) => html`
  <p><a class="back-link" href="${to(`/requests/${request.id}`)}">${icon('arrow-left')}
    ${t('request.page_title')}</a></p>
  <header class="page-head"><h1 tabindex="-1">${t('request_form.revise_title')}</h1></header>
  <p class="note note--warn">${icon('pencil')}
    <span><b>${t('request_form.asked')}</b><br>${request.note}</span></p>
  <section class="card card--form">
    <form class="form" data-action="send" novalidate>${requestFields(request)}</form>
  </section>`;

async function send(values, { data, progress }) {
  const { id, bundle } = data.request;
  await sendRequest(`/requests/${id}/revision`, bundle, values, progress);
  return { done: t('request_form.revised'), go: `/requests/${id}`, replace: true };
}

export const actions = { send };
