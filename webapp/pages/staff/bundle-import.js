/* An OpenAPI document becomes a bundle, or another one comes for a bundle that has one: as a file,
 * from an address, or pasted. What it would change for those who call is shown before it is
 * taken. */
import { get, post, upload } from '../../lib/api.js';
import { ask } from '../../lib/dialog.js';
import { html } from '../../lib/html.js';
import { fieldProblem } from '../../lib/form.js';
import { t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { difference } from '../../components/difference.js';
import { choices, field, textarea } from '../../components/field.js';
import { fileField } from '../../components/file.js';
import { icon } from '../../components/icon.js';
import { reportFacts, reportWarnings } from '../../components/import-report.js';
import { dayAfter, endOfDay } from '../../components/sunset.js';

const PATH = '/admin/bundles';
const MIB = 1024 * 1024;
const DOCUMENT_MIB = 20;

const pathOf = (slug, verb = '') => `${PATH}/${encodeURIComponent(slug)}${verb && `/${verb}`}`;

export const title = () => t('publish.import_title');

export const load = async ({ params }) =>
  ({ bundle: params.slug ? (await get(pathOf(params.slug))).data : null });

/* ---- where it comes from */

const sources = bundle => html`
  <section class="card card--form">
    <form class="form" data-action="${bundle?.endpoint_count ? 'compare' : 'send'}" novalidate>
      ${fileField({
        name: 'openapi', label: t('publish.document_file'), isOptional: false,
        hint: t('publish.document_hint', { size: `${DOCUMENT_MIB} MB` }),
        accept: '.json,.yaml,.yml,application/json,application/yaml',
        'data-max': DOCUMENT_MIB * MIB,
      })}
      ${field({
        name: 'url', label: t('publish.document_url'), hint: t('publish.document_url_hint'),
        type: 'url', maxlength: 2000, inputmode: 'url', spellcheck: 'false', isOptional: false,
      })}
      ${textarea({
        name: 'document', label: t('publish.document_text'), hint: t('publish.document_paste'),
        rows: '8', spellcheck: 'false', isOptional: false, class: 'code-input',
      })}
      <div class="actions">
        <button class="button button--primary">
          ${bundle?.endpoint_count ? html`${icon('arrow-right')} ${t('publish.compare')}`
            : html`${icon('upload')} ${t('publish.import_send')}`}</button>
      </div>
    </form>
  </section>`;

/* Exactly one of them. */
function sourceOf({ openapi, url, document: text }) {
  const given = [['openapi', openapi?.size], ['url', url], ['document', text]]
    .filter(([, value]) => value).map(([name]) => name);
  if (!given.length) throw fieldProblem([{ field: 'openapi', code: 'needs_one' }]);
  if (given.length > 1) throw fieldProblem([{ field: given[1], code: 'only_one' }]);
  return { openapi, url, document: text };
}

/* Text goes as a file: it may be longer than a JSON body is. */
function give(path, { openapi, url, document: text }, progress, more = {}) {
  if (url) return post(path, { url, ...more });
  const form = new FormData();
  const file = openapi?.size ? openapi : new File([text], 'openapi.txt');
  form.append('openapi', new Blob([file], { type: 'application/octet-stream' }), file.name);
  for (const [name, value] of Object.entries(more)) form.append(name, value);
  return upload(path, form, progress);
}

/* ---- what it would change */

const takeForm = ({ bundle, preview }) => html`
  <section class="card card--form" aria-labelledby="take">
    <h2 id="take">${t('publish.take_title')}</h2>
    <form class="form" data-action="take" novalidate>
      ${choices({
        name: 'as', label: t('publish.take_as'), required: true,
        value: preview.difference.breaking ? 'version' : 'replace',
        options: ['replace', 'version'].map(as => [as, t(`publish.as_${as}`,
          { version: bundle.version }), t(`publish.as_${as}_hint`, { version: bundle.version })]),
      })}
      <div class="field--pair">
        ${field({
          name: 'version', label: t('publish.version_name'), required: true, maxlength: 40,
          value: preview.version, hint: t('publish.version_name_hint'),
        })}
        ${field({
          name: 'sunset', label: t('publish.before_ends', { version: bundle.version }),
          type: 'date', min: dayAfter(1), hint: t('publish.before_ends_hint'),
        })}
      </div>
      <div class="actions">
        <button class="button button--primary">${icon('check')} ${t('publish.take')}</button>
        <a class="button" href="${to(pathOf(bundle.slug))}">${t('publish.take_not')}</a>
      </div>
    </form>
  </section>`;

const found = report => html`
  <section class="card stack" aria-labelledby="report">
    <h2 id="report">${t('publish.report')}</h2>
    ${reportFacts(report)}${reportWarnings(report)}
  </section>`;

const comparison = data => html`
  <div class="stack">
    <section class="card stack" aria-labelledby="difference">
      <h2 id="difference">${t('publish.difference', {
        before: data.preview.difference.version, after: data.preview.version })}</h2>
      ${difference(data.preview.difference)}
    </section>
    ${takeForm(data)}
    ${found(data.preview.report)}
  </div>`;

/* ---- what came of it */

const done = ({ bundle, report, isNew, isBeside }) => html`
  <section class="card stack" aria-labelledby="report">
    <h2 id="report">${t('publish.report')}</h2>
    <p class="note note--good">${icon('check')}
      <span>${t('publish.report_endpoints', { count: report.endpoints })}
        ${isBeside && t('publish.now_current', { version: bundle.version })}</span></p>
    ${reportFacts(report)}${reportWarnings(report)}
    <div class="actions">
      <a class="button button--primary" href="${to(pathOf(bundle.slug))}">${icon('arrow-right')}
        ${t('publish.report_next')}</a>
      ${!isNew && html`<a class="button" href="${to(pathOf(bundle.slug, 'versions'))}">
        ${t('publish.versions')}</a>`}
    </div>
  </section>`;

const back = bundle => html`
  <a class="page-back" href="${to(bundle ? pathOf(bundle.slug) : PATH)}">${icon('arrow-left')}
    ${bundle?.name ?? t('publish.title')}</a>`;

const intro = ({ bundle, preview }) => {
  if (preview) return t('publish.compare_intro');
  return bundle ? t('publish.import_into_intro') : t('publish.import_intro');
};

const step = data => {
  if (data.report) return done(data);
  return data.preview ? comparison(data) : sources(data.bundle);
};

export const view = data => html`
  ${back(data.bundle)}
  <header class="page-head">
    <div><h1 tabindex="-1">${data.bundle && !data.isNew
      ? t('publish.import_into', { bundle: data.bundle.name }) : t('publish.import_title')}</h1>
      ${!data.report && html`<p>${intro(data)}</p>`}</div>
  </header>
  ${step(data)}`;

/* ---- doing it */

async function send(values, { data, progress }) {
  const path = data.bundle ? pathOf(data.bundle.slug, 'import') : `${PATH}/import`;
  const answer = await give(path, sourceOf(values), progress);
  return { data: { bundle: answer.data, report: answer.data.report, isNew: !data.bundle } };
}

async function compare(values, { data, progress }) {
  const source = sourceOf(values);
  const path = `${pathOf(data.bundle.slug, 'import')}?preview=true`;
  const { data: preview } = await give(path, source, progress);
  return { data: { ...data, source, preview } };
}

/* What may make applications fail is asked for once more. */
const isMeant = ({ bundle, preview }, isBeside) => isBeside || !preview.difference.breaking || ask({
  title: t('publish.replace_ask', { version: bundle.version }), yes: t('publish.replace_yes'),
  text: t('publish.replace_text', { count: preview.difference.breaking }), isDanger: true,
});

/* What was compared, and nothing else: neither another text at the address nor another version. */
async function take({ as, version, sunset }, { data, progress }) {
  const { source, preview, bundle } = data;
  const isBeside = as === 'version';
  if (!await isMeant(data, isBeside)) return { stay: true };
  const answer = await give(pathOf(bundle.slug, 'import'), source, progress, {
    as, version, seen: preview.difference.revision, digest: preview.digest,
    ...(isBeside && sunset && { sunset_at: endOfDay(sunset) }),
  });
  return { data: { bundle: answer.data, report: answer.data.report, isBeside } };
}

export const actions = { send, compare, take };

/* Each step begins at its top. */
export const ready = (_, { data }) => void ((data.preview || data.report) && scrollTo(0, 0));
