// @ts-check
/* A call as code, a tab a language; the language chosen last stands first open. */
import { html, render } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { LANGUAGES, sample } from '../lib/samples.js';
import { marks } from '../lib/samples/marks.js';
import { recall } from '../lib/storage.js';
import { copyButton } from './copy.js';

const KEPT = 'samples';
const MARKED_MAX = 20_000;

function chosenLanguage() {
  const kept = recall(KEPT);
  return LANGUAGES.some(one => one.id === kept) ? kept : LANGUAGES[0].id;
}

const tab = ({ id, label }, isChosen, of) => html`
  <button type="button" class="code-tab" role="tab" id="${of}-tab-${id}" data-do="tab"
          data-value="${id}" aria-controls="${of}-${id}" aria-selected="${String(isChosen)}"
          tabindex="${isChosen ? '0' : '-1'}">${label}</button>`;

const piece = ([kind, text]) =>
  (kind ? html`<span class="code-${kind}">${text}</span>` : text);

const marked = (id, text) => (text.length > MARKED_MAX ? text : marks(id, text).map(piece));

/* No line break before what is in <pre>: it would be shown. */
function panelInside({ id, label, using }, call) {
  const text = sample(id, call);
  return html`
    <div class="code-bar"><span>${label} <span class="soft">${using}</span></span>
      ${copyButton(text, { what: t('samples.code', { language: label }),
        className: 'button--small' })}</div>
    <pre tabindex="0"><code>${marked(id, text)}</code></pre>`;
}

const panel = (language, call, isChosen, of) => html`
  <div class="code-panel" role="tabpanel" id="${of}-${language.id}" data-language="${language.id}"
       aria-labelledby="${of}-tab-${language.id}" ${!isChosen && html`hidden`}>
    ${isChosen && panelInside(language, call)}</div>`;

const hasFile = ({ body }) => body?.kind === 'file'
  || (body?.kind === 'multipart' && body.parts.some(part => part.filename !== undefined));

function codeSamples(call, of) {
  const chosen = chosenLanguage();
  return html`
    <div class="code-samples">
      <div class="code-tabs" role="tablist" aria-label="${t('samples.languages')}"
           data-remember="${KEPT}">
        ${LANGUAGES.map(one => tab(one, one.id === chosen, of))}</div>
      ${LANGUAGES.map(one => panel(one, call, one.id === chosen, of))}
      ${hasFile(call) && html`<p class="code-hint">${t('samples.files')}</p>`}
    </div>`;
}

/** Shows a call, as callFrom() of lib/call.js gives it, inside of area; each language is written
 *  when it is first chosen. `id` tells two on one page apart. */
export function showSamples(area, call, { id = 'code' } = {}) {
  render(area, codeSamples(call, id));
  area.firstElementChild.addEventListener('tab-shown', ({ target }) => {
    if (target.firstElementChild) return;
    const language = LANGUAGES.find(one => one.id === target.dataset.language);
    render(target, panelInside(language, call));
  });
}
