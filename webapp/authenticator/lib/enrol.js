// @ts-check
/* Adding an account: from a QR's text, which may pair this device with the portal, or typed. */
import { ask } from '../../lib/dialog.js';
import { Problem } from '../../lib/http.js';
import { t } from '../../lib/i18n.js';
import { alike, keep } from './accounts.js';
import { deviceName } from './device.js';
import { makeKeys } from './keys.js';
import { fullName } from './names.js';
import { readManner, readOtpauth, readSecret } from './otpauth.js';
import { isOurs, pair } from './portal.js';
import { importSecret } from './totp.js';
import { wake } from './watch.js';

/* An account that stands already is replaced only when the reader wants that. */
async function mayReplace(twin) {
  return !twin || ask({
    title: t('enrol.replace', { account: fullName(twin) }),
    text: t('enrol.replace_text'),
    yes: t('enrol.replace_yes'),
  });
}

async function plain({ issuer, name, hash, digits, period, secret }) {
  return { issuer, name, hash, digits, period, secretKey: await importSecret(secret, hash) };
}

/* A QR pairs one device, and for a while only. */
function explain(error) {
  const isOver = error instanceof Problem && error.code === 'token_invalid';
  throw isOver ? new Problem(error.status, 'pairing_over') : error;
}

/* The portal says itself how its codes are made. */
async function paired({ issuer, name, secret, pairing }) {
  secret.fill(0);
  const keys = await makeKeys();
  const { device_id: deviceId, account, totp } =
    await pair(keys, pairing, deviceName()).catch(explain);
  const draft = await plain({
    issuer: account.issuer || issuer, name: account.username || name,
    ...readManner(totp), secret: readSecret(totp.secret),
  });
  return { ...draft, deviceId, signingKey: keys.privateKey, refusedAt: null };
}

async function add(found, make) {
  const twin = await alike(found);
  if (!(await mayReplace(twin))) {
    found.secret.fill(0);
    return null;
  }
  const account = await keep(await make(found), twin);
  navigator.storage?.persist?.();   // so that the browser does not tidy the keys away
  if (account.deviceId) wake();
  return account;
}

/** Adds what a QR says: { account, elsewhere }, or null when the reader turned back. `elsewhere` is
 * the address of the portal that would have to be asked, where it is not ours. */
export async function addFromText(text) {
  const found = readOtpauth(text);
  const elsewhere = found.pairing && !isOurs(found.portal) ? found.portal : '';
  const account = await add(found, found.pairing && !elsewhere ? paired : plain);
  return account && { account, elsewhere };
}

/** Adds what was typed: { issuer, name, secret, algorithm, digits, period }. */
export async function addTyped({ issuer = '', name, secret, ...manner }) {
  const found = { issuer, name, ...readManner(manner), secret: readSecret(secret) };
  const account = await add(found, plain);
  return account && { account, elsewhere: '' };
}
