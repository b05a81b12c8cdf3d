/*
 * A server that is killed while many write: it comes up again, its database is sound, and every
 * write that was acknowledged is there.
 */
import assert from "node:assert/strict"
import { execFile } from "node:child_process"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import { promisify } from "node:util"

import { callsOf } from "./support/portal.mjs"
import { root, startServer } from "./support/server.mjs"

const ROUNDS = 3
const WRITERS = 16
const WRITES_FOR_MS = 1200
const NEW = { environment: "development" }

/*
 * Creates a key and renames it until the server is gone. What was acknowledged last stands in
 * keys as label; what was sent and perhaps never answered as sent.
 */
async function write(call, keys) {
  let id, answer
  for (let number = 0; ; number++) {
    const body = { label: `Kunci ${number}` }
    if (id) keys.get(id).sent = body.label
    try {
      answer = id
        ? await call("PATCH", `/keys/${id}`, body)
        : await call("POST", "/keys", { ...body, ...NEW })
    } catch {
      return number
    }
    assert.equal(answer.status, id ? 200 : 201, JSON.stringify(answer))
    id = answer.data.id
    keys.set(id, { label: body.label, sent: body.label })
  }
}

/* How many writes were acknowledged before the server was killed. */
async function crash(server, keys) {
  const call = await callsOf(server.api, "budi")
  const writers = Array.from({ length: WRITERS }, () => write(call, keys))
  await sleep(WRITES_FOR_MS)
  await server.kill()
  const counts = await Promise.all(writers)
  return counts.reduce((sum, count) => sum + count, 0)
}

async function lost(server, keys) {
  const call = await callsOf(server.api, "budi")
  const missing = []
  for (const [id, { label, sent }] of keys) {
    const { status, data } = await call("GET", `/keys/${id}`)
    const found = data?.label
    if (status !== 200 || (found !== label && found !== sent)) missing.push({ id, label, found })
  }
  return missing
}

test("nothing acknowledged is lost when the server is killed", async (t) => {
  const keys = new Map()
  let server = await startServer()
  t.after(() => server.stop())
  let writes = 0
  for (let round = 1; round <= ROUNDS; round++) {
    const count = await crash(server, keys)
    assert.ok(count > WRITERS, `${count} writes in round ${round}`)
    writes += count
    const env = { ...process.env, ...server.env }
    await promisify(execFile)(`${root}/build/release/simpul`, ["check"], { env })
    server = await startServer({ env: server.env })
    assert.deepEqual(await lost(server, keys), [], `round ${round}`)
  }
  t.diagnostic(`${writes} writes acknowledged in ${ROUNDS} rounds, none lost`)
})
