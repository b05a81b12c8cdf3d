/* The start: language, then the page for the address, and the watch for sign-ins that wait. */
import { startBehaviours } from '../lib/behaviours.js';
import { html, render } from '../lib/html.js';
import { preferredLanguage, t, useLanguage } from '../lib/i18n.js';
import { go } from '../lib/router.js';
import { emptyState } from '../components/state.js';
import { isShown, startFrame } from './frame.js';
import { startInstall } from './lib/install.js';
import { onNews, startWatch, waitingNow } from './lib/watch.js';
import { startWorker } from './lib/worker.js';
import * as codes from './pages/codes.js';
import { routes } from './routes.js';
import { drawShell, drawWaiting } from './shell.js';

/* Browsers give keys and a camera only to pages that came by https, or from this machine. */
const isUsable = () => isSecureContext && Boolean(crypto.subtle);

function refuse() {
  const main = document.querySelector('main');
  main.ariaBusy = null;
  render(main, html`
    <h1 class="unseen" tabindex="-1">${t('insecure.title')}</h1>
    ${emptyState({ name: 'lock', title: t('insecure.title'), text: t('insecure.text') })}`);
}

const seen = new Set();

/* A sign-in that is new shows itself, but never in the middle of something else. */
function announce() {
  const [fresh] = waitingNow().filter(({ challenge }) => !seen.has(challenge.id));
  for (const { challenge } of waitingNow()) seen.add(challenge.id);
  if (fresh && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(200);
  const isFree = isShown(codes) && !document.querySelector('dialog[open], .menu[open]');
  if (fresh && isFree) go(`/authenticator/approve/${fresh.challenge.id}`);
  drawWaiting();
}

startInstall();
await useLanguage(preferredLanguage(), ['authenticator', 'problems']);
startBehaviours();
drawShell();
addEventListener('popstate', drawWaiting);
if (isUsable()) {
  onNews(announce);
  await startFrame(routes);
  startWatch();
  startWorker();
} else {
  refuse();
}
