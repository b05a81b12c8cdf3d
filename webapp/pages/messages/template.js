/* The words of one message: written for one language, with a preview that follows, and tried out
 * with a message to oneself. */
import { del, get, post, put, query as withQuery } from '../../lib/api.js';
import { wordsFor } from '../../lib/form.js';
import { html, render } from '../../lib/html.js';
import { Problem } from '../../lib/http.js';
import { currentLanguage, t } from '../../lib/i18n.js';
import { to } from '../../lib/router.js';
import { field, select, textarea } from '../../components/field.js';
import { filterLinks } from '../../components/filters.js';
import { icon } from '../../components/icon.js';
import { arrivals } from '../../components/message-preview.js';
import { channelSign, kindOf, nameInPath, wordsPath } from '../../components/message-words.js';
import { ago } from '../../components/moment.js';

const PLACE = '/admin/messages/words';
const OTHER = { id: 'en', en: 'id' };
const PAUSE_MS = 400;

const path = name => `/admin/message-templates/${encodeURIComponent(name)}`;
const languageOf = query => (query.get('language') === 'en' ? 'en' : 'id');
const nameOf = data => (data.kind === 'notice'
  ? data.languages[currentLanguage()].preview.subject : kindOf(data.name));

export const title = data => (data?.name ? nameOf(data) : t('templates.title'));

export const load = async ({ params }) => (await get(path(nameInPath(params.name)))).data;

const UNITS = [['days', 86_400], ['hours', 3600], ['minutes', 60]];

function lifeOf(seconds) {
  const [unit, size] = UNITS.find(([, length]) => seconds >= length) ?? UNITS[2];
  return t(`template.${unit}`, { count: Math.round(seconds / size) });
}

const head = data => html`
  <header class="page-head">
    <div><h1 tabindex="-1">${nameOf(data)}</h1>
      <p>${data.purpose}
        ${data.expires_s && t('template.expires', { time: lifeOf(data.expires_s) })}</p>
      <p class="channel-list">${data.channels.map(channel => html`
        <span>${icon(channelSign(channel))} ${t(`channel.${channel}`)}</span>`)}</p></div>
  </header>`;

const variable = one => html`
  <li><button type="button" class="button button--small" data-insert="{${one.name}}"
              aria-label="${t('template.insert', { name: `{${one.name}}` })}">
      <code>{${one.name}}</code></button>
    <span>${one.meaning}${one.is_required && html` <b class="soft">${t('template.required')}</b>`}
    </span></li>`;

const variables = data => data.variables.length > 0 && html`
  <div class="variables">
    <h2>${t('template.variables')}</h2>
    <p class="field-hint">${t('template.variables_hint')}</p>
    <ul>${data.variables.map(variable)}</ul>
  </div>`;

function hint({ channels, limits }) {
  const { sms_parts: sms, ...rest } = limits;
  if (channels.includes('sms')) return t('template.text_hint', { ...rest, sms });
  return t(channels.includes('whatsapp') ? 'template.text_hint_notice' : 'template.text_hint_mail',
    rest);
}

const state = words => (words.is_edited
  ? t('template.edited_by', { name: words.updated_by ?? '–', when: '' })
  : t('template.is_built_in'));

/* What somebody else saved while this was being written. */
const theirs = data => data.theirs && html`
  <div class="note note--warn" role="alert">${icon('alert')}
    <div><p>${t('template.theirs', { name: data.theirs.updated_by ?? '–' })}</p>
      <p class="letter-text">${data.theirs.text}</p></div></div>`;

const editor = (data, language) => {
  const words = data.languages[language], typed = data.typed ?? words;
  return html`
    <form class="form" data-action="save" data-template novalidate>
      ${theirs(data)}
      <input type="hidden" name="language" value="${language}">
      <input type="hidden" name="version" value="${words.version}">
      ${field({ name: 'subject', value: typed.subject, required: true, lang: language,
        maxlength: data.limits.subject,
        label: t(data.kind === 'notice' ? 'template.subject_notice' : 'template.subject') })}
      ${textarea({ name: 'text', label: t('template.text'), value: typed.text, required: true,
        rows: '8', maxlength: data.limits.text, hint: hint(data), lang: language })}
      ${variables(data)}
      <p class="soft less">${state(words)} ${words.is_edited && ago(words.updated_at)}</p>
      <div class="actions">
        <button class="button button--primary">${t('template.save')}</button>
      </div>
    </form>`;
};

