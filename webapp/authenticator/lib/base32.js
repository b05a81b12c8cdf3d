// @ts-check
/* Base32 (RFC 4648), as people type secrets: in any case, with spaces, dashes and padding. */

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const IMPOSSIBLE_REST = [1, 3, 6];   // no number of bytes ends with so many characters

/** The bytes, or null where the text is not base32. */
export function decodeBase32(text) {
  const plain = text.replace(/[\s-]/g, '').replace(/=+$/, '').toUpperCase();
  if (!/^[A-Z2-7]+$/.test(plain) || IMPOSSIBLE_REST.includes(plain.length % 8)) return null;
  const bytes = new Uint8Array(Math.floor(plain.length * 5 / 8));
  let bits = 0, value = 0, at = 0;
  for (const character of plain) {
    value = ((value << 5) | ALPHABET.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at++] = value >> bits;
  }
  return bytes;
}
