/* The document names the code of every error that an operation can answer, as far as the sources
 * tell; exchanges.mjs holds those against it that really were answered. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { codesOf, errors } from "./codes.mjs"
import { codesIn, document, name, operations, routes } from "./document.mjs"

const statuses = new Map([...errors.values()].map(({ code, status }) => [code, status]))
const ANY = new Set(document["x-error-codes"])
const pairs = routes.map(route =>
  ({ route, operation: operations.find(one => name(one) === name(route)).operation }))

test("what a handler answers its operation lists", () => {
  const faults = pairs.flatMap(({ route, operation }) => [...codesOf(route).must]
    .filter(code => !codesIn(operation).has(code)).map(code => `${name(route)}: ${code}`))
  assert.deepEqual(faults, [])
})

test("an operation lists nothing that its handler cannot answer", () => {
  const faults = pairs.flatMap(({ route, operation }) => (operation["x-error-codes"] ?? [])
    .filter(code => !codesOf(route).may.has(code)).map(code => `${name(route)}: ${code}`))
  assert.deepEqual(faults, [])
})

test("what any operation may answer stands once, at the head", () => {
  assert.ok([...ANY].every(code => statuses.has(code)))
  for (const { route, operation } of pairs) {
    const own = operation["x-error-codes"] ?? []
    assert.deepEqual(own, [...new Set(own)].filter(code => !ANY.has(code)).sort(), name(route))
  }
})

/* As in exchanges.mjs: any operation may answer with these. */
const COMMON = ["400", "404", "413", "415", "422", "429", "503"]

test("every code's status is one of its operation's", () => {
  const faults = pairs.flatMap(({ route, operation }) => (operation["x-error-codes"] ?? [])
    .filter(code => ![...COMMON, ...Object.keys(operation.responses)].includes(statuses.get(code)))
    .map(code => `${name(route)}: ${statuses.get(code)} ${code}`))
  assert.deepEqual(faults, [])
})

test("every code of the list is some operation's", () => {
  const listed = new Set([...ANY, ...pairs.flatMap(one => [...codesIn(one.operation)])])
  assert.deepEqual([...statuses.keys()].filter(code => !listed.has(code)), [])
})
