/* An OpenAPI document becomes a bundle, or takes the place of a bundle's document: as a file or
 * pasted; then the report says what was found. */
import { create, get, patch, upload } from '../../lib/api.js';
import { html } from '../../lib/html.js';
import { fieldProblem } from '../../lib/form.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { textarea } from '../../components/field.js';
import { fileField } from '../../components/file.js';
import { icon } from '../../components/icon.js';

const PATH = '/admin/bundles';
const DOCUMENT_MAX = '2 MB';

const pathOf = slug => `${PATH}/${encodeURIComponent(slug)}`;

export const title = () => t('publish.import_title');

export const load = async ({ params }) =>
  ({ bundle: params.slug ? (await get(pathOf(params.slug))).data : null });

const back = bundle => html`
  <a class="page-back" href="${to(bundle ? pathOf(bundle.slug) : PATH)}">${icon('arrow-left')}
    ${bundle?.name ?? t('publish.title')}</a>`;

const form = () => html`
  <section class="card card--form">
    <form class="form" data-action="send" novalidate>
      ${fileField({
        name: 'openapi', label: t('publish.document_file'),
        hint: t('publish.document_hint', { size: DOCUMENT_MAX }),
        accept: '.json,.yaml,.yml,application/json,application/yaml',
      })}
      ${textarea({
        name: 'document', label: t('publish.document_text'), hint: t('publish.document_paste'),
        rows: '10', spellcheck: 'false',
      })}
      <div class="actions">
        <button class="button button--primary">${icon('upload')}
          ${t('publish.import_send')}</button>
      </div>
    </form>
  </section>`;

const warning = ({ path, message }) => html`
  <li><code>${path}</code><span>${message}</span></li>`;

const report = ({ bundle, report: found }) => html`
  <section class="card stack" aria-labelledby="report">
    <h2 id="report">${t('publish.report')}</h2>
    <p class="note note--good">${icon('check')}
      <span>${t('publish.report_endpoints', { count: found.endpoints })}</span></p>
    ${found.warnings.length > 0 && html`
      <p class="note note--warn">${icon('alert')}
        <span>${t('publish.report_warnings', { count: found.warnings.length })}</span></p>
      <ul class="warnings">${found.warnings.map(warning)}</ul>`}
    <div class="actions">
      <a class="button button--primary" href="${to(pathOf(bundle.slug))}">${icon('arrow-right')}
        ${t('publish.report_next')}</a>
    </div>
  </section>`;

export const view = data => html`
  ${back(data.bundle)}
  <header class="page-head">
    <div><h1 tabindex="-1">${data.bundle && !data.isNew
      ? t('publish.import_into', { bundle: data.bundle.name }) : t('publish.import_title')}</h1>
      ${!data.report && html`<p>${data.bundle
        ? t('publish.import_into_intro') : t('publish.import_intro')}</p>`}</div>
  </header>
  ${data.report ? report(data) : form()}`;

async function asDraft(file, text, progress) {
  if (!file.size) return create(`${PATH}/import`, { document: text });
  const body = new FormData();
  body.append('openapi', file);
  return upload(`${PATH}/import`, body, progress);
}

const intoBundle = async (bundle, file, text) =>
  patch(pathOf(bundle.slug), { document: file.size ? await file.text() : text });

async function send({ openapi: file, document: text }, { data, progress }) {
  if (!file.size && !text) throw fieldProblem([{ field: 'openapi', code: 'required' }]);
  const answer = data.bundle
    ? await intoBundle(data.bundle, file, text) : await asDraft(file, text, progress);
  return { data: { bundle: answer.data, report: answer.data.report, isNew: !data.bundle } };
}

export const actions = { send };
