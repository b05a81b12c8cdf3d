/*
 * Postman collections against a fresh server, those of bundles and then the API's own:
 *   node tests/support/server.mjs node tests/postman.mjs
 * First that the file is what the document makes of it; after the bundles' Newman sends every
 * request of it, signed in as the demo admin: every answer must be one that the document names.
 */
import { readFileSync } from "node:fs"
import newman from "newman"
import { operations } from "./contract/document.mjs"
import { tryBundleCollections } from "./support/bundle_collections.mjs"
import { makeCollection, path } from "./support/collection.mjs"

const api = process.env.SIMPUL_PUBLIC_URL ?? "http://127.0.0.1:8080"

/* Before each request the admin signs in anew, since some requests end the session. */
const SIGN_IN = `pm.sendRequest({
  url: pm.environment.get("baseUrl") + "/auth", method: "POST",
  header: { "Content-Type": "application/json" },
  body: { mode: "raw", raw: '{"username":"admin","password":"simpul-demo-admin"}' },
}, (error, answer) => pm.environment.set("bearerToken", answer.json().token))`

const withSignIn = collection =>
  ({ ...collection, event: [{ listen: "prerequest", script: { exec: SIGN_IN.split("\n") } }] })

const run = collection => new Promise((resolve, reject) => newman.run({
  collection: withSignIn(collection),
  envVar: [{ key: "baseUrl", value: api }, { key: "basicAuthUsername", value: "demo-internal" },
    { key: "basicAuthPassword", value: "simpul-demo-internal" }],
  timeoutRequest: 20_000,
}, (error, summary) => (error ? reject(error) : resolve(summary))))

/* The requests carry the document's examples, which name nothing of this server: not all can
 * succeed, but what only reads and names nothing must, save where a device has to sign. */
const mayBeMissing = new Set(operations.filter(one => one.operation.responses["404"])
  .map(one => one.operation.summary))
/* Newman has no device to sign with. */
const isForDevices = new Set(operations
  .filter(one => one.operation.security?.some(way => way.device))
  .map(one => one.operation.summary))
const mustSucceed = ({ item }) => item.request.method === "GET" && !mayBeMissing.has(item.name)
  && !isForDevices.has(item.name)

const text = readFileSync(path, "utf8")
const isCurrent = text === await makeCollection()
if (!isCurrent) console.log("openapi/postman_collection.json is old: make it again with "
  + "node tests/support/collection.mjs")

const faults = await tryBundleCollections(api)
for (const fault of faults) console.log(`a bundle's collection: ${fault}`)

const { run: { stats, failures, executions } } = await run(JSON.parse(text))
for (const { source, error } of failures) console.log(`${source?.name}: ${error.message}`)
const answers = new Map(executions.map(one => [one.item.id, one]))
const refused = [...answers.values()]
  .filter(one => mustSucceed(one) && !(one.response?.code < 300))
for (const { item, response } of refused)
  console.log(`${item.name}: ${response?.code} where success was due`)
const succeeded = [...answers.values()].filter(one => one.response?.code < 300).length
console.log(`${answers.size} requests, ${succeeded} of them with success`)
const failed = faults.length + failures.length + refused.length + (isCurrent ? 0 : 1)
const passed = stats.assertions.total - stats.assertions.failed + (isCurrent ? 1 : 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
