/*
 * The API's own Postman collection against a fresh server:
 *   node tests/support/server.mjs node tests/postman.mjs
 * First that the file is what the document makes of it, then Newman sends every request of it,
 * signed in as the demo admin.
 */
import { readFileSync } from "node:fs"
import newman from "newman"
import { makeCollection, path } from "./support/collection.mjs"

const api = process.env.SIMPUL_PUBLIC_URL ?? "http://127.0.0.1:8080"

async function signIn() {
  const response = await fetch(`${api}/auth`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username: "admin", password: "simpul-demo-admin" }),
  })
  return (await response.json()).token
}

const run = (collection, token) => new Promise((resolve, reject) => newman.run({
  collection,
  envVar: [{ key: "baseUrl", value: api }, { key: "bearerToken", value: token },
    { key: "basicAuthUsername", value: "demo-internal" },
    { key: "basicAuthPassword", value: "simpul-demo-internal" }],
  timeoutRequest: 20_000,
}, (error, summary) => (error ? reject(error) : resolve(summary))))

const text = readFileSync(path, "utf8")
const isCurrent = text === await makeCollection()
if (!isCurrent) console.log("openapi/postman_collection.json is old: make it again with "
  + "node tests/support/collection.mjs")

const { run: { stats, failures } } = await run(JSON.parse(text), await signIn())
for (const { source, error } of failures) console.log(`${source?.name}: ${error.message}`)
console.log(`${stats.requests.total} requests`)
const failed = failures.length + (isCurrent ? 0 : 1)
const passed = stats.assertions.total - stats.assertions.failed + (isCurrent ? 1 : 0)
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed ? 1 : 0)
