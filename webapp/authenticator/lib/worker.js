// @ts-check
/* The service worker by which the app opens offline, and how a new version takes over: at a start,
 * when no other window shows the old one. */
import { workerUrl } from '../../lib/html.js';

const LOOK_AGAIN_MS = 3_600_000;

/* Only a version that waited before this start: one that arrives later waits for the next. */
function takeOver(registration) {
  if (!registration.waiting || !navigator.serviceWorker.controller) return;
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(),
    { once: true });
  registration.waiting.postMessage('take over');
}

function lookForUpdates(registration) {
  let lookedAt = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - lookedAt < LOOK_AGAIN_MS) return;
    lookedAt = Date.now();
    registration.update().catch(() => {});   /* offline */
  });
}

export async function startWorker() {
  if (!navigator.serviceWorker) return;
  try {
    const registration = await navigator.serviceWorker.register(workerUrl('authenticator'),
      { scope: '/app/authenticator/', updateViaCache: 'none' });
    takeOver(registration);
    lookForUpdates(registration);
  } catch (error) {
    console.warn('no offline use:', error.message);
  }
}
