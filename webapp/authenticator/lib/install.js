// @ts-check
/* Installing: where the browser offers it, a button of ours does it. */

let offer = null;
const listeners = new Set();

const tell = () => { for (const listener of listeners) listener(); };

/** Whether a button can install the app now. */
export const canInstall = () => Boolean(offer);

/** Whether this is an iPhone's or iPad's browser, where only its own menu installs, and where what
 * is kept outside an installed app is tidied away after a week. */
export const mustInstallByHand = () =>
  'standalone' in navigator && /** @type {any} */ (navigator).standalone === false;

/** Calls `listener` when installing becomes possible or is done; gives what ends that. */
export function onInstall(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export async function install() {
  const asked = offer;
  offer = null;
  await asked?.prompt();
}

export function startInstall() {
  addEventListener('beforeinstallprompt', event => {
    event.preventDefault();
    offer = event;
    tell();
  });
  addEventListener('appinstalled', () => {
    offer = null;
    tell();
  });
}
