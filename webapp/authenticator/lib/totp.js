// @ts-check
/* Codes by time (RFC 6238) on WebCrypto's HMAC. */

/** A secret as a key that no script can read again; the bytes are wiped. */
export async function importSecret(bytes, hash) {
  const algorithm = { name: 'HMAC', hash };
  const key = await crypto.subtle.importKey('raw', bytes, algorithm, false, ['sign']);
  bytes.fill(0);
  return key;
}

/* The counter as eight bytes, the greatest first. */
function counterBytes(counter) {
  const bytes = new DataView(new ArrayBuffer(8));
  bytes.setUint32(0, Math.floor(counter / 2 ** 32));
  bytes.setUint32(4, counter % 2 ** 32);
  return bytes.buffer;
}

/** The step that a time belongs to. */
export const stepAt = (period, seconds) => Math.floor(seconds / period);

/** The seconds that the code of a time still stands: from `period` down to just above 0. */
export const leftAt = (period, seconds) => period - seconds % period;

/**
 * The code of an account at a time in seconds since 1970.
 * @param {{secretKey: CryptoKey, digits: number, period: number}} account
 * @param {number} seconds
 */
export async function codeAt({ secretKey, digits, period }, seconds) {
  const counter = counterBytes(stepAt(period, seconds));
  const mac = new DataView(await crypto.subtle.sign('HMAC', secretKey, counter));
  const offset = mac.getUint8(mac.byteLength - 1) & 0xf;
  const number = mac.getUint32(offset) & 0x7fffffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}

/** '123456' → '123 456': read in two halves, nobody loses the place. */
export const inHalves = code => `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`;
