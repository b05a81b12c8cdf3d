/*
 * The code samples as printed, against a running gateway:
 *   node tests/support/server.mjs node tests/samples.mjs [LANGUAGE…]
 * For every endpoint of the demo bundles and for awkward ones the samples are written down, run,
 * and what arrives at an upstream of the test is compared with what was meant. Without languages:
 * those whose interpreters are among the packages for tests. laravel, java, go and csharp need
 * those of the list "samples" (script/packages).
 */
import assert from "node:assert/strict"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { callFrom, exampleValues } from "../webapp/lib/call.js"
import { sample } from "../webapp/lib/samples.js"
import { AWKWARD, awkwardDocument } from "./support/awkward.mjs"
import { partsOf, sameJson, startEcho } from "./support/echo.mjs"
import { callsOf, sendRequest } from "./support/portal.mjs"
import { runSamples } from "./support/sample_runs.mjs"

const api = process.env.SIMPUL_PUBLIC_URL ?? "http://127.0.0.1:8080"
const gateway = process.env.SIMPUL_GATEWAY_URL ?? "http://127.0.0.1:8081"
const DEMO = ["wilayah", "kalender", "identitas"]
const HARD_ONES = "sulit"
const NO_LIMITS = { rate_per_second: null, burst: null, quota_per_day: null, quota_per_month: null }
const chosen = process.argv.length > 2 ? process.argv.slice(2)
  : ["curl", "javascript", "python", "php"]

async function done(answer) {
  const { status, ...body } = await answer
  assert.ok(status < 300, JSON.stringify({ status, ...body }))
  return body.data
}

/* ---- the bundles, all of them before the test's upstream, and a key for them */

async function makeBundles(publisher, upstream) {
  const upstreams = { development: { url: upstream, header: null } }
  const draft = await done(publisher("POST", "/admin/bundles/import",
    { document: awkwardDocument() }))
  await done(publisher("PATCH", `/admin/bundles/${draft.slug}`,
    { slug: HARD_ONES, name: "Sulit", upstreams, limits: NO_LIMITS }))
  await done(publisher("POST", `/admin/bundles/${HARD_ONES}/publish`))
  for (const slug of DEMO) {
    await done(publisher("PATCH", `/admin/bundles/${slug}`, { upstreams, limits: NO_LIMITS }))
  }
}

async function keyFor(member, reviewer, slugs) {
  for (const bundle of slugs) {
    const { id } = await done(sendRequest(member, { bundle, application_name: "Contoh kode",
      purpose: "Menjalankan contoh." }))
    await done(reviewer("POST", `/admin/requests/${id}/approve`, {}))
  }
  const wanted = { label: "Contoh kode", environment: "development" }
  return (await done(member("POST", "/keys", wanted))).key
}

/* Every endpoint with its call, and what was meant by it where that is written down. */
async function endpointsOf(member, slug) {
  const lines = await done(member("GET", `/bundles/${slug}/endpoints?view=list`))
  return Promise.all(lines.map(async ({ id }) => {
    const endpoint = await done(member("GET", `/bundles/${slug}/endpoints/${id}`))
    const hard = slug === HARD_ONES && AWKWARD.find(one =>
      one.method === endpoint.method && one.path === endpoint.path)
    const values = hard ? hard.values : exampleValues(endpoint)
    return { name: `${slug} ${endpoint.method} ${endpoint.path}`, meant: hard?.meant,
      call: key => callFrom(endpoint, values, { base: `${gateway}/development`, slug, key }) }
  }))
}

/* ---- what was meant, and what arrived */

const decoded = url => {
  const [path, query = ""] = url.split("?")
  return { segments: path.split("/").slice(1).map(decodeURIComponent),
    query: query ? query.split("&").map(pair => pair.split("=").map(decodeURIComponent)) : [] }
}

/* What was meant by an endpoint of the demo: its call. */
function meantBy({ url, body }) {
  const { segments, query } = decoded(new URL(url).pathname + new URL(url).search)
  const isJson = body?.kind === "text" && /json/.test(body.type)
  return { segments: segments.slice(2), query, ...(isJson && { json: body.text, type: body.type }),
    ...(body?.kind === "text" && !isJson && { text: body.text, type: body.type }) }
}