const builtIn = (data, language) => {
  const words = data.languages[language];
  return words.is_edited && html`
    <details class="built-in">
      <summary>${t('templates.built_in')}</summary>
      <p><b>${words.built_in.subject}</b></p>
      <p class="letter-text">${words.built_in.text}</p>
      <form data-action="restore" data-problems="toast" data-confirm="${t('template.restore_ask')}"
            data-confirm-text="${t('template.restore_text')}">
        <input type="hidden" name="language" value="${language}">
        <input type="hidden" name="version" value="${words.version}">
        <button class="button button--danger button--small">${icon('undo')}
          ${t('template.restore')}</button>
      </form>
    </details>`;
};

const test = (data, language) => html`
  <form class="try" data-action="test" data-problems="toast">
    <input type="hidden" name="language" value="${language}">
    ${select({ name: 'channel', id: 'test-channel', label: t('template.test_channel'),
      required: true, options: data.channels.map(one => [one, t(`channel.${one}`)]),
      hint: t('template.test_hint') })}
    <button class="button">${icon('send')} ${t('template.test')}</button>
  </form>`;

const languages = (data, query) => filterLinks({
  label: t('template.languages'), query, name: 'language', keeps: [],
  path: wordsPath(data.name),
  values: [['', t('template.in_id')], ['en', t('template.in_en')]],
});

const preview = (data, language) => html`
  <section class="stack preview" aria-labelledby="preview">
    <div><h2 id="preview">${t('template.preview')}</h2>
      <p class="soft">${t('template.preview_hint')}</p></div>
    <div data-part="preview" lang="${language}">
      ${arrivals(data.channels, data.languages[language].preview)}</div>
    <p class="field-error" data-part="wrong" role="status"></p>
    ${data.channels.includes('whatsapp') && html`<p class="soft less">${t('template.cloud')}</p>`}
    ${test(data, language)}
  </section>`;

const inOther = (data, language) => html`
  <section class="stack preview-other" aria-labelledby="other">
    <h2 id="other">
      ${t('template.preview_other', { language: t(`template.in_${OTHER[language]}`) })}</h2>
    <div lang="${OTHER[language]}">
      ${arrivals(data.channels, data.languages[OTHER[language]].preview)}</div>
  </section>`;

export const view = (data, { query }) => {
  const language = languageOf(query);
  return html`
    <a class="page-back" href="${to(PLACE)}">${icon('arrow-left')} ${t('templates.title')}</a>
    ${head(data)}
    ${languages(data, query)}
    <div class="with-aside template">
      <div class="stack">${editor(data, language)}${builtIn(data, language)}</div>
      ${preview(data, language)}
    </div>
    ${inOther(data, language)}`;
};

const plainLines = text => text.replace(/\r\n?/g, '\n');

/* Somebody else was faster: what was typed stays, beside what they wrote. */
async function beside(data, { language, subject, text }) {
  const now = (await get(path(data.name))).data;
  return { data: { ...now, typed: { subject, text }, theirs: now.languages[language] } };
}

async function save({ language, version, subject, text }, { data }) {
  const words = { language, subject, text: plainLines(text) };
  try {
    await put(path(data.name), { ...words, version: Number(version) });
  } catch (error) {
    if (error instanceof Problem && error.code === 'conflict') return beside(data, words);
    throw error;
  }
  return { say: t('template.saved') };
}

async function restore({ language, version }, { data }) {
  await del(withQuery(path(data.name), { language, version }));
  return { say: t('template.restored') };
}

async function sendTest({ language, channel }, { data }) {
  const sent = (await post(`${path(data.name)}/test`, { language, channel })).data;
  return { say: t('channels.testing'), go: `/admin/messages/${encodeURIComponent(sent.id)}` };
}

export const actions = { save, restore, test: sendTest };

const whyNot = problem => Object.values(problem.fields)[0]?.message ?? wordsFor(problem);

/* Draws what is being written, as the server fills it in. */
async function follow(main, form, data) {
  const wrong = main.querySelector('[data-part="wrong"]');
  const { language, subject, text } = Object.fromEntries(new FormData(form));
  try {
    const words = { language, subject, text: plainLines(text) };
    const answer = await post(`${path(data.name)}/preview`, words);
    if (text !== form.elements.text.value || !form.isConnected) return;
    render(main.querySelector('[data-part="preview"]'), arrivals(data.channels, answer.data));
    wrong.textContent = '';
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    wrong.textContent = t('template.preview_wrong', { why: whyNot(error) });
  }
}

function insert(form, name) {
  const { text } = form.elements;
  text.setRangeText(name, text.selectionStart, text.selectionEnd, 'end');
  text.focus();
  text.dispatchEvent(new Event('input', { bubbles: true }));
}

export function ready(main, { data }) {
  const form = main.querySelector('form[data-template]');
  let timer = 0;
  form?.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => follow(main, form, data), PAUSE_MS);
  });
  form?.addEventListener('click', event => {
    const name = event.target.closest('[data-insert]')?.dataset.insert;
    if (name) insert(form, name);
  });
  return () => clearTimeout(timer);
}
