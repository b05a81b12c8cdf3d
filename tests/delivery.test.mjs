/*
 * Messages, real processes, and a provider that is down or goes silent while the server is killed:
 * each message arrives once, as far as the provider makes that possible.
 */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { createHmac } from "node:crypto"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"

import { callsOf } from "./support/portal.mjs"
import {
  fail, startMailServer, startProvider, take, takeInSilence, takeOnce,
} from "./support/providers.mjs"
import { startServer } from "./support/server.mjs"

const PATIENCE_MS = 20_000
const PHONE = "6281200000004"

async function until(what, holds) {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    const found = await holds()
    if (found) return found
    await sleep(50)
  }
  throw new Error(`${what}: not within ${PATIENCE_MS} ms`)
}

/* A provider, its description in a folder, and the settings that name it. */
async function begin(t, more) {
  const folder = mkdtempSync(join(tmpdir(), "simpul-delivery-"))
  const provider = await startProvider(more)
  const mailServer = await startMailServer()
  provider.describe(join(folder, "contoh.json"))
  t.after(async () => {
    await provider.down().catch(() => {})
    mailServer.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  const env = {
    SIMPUL_WHATSAPP: `http:${join(folder, "contoh.json")}`,
    SIMPUL_EMAIL: `smtp://127.0.0.1:${mailServer.port}`,
    SIMPUL_EMAIL_FROM: "Simpul <noreply@contoh.go.id>",
  }
  return { env, folder, provider, mailServer }
}

/* The admin's calls to a server; signed in once. */
const calls = new WeakMap()

function admin(server) {
  if (!calls.has(server)) calls.set(server, callsOf(server.api, "admin"))
  return calls.get(server)
}

async function idOfBudi(server) {
  return (await (await admin(server))("GET", "/admin/users?q=budi")).data[0].id
}

/* budi's role changes, which a WhatsApp message tells budi. */
async function causeMessage(server, role = "reviewer") {
  const call = await admin(server)
  const answer = await call("PATCH", `/admin/users/${await idOfBudi(server)}`, { role })
  assert.equal(answer.status, 200, JSON.stringify(answer))
}

/* To budi's number: signing in may have sent the admin something, too. */
async function messages(server) {
  const call = await admin(server)
  return (await call("GET", `/admin/messages?to=${PHONE}&limit=100`)).data
}

const ofBudi = list => list.filter(one => one.to === PHONE)

const change = (server, sql) => execFileSync("sqlite3",
  [join(server.dataDir, "simpul.db"), ".timeout 5000", sql])

/* What waits for its next turn has it now, and the minute of a claim is over; so only where none is
 * being handed over. */
const letTimePass = server => change(server, "UPDATE messages SET next_at = 0,"
  + " handed_at = handed_at - 60 WHERE status = 'queued'")

test("the provider is down, the server is killed: it arrives once", async t => {
  const { env, provider } = await begin(t)
  await provider.down()
  let server = await startServer({ env })
  await causeMessage(server)
  await until("a first try", async () => (await messages(server))[0]?.last_error)
  await server.kill()
  letTimePass(server)
  server = await startServer({ env: server.env })
  await until("another try", async () => (await messages(server))[0].attempts > 1)
  assert.equal((await messages(server))[0].status, "queued")
  await server.kill()
  await provider.up()
  letTimePass(server)
  server = await startServer({ env: server.env })
  t.after(() => server.stop())
  await until("its arrival", async () => (await messages(server))[0].status === "sent")
  await sleep(1000)
  assert.equal(ofBudi(provider.taken).length, 1)
})

test("a provider in a bad mood gets it once in the end", async t => {
  const { env, provider } = await begin(t)
  const server = await startServer({ env })
  t.after(() => server.stop())
  const failure = async () => (await messages(server))[0]?.last_error
  provider.answer = fail(500)
  await causeMessage(server)
  const first = await until("a first failure", failure)
  provider.answer = fail(200)
  letTimePass(server)
  await until("a second one", async () => (await failure()) !== first)
  provider.answer = take
  letTimePass(server)
  await until("its arrival", async () => (await messages(server))[0].status === "sent")
  assert.equal(ofBudi(provider.calls).length, 3)
  assert.equal(ofBudi(provider.taken).length, 1)
})

/* Killed after the provider took it over, and before that could be written down. */
async function killInBetween(provider, env) {
  const server = await startServer({ env })
  provider.answer = one => one.body.to === PHONE ? takeInSilence(one) : take(one)
  await causeMessage(server)
  await until("the call", () => ofBudi(provider.taken).length === 1)
  await server.kill()
  letTimePass(server)
  return server
}

test("killed in between: a provider that knows its ids has it once", async t => {
  const { env, provider } = await begin(t, { doubt: "send_same" })
  let server = await killInBetween(provider, env)
  provider.answer = takeOnce
  server = await startServer({ env: server.env })
  t.after(() => server.stop())
  await until("its arrival", async () => (await messages(server))[0].status === "sent")
  assert.equal(ofBudi(provider.taken).length, 1)
  assert.equal((await messages(server))[0].last_error, null)
})

test("killed in between: any other has it twice at worst, and the admin sees that", async t => {
  const { env, provider } = await begin(t)
  let server = await killInBetween(provider, env)
  provider.answer = take
  server = await startServer({ env: server.env })
  t.after(() => server.stop())
  await until("its arrival", async () => (await messages(server))[0].status === "sent")
  assert.equal(ofBudi(provider.taken).length, 2)
  assert.match((await messages(server))[0].last_error, /may have arrived/)
})

test("killed in between: one that must not come twice waits for the admin", async t => {
  const { env, provider } = await begin(t, { doubt: "stop" })
  let server = await killInBetween(provider, env)
  provider.answer = take
  server = await startServer({ env: server.env })
  t.after(() => server.stop())
  await until("the end", async () => (await messages(server))[0].status === "dead")
  assert.equal(ofBudi(provider.calls).length, 1)
  assert.match((await messages(server))[0].last_error, /it may have arrived/)
})

/* What Meta's webhook posts for one message. */
function receiptOf(id, status) {
  const statuses = [{
    id: "wamid.1", status, timestamp: String(Math.floor(Date.now() / 1000)),
    biz_opaque_callback_data: id,
  }]
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value: { statuses } }] }],
  })
}