const byName = pairs => [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
const type = headers => (headers["content-type"] ?? "").replaceAll(" ", "").toLowerCase()

/* fetch and browsers end the lines of a form's fields as the mail does. */
const lines = ({ value, ...part }) =>
  (value === undefined ? part : { ...part, value: value.replaceAll("\r\n", "\n") })

const CHECKS = {
  segments: ({ url }, segments) =>
    assert.deepEqual(decoded(url).segments, ["dasar", ...segments]),
  query: ({ url }, query) => assert.deepEqual(decoded(url).query, query),
  headers: ({ headers }, meant) => assert.deepEqual(Object.fromEntries(
    Object.keys(meant).map(name => [name, headers[name] ?? ""])), meant),
  type: ({ headers }, meant) => assert.equal(type(headers), meant.replaceAll(" ", "")),
  json: ({ body }, text) => (isJson(text)
    ? assert.deepEqual(sameJson(body.toString()), sameJson(text))
    : assert.equal(body.toString(), text)),
  text: ({ body }, text) => assert.equal(body.toString(), text),
  fields: ({ body, headers }, fields) => {
    assert.equal(type(headers).split(";")[0], "application/x-www-form-urlencoded")
    assert.deepEqual(byName([...new URLSearchParams(body.toString())]), byName(fields))
  },
  parts: (heard, parts) => {
    assert.equal(type(heard.headers).split(";")[0], "multipart/form-data")
    assert.deepEqual(partsOf(heard).map(lines),
      parts.map(part => (part.filename ? { ...part, content: contentOf(part.filename) } : part)))
  },
  file: ({ body }, filename) => assert.equal(body.toString(), contentOf(filename)),
  bytes: ({ body }, size) => assert.equal(body.length, size),
}

const isJson = text => {
  try {
    return JSON.parse(text) !== undefined
  } catch {
    return false
  }
}
const contentOf = filename => `%PDF-1.4 isi ${filename} "\\$'\n`

function compare(heard, meant, method) {
  assert.equal(heard.length, 1, `arrived ${heard.length} times`)
  assert.equal(heard[0].method, method)
  assert.equal(heard[0].headers["x-api-key"], undefined, "the key travelled on")
  for (const [what, value] of Object.entries(meant)) CHECKS[what](heard[0], value)
}

/* ---- a language */

async function tryLanguage(language, all, { key, folder, echo }) {
  const tagged = all.map((one, at) => {
    const call = one.call(key)
    const tag = `${language}-${at}`
    return { ...one, tag, sent: { ...call, headers: [...call.headers, ["X-Sample", tag]] } }
  })
  const began = Date.now()
  const said = await runSamples(language, tagged.map(one => sample(language, one.sent)), folder)
  const faults = tagged.flatMap(({ name, tag, sent, meant }) => {
    try {
      compare(echo.heard.get(tag) ?? [], meant ?? meantBy(sent), sent.method)
      const isShown = said.stdout.includes(`terdengar: ${tag}\n`)
      assert.ok(isShown || sent.method === "HEAD", "the answer was not printed")
      return []
    } catch (error) {
      return [`${language}: ${name}: ${error.message}`]
    }
  })
  for (const fault of faults) console.log(`${fault}\n`)
  if (faults.length) console.log(`${said.stdout}\n${said.stderr}`.slice(0, 6000))
  console.log(`${language}: ${all.length - faults.length} of ${all.length} arrived as meant, `
    + `${Date.now() - began} ms`)
  return faults.length
}

const folder = mkdtempSync(join(tmpdir(), "simpul-samples-"))
const echo = await startEcho()
try {
  const [publisher, reviewer, member] = [await callsOf(api, "penerbit"),
    await callsOf(api, "reviewer"), await callsOf(api, "budi")]
  await makeBundles(publisher, echo.url)
  const slugs = [...DEMO, HARD_ONES]
  const key = await keyFor(member, reviewer, slugs)
  const all = (await Promise.all(slugs.map(slug => endpointsOf(member, slug)))).flat()
  for (const name of AWKWARD.flatMap(({ meant }) =>
    [meant.file, ...(meant.parts ?? []).map(part => part.filename)]).filter(Boolean)) {
    writeFileSync(join(folder, name), contentOf(name))
  }
  const faults = await Promise.all(chosen.map(language =>
    tryLanguage(language, all, { key, folder, echo })))
  const failed = faults.reduce((sum, one) => sum + one, 0)
  console.log(`${chosen.length * all.length - failed} passed, ${failed} failed`)
  process.exitCode = failed ? 1 : 0
} finally {
  echo.stop()
  rmSync(folder, { recursive: true, force: true })
}
