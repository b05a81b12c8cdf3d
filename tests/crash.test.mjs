/*
 * A server that is killed while many write: it comes up again, its database is sound, and every
 * write that was acknowledged is there.
 */
import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"

import { root, startServer } from "./support/server.mjs"

const ROUNDS = 3
const WRITERS = 16
const WRITES_FOR_MS = 1200

async function call(server, method, path, { token, body } = {}) {
  const answer = await fetch(server.api + path, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { "Content-Type": "application/json" }),
    },
    body: body && JSON.stringify(body),
  })
  return { status: answer.status, body: await answer.json() }
}

async function signIn(server) {
  const body = { username: "budi", password: "simpul-demo-budi", options: { nativeApp: true } }
  const answer = await call(server, "POST", "/auth", { body })
  assert.equal(answer.status, 200, JSON.stringify(answer.body))
  return answer.body.token
}

/* Creates keys until the server is gone; adds what was acknowledged to keys. */
async function write(server, token, keys, refusals) {
  for (let number = 0; ; number++) {
    const body = { label: `Kunci ${number}`, environment: "development" }
    let answer
    try {
      answer = await call(server, "POST", "/keys", { token, body })
    } catch {
      return
    }
    if (answer.status === 201) keys.set(answer.body.data.id, answer.body.data.label)
    else refusals.push(answer)
    if (refusals.length > 20) return
  }
}

async function crash(server, keys) {
  const token = await signIn(server)
  const refusals = []
  const before = keys.size
  const writers = Array.from({ length: WRITERS }, () => write(server, token, keys, refusals))
  await sleep(WRITES_FOR_MS)
  await server.kill()
  await Promise.all(writers)
  assert.deepEqual(refusals, [], "a write was refused")
  assert.ok(keys.size > before, "nothing was acknowledged")
}

async function lost(server, keys) {
  const token = await signIn(server)
  const missing = []
  for (const [id, label] of keys) {
    const answer = await call(server, "GET", `/keys/${id}`, { token })
    if (answer.status !== 200 || answer.body.data.label !== label) missing.push(id)
  }
  return missing
}

test("nothing acknowledged is lost when the server is killed", async (t) => {
  const keys = new Map()
  let server = await startServer()
  t.after(() => server.stop())
  for (let round = 1; round <= ROUNDS; round++) {
    await crash(server, keys)
    const env = { ...process.env, ...server.env }
    await promisify(execFile)(`${root}/build/release/simpul`, ["check"], { env })
    server = await startServer({ env: server.env })
    assert.deepEqual(await lost(server, keys), [], `round ${round}`)
  }
  t.diagnostic(`${keys.size} keys acknowledged in ${ROUNDS} rounds, none lost`)
})
