// @ts-check
/* SHA-256 (FIPS 180-4) without waiting: WebCrypto's digest answers by promise, which makes a
 * hundred thousand of them slow, and is missing where the page came by plain http. */

const isPrime = n => {
  for (let d = 2; d * d <= n; d++) if (n % d === 0) return false;
  return true;
};

const primes = Array.from({ length: 310 }, (_, i) => i + 2).filter(isPrime);
const fraction = root => ((root - Math.floor(root)) * 2 ** 32) | 0;
const K = Int32Array.from(primes.slice(0, 64), p => fraction(Math.cbrt(p)));
const START = Int32Array.from(primes.slice(0, 8), p => fraction(Math.sqrt(p)));
const W = new Int32Array(64);

const turn = (x, n) => (x >>> n) | (x << (32 - n));

function expand(block) {
  for (let i = 0; i < 16; i++) W[i] = block.getInt32(i * 4);
  for (let i = 16; i < 64; i++) {
    const a = W[i - 15], b = W[i - 2];
    const s0 = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
    const s1 = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
    W[i] = (W[i - 16] + s0 + W[i - 7] + s1) | 0;
  }
}

function mix(state) {
  let [a, b, c, d, e, f, g, h] = state;
  for (let i = 0; i < 64; i++) {
    const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = turn(a, 2) ^ turn(a, 13) ^ turn(a, 22);
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0;
    d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  const added = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] = (state[i] + added[i]) | 0;
}

function padded(bytes) {
  const size = (bytes.length + 72) & ~63;
  const all = new Uint8Array(size);
  all.set(bytes);
  all[bytes.length] = 0x80;
  const view = new DataView(all.buffer);
  view.setUint32(size - 8, Math.floor(bytes.length / 2 ** 29));
  view.setUint32(size - 4, bytes.length << 3);
  return all.buffer;
}

const utf8 = new TextEncoder();

/** The digest of a text, as 64 hexadecimal digits. */
export function sha256Hex(/** @type {string} */ text) {
  const message = padded(utf8.encode(text));
  const state = START.slice();
  for (let at = 0; at < message.byteLength; at += 64) {
    expand(new DataView(message, at, 64));
    mix(state);
  }
  return Array.from(state, word => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
