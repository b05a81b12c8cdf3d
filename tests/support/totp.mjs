/* An authenticator app as anybody has one: the codes of a secret (RFC 6238), each given once. The
 * server takes a code one step late, so two may follow each other without waiting. */
import { createHmac } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
const STEP_MS = 30_000
const HURRY_MS = 5000      // what is left of a step when its last code is not begun any more

function bytesOf(secret) {
  let bits = ""
  for (const letter of secret) bits += ALPHABET.indexOf(letter).toString(2).padStart(5, "0")
  return Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))
}

export function codeAt(secret, step) {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const digest = createHmac("sha1", bytesOf(secret)).update(counter).digest()
  const offset = digest[19] & 15
  return String((digest.readUInt32BE(offset) & 0x7fffffff) % 1e6).padStart(6, "0")
}

const used = new Map()

/* The oldest code that is still good and was not given before; waits for one if need be. */
export async function nextCode(secret) {
  const now = Date.now() / STEP_MS
  const isLate = STEP_MS * (1 - now % 1) < HURRY_MS
  const oldest = Math.floor(now) - (isLate ? 0 : 1)
  const step = Math.max(oldest, (used.get(secret) ?? 0) + 1)
  used.set(secret, step)
  if (step > now) await sleep(step * STEP_MS - Date.now() + 50)
  return codeAt(secret, step)
}

/* A code that no step near this one has. */
export function wrongCode(secret) {
  const near = [-2, -1, 0, 1, 2].map(i => codeAt(secret, Math.floor(Date.now() / STEP_MS) + i))
  return ["000000", "111111", "222222", "333333", "444444", "555555"]
    .find(code => !near.includes(code))
}