async function tellReceipt(server, body) {
  const signature = createHmac("sha256", "app-secret").update(body).digest("hex")
  const answer = await fetch(`${server.api}/webhooks/whatsapp`, {
    method: "POST", body, headers: { "X-Hub-Signature-256": `sha256=${signature}` },
  })
  assert.equal(answer.status, 200)
}

function cloudSettings({ folder, provider }) {
  const secrets = join(folder, "secrets")
  mkdirSync(secrets)
  for (const [name, text] of [["whatsapp-token", "t"], ["whatsapp-app-secret", "app-secret"]])
    writeFileSync(join(secrets, name), `${text}\n`, { mode: 0o600 })
  return {
    SIMPUL_WHATSAPP: "cloud:109876",
    SIMPUL_WHATSAPP_URL: `http://127.0.0.1:${provider.port}/v23.0`,
    SIMPUL_SECRETS_DIR: secrets,
  }
}

test("killed in between: Meta's receipt tells that it arrived", async t => {
  const all = await begin(t)
  const { provider } = all
  provider.answer = ({ provider }) => provider.taken.push({})
  let server = await startServer({ env: { ...all.env, ...cloudSettings(all) } })
  await causeMessage(server)
  await until("the call", () => provider.calls.length === 1)
  const [{ id }] = await messages(server)
  await server.kill()
  letTimePass(server)
  provider.answer = ({ response }) => response.destroy()
  server = await startServer({ env: server.env })
  t.after(() => server.stop())
  await until("the wait", async () => (await messages(server))[0].last_error)
  assert.match((await messages(server))[0].last_error, /receipt is awaited/)
  await tellReceipt(server, receiptOf(id, "delivered"))
  const [message] = await messages(server)
  assert.equal(message.status, "sent")
  assert.ok(message.delivered_at)
  assert.equal(provider.calls.length, 1)
})

test("a silent provider holds up no other channel", async t => {
  const { env, provider, mailServer } = await begin(t)
  provider.answer = () => {}
  const server = await startServer({ env })
  t.after(() => server.stop())
  for (const role of ["reviewer", "member", "reviewer"]) await causeMessage(server, role)
  change(server, `UPDATE accounts SET phone_number = NULL, phone_index = NULL
    WHERE id = '${await idOfBudi(server)}'`)
  await causeMessage(server, "member")
  await until("the mail", () => mailServer.mails.some(mail => mail.includes("budi@demo.example")))
  assert.ok(provider.calls.length > 0)
  for (const message of await messages(server)) assert.equal(message.last_error, null)
})
