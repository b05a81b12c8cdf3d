/*
 * The Postman collections of bundles as somebody downloads them, sent by Newman unchanged but for
 * the API key: those of the demo bundles to the demo's own upstream, where every request must
 * succeed, and one with awkward values, of which all must arrive. Their OpenAPI documents, as
 * downloaded, must be valid and name the gateway.
 */
import { createConfig, lintFromString } from "@redocly/openapi-core"
import newman from "newman"
import { startEcho } from "./echo.mjs"
import { callsOf, sendRequest } from "./portal.mjs"

const DEMO = ["wilayah", "kalender", "identitas"]
const AWKWARD = "sukar"
const text = { type: "string" }
const query = (name, example, more = {}) => ({ name, in: "query", example, schema: {}, ...more })

/* [method and path, operation, what must arrive: path and query, headers, body] */
const CASES = [
  ["get /berkas/{nama}", { parameters: [
    { name: "nama", in: "path", required: true, example: "b c?d#é%", schema: text },
  ] }, "/berkas/b%20c%3Fd%23%C3%A9%25"],
  ["get /dalam/{a}-{b}.json", { parameters: [
    { name: "a", in: "path", required: true, example: "x", schema: text },
    { name: "b", in: "path", required: true, example: 2, schema: { type: "integer" } },
  ] }, "/dalam/x-2.json"],
  ["get /cari", { parameters: [
    query("q", "kopi & teh=1+1#é \"x\""), query("daftar", ["a", "b,c"]),
    query("pendek", ["a", "b"], { explode: false }),
    query("pipa", [1, 2], { style: "pipeDelimited" }),
    query("dalam", { x: { y: 1 } }, { style: "deepObject" }),
    { name: "mati", in: "query", schema: text },
  ] }, "/cari?q=kopi%20%26%20teh%3D1%2B1%23%C3%A9%20%22x%22&daftar=a&daftar=b%2Cc&pendek=a,b"
    + "&pipa=1%7C2&dalam[x][y]=1"],
  ["post /kirim", { requestBody: { content: { "application/json": {
    example: { a: "it's \"ok\" é" } } } } }, "/kirim", "{\n  \"a\": \"it's \\\"ok\\\" é\"\n}"],
  ["post /isian", { requestBody: { content: { "application/x-www-form-urlencoded": {
    example: { nama: "Ayu & Budi", daftar: ["a", "b"] } } } } }, "/isian",
  "nama=Ayu%20%26%20Budi&daftar=a&daftar=b"],
]

function awkwardDocument() {
  const paths = {}
  for (const [name, operation] of CASES) {
    const [method, path] = name.split(" ")
    paths[path] = { [method]: { summary: name, responses: {}, ...operation } }
  }
  return { openapi: "3.1.0", info: { title: "Sukar", version: "1" }, paths }
}

async function done(answer) {
  const { status, ...body } = await answer
  if (status >= 300) throw new Error(JSON.stringify({ status, ...body }))
  return body.data
}

async function makeAwkward(publisher, upstream) {
  const { slug } = await done(publisher("POST", "/admin/bundles/import",
    { document: awkwardDocument() }))
  await done(publisher("PATCH", `/admin/bundles/${slug}`,
    { slug: AWKWARD, upstreams: { development: { url: upstream } } }))
  await done(publisher("POST", `/admin/bundles/${AWKWARD}/publish`))
}

async function keyFor(member, reviewer) {
  for (const bundle of [...DEMO, AWKWARD]) {
    const { id } = await done(sendRequest(member, { bundle, application_name: "Postman",
      purpose: "Menjalankan koleksi." }))
    await done(reviewer("POST", `/admin/requests/${id}/approve`, {}))
  }
  return (await done(member("POST", "/keys", { label: "Postman", environment: "development" }))).key
}

const send = (collection, key) => new Promise((resolve, reject) => newman.run({
  collection, envVar: [{ key: "api_key", value: key }], timeoutRequest: 20_000,
}, (error, summary) => (error ? reject(error) : resolve(summary.run))))

const collectionOf = async (member, slug) => {
  const { status, ...collection } = await member("GET", `/bundles/${slug}/postman.json`)
  if (status !== 200) throw new Error(`${slug}: ${status}`)
  return collection
}

async function demoFaults(member, key) {
  const faults = []
  for (const slug of DEMO) {
    const { executions } = await send(await collectionOf(member, slug), key)
    for (const { item, response } of executions) {
      if (!(response?.code < 300)) faults.push(`${slug} ${item.name}: ${response?.code}`)
    }
  }
  return faults
}

const gateway = process.env.SIMPUL_GATEWAY_URL ?? "http://127.0.0.1:8081"

async function documentFaults(member) {
  const config = await createConfig({ extends: ["minimal"],
    rules: { "struct": "error", "no-unresolved-refs": "error", "security-defined": "error" } })
  const faultsOf = async slug => {
    const { status, ...document } = await member("GET", `/bundles/${slug}/openapi.json`)
    const found = await lintFromString({ source: JSON.stringify(document), config,
      absoluteRef: `${slug}.json` })
    const server = document.servers?.[0]?.url
    const lost = server === `${gateway}/development/${slug}` ? [] : [`${slug}: server ${server}`]
    return [...lost, ...found.filter(one => one.severity === "error")
      .map(one => `${slug}: ${one.message} at ${one.location?.[0]?.pointer}`), ...(
      status === 200 ? [] : [`${slug}: ${status}`])]
  }
  return (await Promise.all([...DEMO, AWKWARD].map(faultsOf))).flat()
}

/* Encoded in one way or another, the same is meant. */
const meaning = url => {
  const [path, query = ""] = url.replace(/^\/dasar/, "").split("?")
  return JSON.stringify([path.split("/").map(decodeURIComponent),
    query.split("&").map(pair => pair.split("=").map(decodeURIComponent))])
}

async function awkwardFaults(member, key, echo) {
  const { executions } = await send(await collectionOf(member, AWKWARD), key)
  const heard = echo.heard.get(undefined) ?? []
  return CASES.flatMap(([name, , url, body = ""], i) => {
    const code = executions[i]?.response?.code, arrived = heard[i]
    if (code !== 200 || !arrived) return [`${name}: ${code}`]
    const isSame = meaning(arrived.url) === meaning(url) && String(arrived.body) === body
    return isSame ? [] : [`${name}: ${arrived.url} ${arrived.body}`]
  })
}

/* What went wrong, as lines. */
export async function tryBundleCollections(api) {
  const echo = await startEcho()
  const [member, reviewer, publisher] = await Promise.all(
    ["budi", "reviewer", "penerbit"].map(name => callsOf(api, name)))
  try {
    await makeAwkward(publisher, echo.url)
    const key = await keyFor(member, reviewer)
    return [...await demoFaults(member, key), ...await awkwardFaults(member, key, echo),
      ...await documentFaults(member)]
  } finally {
    await echo.stop()
  }
}
