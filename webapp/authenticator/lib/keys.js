// @ts-check
/* The key pair by which the portal knows this device for one account: ECDSA on P-256, made here,
 * its private half readable by no script. */

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

export const makeKeys = () => crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);

/** The public half as the portal wants it. */
export async function publicJwk(key) {
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', key);
  return { kty, crv, x, y };
}

const encoded = text => new TextEncoder().encode(text);

const hexOf = buffer =>
  Array.from(new Uint8Array(buffer), byte => byte.toString(16).padStart(2, '0')).join('');

const base64Of = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)));

/** What is signed: method, path, time and the body's digest, a line each. */
export async function signedText(method, path, time, body) {
  const digest = await crypto.subtle.digest('SHA-256', encoded(body));
  return [method, path, time, hexOf(digest)].join('\n');
}

/** The headers of a signed call; `deviceId` is empty while pairing. */
export async function signatureHeaders(key, { method, path, time, body, deviceId }) {
  const text = await signedText(method, path, time, body);
  const signature = await crypto.subtle.sign(SIGNING, key, encoded(text));   // raw r and s
  return {
    ...(deviceId && { 'Simpul-Device': deviceId }),
    'Simpul-Time': String(time),
    'Simpul-Signature': base64Of(signature),
  };
}
