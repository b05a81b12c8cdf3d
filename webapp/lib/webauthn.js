// @ts-check
/* Passkeys in this browser: an authenticator is asked to make one, or to use one. The JSON on the
 * wire is WebAuthn's own, written here because older browsers do not do it by themselves. */
import { Problem } from './http.js';
import { recall, remember } from './storage.js';

/* Browsers bind passkeys to names, never to addresses. */
const isAddress = host => /^\[|^[\d.]+$/.test(host);

/** Whether the portal was opened at an address in figures, where no browser has passkeys. */
export const isAtAddress = () => isAddress(location.hostname);

export const canHavePasskeys = () =>
  Boolean(globalThis.PublicKeyCredential && navigator.credentials) && !isAtAddress();

/** Whether the browser offers passkeys in the list of a field. */
export const canOffer = async () => canHavePasskeys()
  && Boolean(await PublicKeyCredential.isConditionalMediationAvailable?.());

export const bytesOf = text =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), c => c.charCodeAt(0));

export const textOf = buffer => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

const NAMES = {
  NotAllowedError: 'passkey_cancelled', AbortError: 'passkey_cancelled',
  InvalidStateError: 'passkey_here', SecurityError: 'passkey_address',
  NotSupportedError: 'passkey_unsupported', ConstraintError: 'passkey_unsupported',
};

async function asked(act) {
  try {
    const credential = await act();
    if (credential) return credential;
  } catch (error) {
    throw new Problem(0, NAMES[error.name] ?? 'passkey_failed');
  }
  throw new Problem(0, 'passkey_cancelled');
}

/* ---- which passkeys stand on this device, as far as this browser has seen */

const seen = () => new Set((recall('passkeys') ?? '').split(' ').filter(Boolean));

const keepSeen = ids => remember('passkeys', [...ids].slice(-40).join(' '));

export const isOnThisDevice = id => seen().has(id);

function noteSeen({ id, authenticatorAttachment }) {
  if (authenticatorAttachment === 'platform') keepSeen(seen().add(id));
}

/** Tells the browser that the server knows no such passkey, so that it is offered no more. */
export function forgetPasskey(id) {
  const rest = seen();
  if (rest.delete(id)) keepSeen(rest);
  const gone = { rpId: location.hostname, credentialId: id };
  globalThis.PublicKeyCredential?.signalUnknownCredential?.(gone).catch(() => {});
}

/* ---- asking */

const described = list => (list ?? []).map(one => ({ ...one, id: bytesOf(one.id) }));

/** Makes a passkey as the answer of /passkeys/options wants it; gives what is sent back. */
export async function makePasskey(options) {
  const publicKey = {
    ...options, challenge: bytesOf(options.challenge),
    user: { ...options.user, id: bytesOf(options.user.id) },
    excludeCredentials: described(options.excludeCredentials),
  };
  const made = await asked(() => navigator.credentials.create({ publicKey }));
  noteSeen(made);
  const { response } = made;
  return {
    id: made.id, rawId: made.id, type: made.type,
    authenticatorAttachment: made.authenticatorAttachment,
    clientExtensionResults: made.getClientExtensionResults(),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      attestationObject: textOf(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

/** Uses a passkey as the answer of /auth/passkey/options wants it; `how` is beside publicKey. */
export async function usePasskey(options, how = {}) {
  const publicKey = {
    ...options, challenge: bytesOf(options.challenge),
    allowCredentials: described(options.allowCredentials),
  };
  const used = await asked(() => navigator.credentials.get({ publicKey, ...how }));
  noteSeen(used);
  const { response } = used;
  return {
    id: used.id, rawId: used.id, type: used.type,
    authenticatorAttachment: used.authenticatorAttachment,
    clientExtensionResults: used.getClientExtensionResults(),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      authenticatorData: textOf(response.authenticatorData),
      signature: textOf(response.signature),
      userHandle: textOf(response.userHandle ?? new ArrayBuffer(0)),
    },
  };
}
