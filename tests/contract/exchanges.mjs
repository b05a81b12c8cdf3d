/*
 * Holds every exchange that the API tests recorded against the OpenAPI document:
 *   node tests/contract/exchanges.mjs FILE
 * Fails for a status or a body that is not documented, and for an operation that was never
 * called, or never with success.
 */
import { readFileSync } from "node:fs"
import Ajv from "ajv/dist/2020.js"
import addFormats from "ajv-formats"
import { codesIn, document, name, operations } from "./document.mjs"

const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: true })
addFormats(ajv)
ajv.addSchema(document, "openapi")

const escape = text => text.replaceAll("~", "~0").replaceAll("/", "~1")
const patterns = operations.map(one => ({
  ...one,
  pattern: new RegExp(`^${one.path.replace(/[.]/g, "\\.").replace(/\{\w+\}/g, "[^/]+")}$`),
  literal: one.path.replace(/\{\w+\}/g, "").length,
})).sort((a, b) => b.literal - a.literal)

const find = exchange => patterns.find(one =>
  one.method === exchange.method.replace("HEAD", "GET")
    && one.pattern.test(exchange.url.split("?")[0]))

/* A response stands under its operation, or under components by reference. */
function pointer(one, status) {
  const response = one.operation.responses[String(status)]
  if (!response) return null
  return response.$ref?.slice(1)
    ?? `/paths/${escape(one.path)}/${one.method.toLowerCase()}/responses/${status}`
}

const at = path => path.split("/").slice(1)
  .reduce((node, key) => node?.[key.replaceAll("~1", "/").replaceAll("~0", "~")], document)

/* Refusals that any operation may give; their shape is checked all the same. */
const COMMON = new Set([400, 404, 405, 413, 415, 422, 429, 503])
const ERROR = "/components/responses/BadRequest"

function fault(one, exchange) {
  const place = pointer(one, exchange.status) ?? (COMMON.has(exchange.status) ? ERROR : null)
  if (!place) return `status ${exchange.status} is not documented`
  const content = at(place)?.content
  if (!content) return null
  const type = Object.keys(content).find(key => exchange.type.startsWith(key.split("/*")[0]))
  if (!type) return `${exchange.type} is not documented for ${exchange.status}`
  if (!content[type].schema || !type.includes("json")) return null
  const $ref = `openapi#${place}/content/${escape(type)}/schema`
  const { code } = exchange.body ?? {}
  if (exchange.status >= 400 && code && !codesIn(one.operation).has(code))
    return `${code} is not among its x-error-codes`
  const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref })
  if (validate(exchange.body)) return null
  const why = validate.errors.slice(0, 3).map(e => `${e.instancePath} ${e.message}`).join("; ")
  const body = JSON.stringify(exchange.body).slice(0, 300)
  return `the body of ${exchange.status} does not fit: ${why} — ${body}`
}

const exchanges = readFileSync(process.argv[2], "utf8").trim().split("\n").map(JSON.parse)
const faults = new Set(), called = new Set(), succeeded = new Set()
for (const exchange of exchanges) {
  const one = find(exchange)
  if (!one) continue
  called.add(name(one))
  if (exchange.status < 400) succeeded.add(name(one))
  const what = fault(one, exchange)
  if (what) faults.add(`${name(one)}: ${what}`)
}
for (const one of operations) {
  if (!called.has(name(one))) faults.add(`${name(one)} was never called`)
  else if (!succeeded.has(name(one))) faults.add(`${name(one)} never succeeded`)
}
for (const line of faults) console.log(line)
console.log(`${exchanges.length} exchanges held against ${operations.length} operations`)
const passed = Math.max(0, operations.length - faults.size)
console.log(`${passed} passed, ${faults.size} failed`)
process.exit(faults.size ? 1 : 0)
