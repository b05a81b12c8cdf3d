/* An endpoint by hand: a new one, or one of the bundle's document changed or deleted. */
import { del, get, post, put, query } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { fieldProblem, valuesOf } from '../../lib/form.js';
import { BadPart, emptyRows, modelFrom, modelOf, newModel, operationOf }
  from '../../lib/operation.js';
import { redraw } from '../../lib/page.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { breakable } from '../../components/breaks.js';
import { icon } from '../../components/icon.js';
import { warningLists } from '../../components/import-report.js';
import { operationFields } from '../../components/operation-form.js';

const pathOf = (slug, ...more) =>
  ['/admin/bundles', ...[slug, ...more].map(encodeURIComponent)].join('/');

const listOf = bundle => pathOf(bundle.slug, 'endpoints');

const nameOf = ({ endpoint }) => endpoint && `${endpoint.method} ${endpoint.path}`;

export const title = data => nameOf(data) ?? t('operation.new');

export async function load({ params }) {
  const isNew = params.id === undefined;
  const [bundle, found] = await Promise.all([get(pathOf(params.slug)),
    isNew ? null : get(pathOf(params.slug, 'endpoints', params.id))]);
  const endpoint = found?.data ?? null;
  return { bundle: bundle.data, endpoint, model: endpoint ? modelOf(endpoint) : newModel() };
}

/* As text breaks between the parts of a path. */
const soft = text => text.replaceAll('/', '\u200b/');

const deleteForm = data => data.endpoint && html`
  <form data-action="remove" data-problems="toast"
        data-confirm="${t('operation.delete_ask', { endpoint: soft(nameOf(data)) })}"
        data-confirm-text="${t('operation.delete_text')}"
        data-confirm-yes="${t('operation.delete')}">
    <button class="button button--danger">${icon('trash')} ${t('operation.delete')}</button>
  </form>`;

const editor = data => html`
  <div class="stack"><section class="card card--form">
    <form class="form" data-action="save" novalidate>
      ${operationFields(data.model)}
      <div class="actions">
        <button class="button button--primary">${icon('check')} ${t('operation.save')}</button>
        <a class="button" href="${to(listOf(data.bundle))}">${t('publish.take_not')}</a>
      </div>
    </form>
  </section>
  ${deleteForm(data)}</div>`;

const saved = ({ bundle, endpoint }) => html`
  <section class="card stack" aria-labelledby="warned">
    <h2 id="warned">${t('operation.saved')}</h2>
    <p class="note note--warn">${icon('alert')}
      <span>${t('publish.report_warnings', { count: endpoint.warnings.length })}</span></p>
    ${warningLists(endpoint.warnings)}
    <div class="actions">
      <a class="button button--primary" href="${to(listOf(bundle))}">${icon('arrow-right')}
        ${t('operation.to_list')}</a>
      <a class="button" href="${to(pathOf(bundle.slug, 'endpoints', endpoint.id))}">
        ${icon('pencil')} ${t('operation.again')}</a>
    </div>
  </section>`;

export const view = data => html`
  <a class="page-back" href="${to(listOf(data.bundle))}">${icon('arrow-left')}
    ${t('operation.list', { bundle: data.bundle.name })}</a>
  <header class="page-head">
    <div><h1 tabindex="-1" class="call-title">${breakable(title(data))}</h1>
      ${!data.isSaved && html`<p>${t('operation.intro')}</p>`}</div>
  </header>
  ${data.isSaved ? saved(data) : editor(data)}`;

/* ---- doing it */

function operationIn(model, before) {
  try {
    return operationOf(model, before);
  } catch (error) {
    if (!(error instanceof BadPart)) throw error;
    throw fieldProblem([{ field: error.field, code: error.code }]);
  }
}

async function save(values, { data: { bundle, endpoint } }) {
  const model = modelFrom(values);
  const body = { method: model.method, path: model.path,
    operation: operationIn(model, endpoint?.operation) };
  const { data } = endpoint
    ? await put(pathOf(bundle.slug, 'endpoints', endpoint.id),
      { ...body, revision: endpoint.revision })
    : await post(pathOf(bundle.slug, 'endpoints'), body);
  if (data.warnings.length) return { data: { bundle, endpoint: data, isSaved: true } };
  return { say: t('operation.saved'), go: listOf(bundle), replace: true };
}

async function remove(_, { data: { bundle, endpoint } }) {
  await del(query(pathOf(bundle.slug, 'endpoints', endpoint.id),
    { revision: endpoint.revision }));
  return { say: t('operation.deleted'), go: listOf(bundle), replace: true };
}

export const actions = { save, remove };

/* ---- rows that come and go: drawn anew from what was typed */

function withRows(data, main, change) {
  const model = modelFrom(valuesOf(main.querySelector('form[data-action="save"]')));
  change(model);
  redraw({ ...data, model: { ...model, body: { ...model.body, ref: data.model.body.ref } } });
}

function add(data, main, part) {
  withRows(data, main, model => model[part].push(emptyRows[part]()));
  const rows = main.querySelectorAll(`[data-remove="${part}"]`);
  rows[rows.length - 1].closest('fieldset').querySelector('input:not([type=hidden])').focus();
}

function drop(data, main, { remove: part, index }) {
  withRows(data, main, model => model[part].splice(Number(index), 1));
  main.querySelector(`#add-${part}`).focus();
}

export function ready(main, { data }) {
  const stop = new AbortController();
  main.addEventListener('click', event => {
    const button = event.target.closest('[data-add], [data-remove]');
    if (button?.dataset.add) add(data, main, button.dataset.add);
    else if (button) drop(data, main, button.dataset);
  }, { signal: stop.signal });
  return () => stop.abort();
}
