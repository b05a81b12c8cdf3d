// @ts-check
/* A call as code, a tab a language; the language chosen last stands first open. */
import { html } from '../lib/html.js';
import { t } from '../lib/i18n.js';
import { LANGUAGES, sample } from '../lib/samples.js';
import { marks } from '../lib/samples/marks.js';
import { recall } from '../lib/storage.js';
import { copyButton } from './copy.js';

const KEPT = 'samples';

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

/* No line break before what is in <pre>: it would be shown. */
function panel({ id, label, using }, call, isChosen, of) {
  const text = sample(id, call);
  return html`
    <div class="code-panel" role="tabpanel" id="${of}-${id}" aria-labelledby="${of}-tab-${id}"
         ${!isChosen && html`hidden`}>
      <div class="code-bar"><span>${label} <span class="soft">${using}</span></span>
        ${copyButton(text, { what: t('samples.code', { language: label }),
          className: 'button--small' })}</div>
      <pre tabindex="0"><code>${marks(id, text).map(piece)}</code></pre>
    </div>`;
}

const hasFile = ({ body }) => body?.kind === 'file'
  || (body?.kind === 'multipart' && body.parts.some(part => part.filename !== undefined));

/** `call` is what callFrom() of lib/call.js gives; `id` tells two on one page apart. */
export function codeSamples(call, { id = 'samples' } = {}) {
  const chosen = chosenLanguage();
  return html`
    <div class="code-samples">
      <div class="code-tabs" role="tablist" aria-label="${t('samples.languages')}"
           data-remember="${KEPT}">
        ${LANGUAGES.map(one => tab(one, one.id === chosen, id))}</div>
      ${LANGUAGES.map(one => panel(one, call, one.id === chosen, id))}
      ${hasFile(call) && html`<p class="code-hint">${t('samples.files')}</p>`}
    </div>`;
}
