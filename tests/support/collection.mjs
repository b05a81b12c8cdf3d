/*
 * Makes openapi/postman_collection.json from openapi/openapi.yaml:
 *   node tests/support/collection.mjs
 * Every request gets a test: the status is one that the document names, and an answer in JSON is
 * an object. The same document gives the same file, byte for byte.
 */
import { readFileSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { parse } from "yaml"

const root = fileURLToPath(new URL("../..", import.meta.url))
export const path = `${root}/openapi/postman_collection.json`
const source = `${root}/openapi/openapi.yaml`

/* Any operation may also say these. */
const COMMON = ["400", "404", "409", "413", "415", "422", "429", "503"]

const OPTIONS = {
  folderStrategy: "Tags", requestParametersResolution: "Example",
  exampleParametersResolution: "Example", includeAuthInfoInExample: false,
  optimizeConversion: false, stackLimit: 50, keepImplicitHeaders: true,
}

/* The converter invents values where the document has no example, here always the same ones: it
 * keeps the Math.random that it finds when it is loaded, and its clock stands. */
let state
const invented = () => (state = (state * 16807) % 2147483647) / 2147483647

const NOW = Date.UTC(2030, 0, 1)
class StillDate extends Date {
  constructor(...given) {
    super(...(given.length > 0 ? given : [NOW]))
  }

  static now() {
    return NOW
  }
}

const converted = (converter, document) => new Promise((resolve, reject) =>
  converter.convert({ type: "json", data: document }, OPTIONS, (error, result) => {
    if (error || !result.result) reject(error ?? new Error(result.reason))
    else resolve(result.output[0].data)
  }))

async function convert(document) {
  const { random } = Math, { Date: clock } = globalThis
  Math.random = invented
  globalThis.Date = StillDate
  state = 1
  try {
    const { default: converter } = await import("openapi-to-postmanv2")
    return await converted(converter, document)
  } finally {
    Math.random = random
    globalThis.Date = clock
  }
}

function operationOf(document, request) {
  const wanted = `/${request.url.path.join("/")}`.replace(/:(\w+)/g, "{$1}")
  return document.paths[wanted]?.[request.method.toLowerCase()]
}

const testOf = statuses => [
  `pm.test("the status is documented", () =>`,
  `  pm.expect(${JSON.stringify(statuses)}).to.include(String(pm.response.code)));`,
  `pm.test("JSON is an object", () => {`,
  `  if ((pm.response.headers.get("Content-Type") || "").includes("json"))`,
  `    pm.expect(pm.response.json()).to.be.an("object");`,
  `});`,
]

/* Optional parameters are there to be switched on. */
const isRequired = (operation, { key }) =>
  operation.parameters?.some(one => one.name === key && one.required) ?? false

/* Random ids and saved examples would make each conversion another file. */
function clean(item, document) {
  delete item.id
  delete item.response
  if (item.item) {
    item.item.forEach(one => clean(one, document))
    return
  }
  const operation = operationOf(document, item.request)
  if (!operation) throw new Error(`no operation for ${item.request.method} ${item.name}`)
  const statuses = [...new Set([...Object.keys(operation.responses), ...COMMON])].sort()
  for (const parameter of item.request.url.query ?? [])
    parameter.disabled = !isRequired(operation, parameter)
  item.event = [{ listen: "test", script: { type: "text/javascript", exec: testOf(statuses) } }]
}

export async function makeCollection() {
  const document = parse(readFileSync(source, "utf8"))
  const collection = await convert(document)
  delete collection.info._postman_id
  collection.item.forEach(item => clean(item, document))
  delete collection.event
  return `${JSON.stringify(collection, null, 1)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(path, await makeCollection())
