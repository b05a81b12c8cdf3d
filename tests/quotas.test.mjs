/*
 * Quotas at the gateway across stops and crashes: a stop loses no count; a server that is killed
 * loses at most those of its last second, and never lets more pass than the quota and that second.
 */
import assert from "node:assert/strict"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"

import { startServer } from "./support/server.mjs"

const QUOTA = 600
const PACE_MS = 10
const CALLERS = 64
const SECOND_MS = 1000
const SLACK_MS = 500 /* for a busy machine: when the second's writing reaches the disk */
const PDF = "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

async function call(server, method, path, { token, body, form } = {}) {
  const answer = await fetch(server.api + path, {
    method,
    headers: {
      ...(token && { Authorization: `Bearer ${token}` }),
      ...(body && { "Content-Type": "application/json" }),
    },
    body: form ?? (body && JSON.stringify(body)),
  })
  const json = await answer.json()
  assert.ok(answer.ok, `${method} ${path}: ${JSON.stringify(json)}`)
  return json.data ?? json
}

async function signIn(server, username, password) {
  const body = { username, password, options: { nativeApp: true } }
  return (await call(server, "POST", "/auth", { body })).token
}

const budi = server => signIn(server, "budi", "simpul-demo-budi")

/* Access to wilayah with a daily quota, and a key for it. */
async function keyWithQuota(server) {
  const token = await budi(server)
  const reviewer = await signIn(server, "reviewer", "simpul-demo-reviewer")
  const asked = { bundle: "wilayah", application_name: "Uji", purpose: "Uji", agreed: true }
  const form = new FormData()
  form.append("request", new Blob([JSON.stringify(asked)], { type: "application/json" }))
  form.append("letter", new Blob([PDF], { type: "application/pdf" }), "surat.pdf")
  const { id } = await call(server, "POST", "/requests", { token, form })
  const approval = { quota_per_day: QUOTA }
  await call(server, "POST", `/admin/requests/${id}/approve`, { token: reviewer, body: approval })
  const wanted = { label: "Uji", environment: "development" }
  return (await call(server, "POST", "/keys", { token, body: wanted })).key
}

async function used(server) {
  return (await call(server, "GET", "/bundles/wilayah", { token: await budi(server) })).quota.day
    .used
}

async function ask(server, key) {
  const answer = await fetch(`${server.gateway}/development/wilayah/provinsi/11`, {
    headers: { "X-API-Key": key },
  })
  await answer.arrayBuffer()
  assert.ok([200, 429].includes(answer.status), `status ${answer.status}`)
  return answer.status === 200
}

/* When each call that passed was answered, until the server is gone or time is up. */
async function askSteadily(server, key, forMs) {
  const passed = []
  const until = Date.now() + forMs
  while (Date.now() < until) {
    if (await ask(server, key).catch(() => false)) passed.push(Date.now())
    await sleep(PACE_MS)
  }
  return passed
}

/* How many pass when 64 clients ask until nothing is left. */
async function askForAll(server, key) {
  const one = async () => {
    let count = 0
    while (await ask(server, key)) count++
    return count
  }
  const counts = await Promise.all(Array.from({ length: CALLERS }, one))
  return counts.reduce((sum, count) => sum + count, 0)
}

test("a quota outlives stops and crashes", async t => {
  let server = await startServer()
  t.after(() => server.stop())
  const key = await keyWithQuota(server)

  const asking = askSteadily(server, key, 2500)
  await sleep(2300)
  const killedAt = Date.now()
  await server.kill()
  const passed = await asking
  const late = passed.filter(at => at > killedAt - SECOND_MS - SLACK_MS).length
  server = await startServer({ env: server.env })
  const kept = await used(server)
  assert.ok(passed.length > 50, `${passed.length} calls passed`)
  assert.ok(kept >= passed.length - late, `${kept} of ${passed.length} kept, ${late} late`)
  t.diagnostic(`${passed.length} passed, ${kept} kept when it was killed`)

  const more = await askForAll(server, key)
  assert.equal(kept + more, QUOTA)
  assert.ok(passed.length + more <= QUOTA + late)

  server.process.kill("SIGTERM")
  while (server.process.exitCode === null) await sleep(20)
  server = await startServer({ env: server.env })
  assert.equal(await used(server), QUOTA)
  assert.equal(await ask(server, key), false)
})
