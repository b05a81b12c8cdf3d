/*
 * Figures across a crash: of the calls that were answered, those of the last second at most are
 * missing after kill -9, none is counted twice, and the counting goes on.
 */
import assert from "node:assert/strict"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"

import { callsOf, sendRequest } from "./support/portal.mjs"
import { startServer } from "./support/server.mjs"

const CALLERS = 4
const PACE_MS = 5
const SURE_CALLS = 40
const SECOND_MS = 1000
const SLACK_MS = 1500 /* for a busy machine: when the second's writing reaches the disk */
const PATIENCE_MS = 20_000

/* Access to wilayah, and a key for it. */
async function keyWithAccess(server) {
  const budi = await callsOf(server.api, "budi")
  const reviewer = await callsOf(server.api, "reviewer")
  const asked = { bundle: "wilayah", application_name: "Uji", purpose: "Uji" }
  const { data: request } = await sendRequest(budi, asked)
  await reviewer("POST", `/admin/requests/${request.id}/approve`, {})
  return (await budi("POST", "/keys", { label: "Uji", environment: "development" })).data
}

async function ask(server, key) {
  const answer = await fetch(`${server.gateway}/development/wilayah/provinsi/11`, {
    headers: { "X-API-Key": key.key },
  })
  await answer.arrayBuffer()
  assert.equal(answer.status, 200)
}

/* Fills in when each call was answered, and how many were begun, until the server is gone. */
async function askSteadily(server, key, calls) {
  const one = async () => {
    for (;;) {
      calls.begun++
      await ask(server, key)
      calls.answered.push(Date.now())
      await sleep(PACE_MS)
    }
  }
  await Promise.allSettled(Array.from({ length: CALLERS }, one))
}

const sureAt = ({ answered }, now) =>
  answered.filter(at => at <= now - SECOND_MS - SLACK_MS).length

async function counted(server, key) {
  const budi = await callsOf(server.api, "budi")
  return (await budi("GET", `/usage?key=${key.id}&step=minute`)).data.totals.calls
}

async function countedAtLast(server, key, wanted) {
  const end = Date.now() + PATIENCE_MS
  let found = await counted(server, key)
  while (found < wanted && Date.now() < end) {
    await sleep(100)
    found = await counted(server, key)
  }
  return found
}

test("a crash loses the figures of one second at most", async t => {
  let server = await startServer()
  t.after(() => server.stop())
  const key = await keyWithAccess(server)

  const calls = { begun: 0, answered: [] }
  const asking = askSteadily(server, key, calls)
  const end = Date.now() + PATIENCE_MS
  while (sureAt(calls, Date.now()) < SURE_CALLS && Date.now() < end) await sleep(100)
  const sure = sureAt(calls, Date.now())
  await server.kill()
  await asking
  const { begun, answered } = calls

  server = await startServer({ env: server.env })
  const kept = await counted(server, key)
  t.diagnostic(`${answered.length} answered, ${sure} of them in time, ${kept} kept`)
  assert.ok(sure >= SURE_CALLS, `${sure} calls were answered in time`)
  assert.ok(kept >= sure, `${kept} kept of ${sure}`)
  assert.ok(kept <= begun, `${kept} kept of ${begun} that were begun`)

  for (let i = 0; i < 5; i++) await ask(server, key)
  assert.equal(await countedAtLast(server, key, kept + 5), kept + 5)
})
