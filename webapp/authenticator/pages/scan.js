// @ts-check
/* The camera, looking for a QR. */
import { html, render } from '../../lib/html.js';
import { wordsFor } from '../../lib/form.js';
import { Problem } from '../../lib/http.js';
import { t } from '../../lib/i18n.js';
import { go, to } from '../../lib/router.js';
import { icon } from '../../components/icon.js';
import { added } from '../components/added.js';
import { backLink } from '../components/back.js';
import { addFromText } from '../lib/enrol.js';
import { lookAt, showCamera } from '../lib/scan.js';

export const title = () => t('scan.title');

export const view = () => html`
  <div class="stack narrow">
    <header>${backLink(t('code_list.title'))}<h1 tabindex="-1">${t('scan.title')}</h1></header>
    <div class="scan">
      <video class="scan-video" muted playsinline aria-label="${t('scan.video')}"></video>
      <span class="scan-frame" aria-hidden="true"></span>
    </div>
    <p class="scan-status" role="status">${t('scan.starting')}</p>
    <div class="actions"><a class="button" href="${to('/authenticator/add')}">
      ${t('scan.other_ways')}</a></div>
  </div>`;

function showStatus(main, text, isBad = false) {
  const place = main.querySelector('.scan-status');
  if (!place || place.dataset.text === text) return;
  place.dataset.text = text;
  render(place, isBad
    ? html`<span class="note note--bad">${icon('alert')}<span>${text}</span></span>`
    : html`${text}`);
}

function showFailure(main, error) {
  if (!(error instanceof Problem)) console.error(error);
  showStatus(main, wordsFor(error instanceof Problem ? error : new Problem(0, 'internal')), true);
}

/* Adds what was read. What cannot be added is said, and the camera looks on; the same text is not
 * tried twice, because it stays before the camera. */
function adder(main) {
  let tried = '';
  return async text => {
    if (text === tried) return false;
    tried = text;
    try {
      const next = await added(await addFromText(text));
      if (next.stay) go('/authenticator/add', { replace: true });
      else go(next.go, { replace: true });
      return true;
    } catch (error) {
      showFailure(main, error);
      return false;
    }
  };
}

/* The camera may be ready only when the reader is gone already. */
async function start(main, isOver, ends) {
  const video = main.querySelector('video');
  ends.push(await showCamera(video));
  if (isOver()) return;
  main.querySelector('.scan').dataset.state = 'on';
  showStatus(main, t('scan.looking'));
  ends.push(await lookAt(video, adder(main)));
}

export function ready(main) {
  const ends = [];
  let isOver = false;
  const end = () => ends.splice(0).forEach(one => one());
  start(main, () => isOver, ends)
    .catch(error => showFailure(main, error))
    .finally(() => isOver && end());
  return () => {
    isOver = true;
    end();
  };
}
