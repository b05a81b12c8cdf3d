// @ts-check
/* What a QR of TOTP holds: otpauth://totp/ISSUER:NAME?secret=… and perhaps issuer, algorithm,
 * digits and period. Our portal's carries &pairing=TOKEN&portal=URL as well; other apps leave those
 * aside. */
import { Problem } from '../../lib/http.js';
import { decodeBase32 } from './base32.js';

const HASHES = { SHA1: 'SHA-1', SHA256: 'SHA-256', SHA512: 'SHA-512' };
const DIGITS = [6, 8];
const PERIOD_MIN_S = 5, PERIOD_MAX_S = 600;
const SECRET_MIN_BYTES = 5, SECRET_MAX_BYTES = 256;
const NAME_MAX = 128;

/** @param {string} code @returns {never} */
function refuse(code) {
  throw new Problem(0, code);
}

const decoded = text => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

/* Names come from strangers: no control or direction-changing characters, and not endless. */
const cleaned = text =>
  [...text.replace(/[\p{Cc}\p{Cf}]/gu, '').trim()].slice(0, NAME_MAX).join('');

function readLabel(label, issuer) {
  const [first, ...rest] = decoded(label).split(':');
  if (!rest.length) return { issuer: cleaned(issuer), name: cleaned(first) };
  return { issuer: cleaned(issuer || first), name: cleaned(rest.join(':')) };
}

/** The bytes of a secret as it is typed or stands in a QR. */
export function readSecret(text) {
  const secret = decodeBase32(text);
  if (!secret || secret.length < SECRET_MIN_BYTES || secret.length > SECRET_MAX_BYTES) {
    return refuse('totp_secret_invalid');
  }
  return secret;
}

function readNumber(text, usual) {
  if (text === null || text === '') return usual;
  return /^\d{1,4}$/.test(text) ? Number(text) : refuse('totp_unsupported');
}

/** How codes are made: { hash, digits, period }; the usual where nothing is said. */
export function readManner({ algorithm, digits, period }) {
  const hash = HASHES[(algorithm || 'SHA1').toUpperCase().replace('-', '')];
  const manner = { hash, digits: readNumber(digits, 6), period: readNumber(period, 30) };
  const isKnown = hash && DIGITS.includes(manner.digits)
    && manner.period >= PERIOD_MIN_S && manner.period <= PERIOD_MAX_S;
  return isKnown ? manner : refuse('totp_unsupported');
}

const originOf = url => {
  try {
    return new URL(url).origin;
  } catch {
    return '';
  }
};

/** Whether a text is meant as such an address. */
export const isOtpauth = text => /^\s*otpauth(-migration)?:/i.test(text);

/**
 * Reads an otpauth address; a Problem says why it cannot be used.
 * @param {string} text
 */
export function readOtpauth(text) {
  const [, kind, label, query] = /^otpauth:\/\/(\w+)\/([^?#]*)\?([^#]*)/i.exec(text.trim()) ?? [];
  if (!kind) return refuse(isOtpauth(text) ? 'totp_unsupported' : 'qr_not_totp');
  if (kind.toLowerCase() !== 'totp') return refuse('totp_unsupported');
  const values = new URLSearchParams(query);
  const of = name => values.get(name);
  const manner = { algorithm: of('algorithm'), digits: of('digits'), period: of('period') };
  return {
    ...readLabel(label, of('issuer') ?? ''),
    ...readManner(manner),
    secret: readSecret(of('secret') ?? ''),
    pairing: of('pairing') ?? '',
    portal: originOf(of('portal') ?? ''),
  };
}
