/* The document and the route table say the same: which operations there are, and who may call. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { document, name, operations, routes } from "./document.mjs"

const security = operation => operation.security ?? document.security
const CREDENTIALS = { INTERNAL_CLIENT: "client", DEVICE: "device" }
const schemes = operation => security(operation).map(one => Object.keys(one)[0] ?? "nobody")

test("every route is documented, and every documented operation is a route", () => {
  assert.ok(routes.length > 0)
  assert.deepEqual(operations.map(name).sort(), routes.map(name).sort())
})

test("an operation id names the handler, once", () => {
  const ids = operations.map(one => one.operation.operationId)
  assert.equal(new Set(ids).size, ids.length)
  for (const route of routes) {
    const { operation } = operations.find(one => name(one) === name(route))
    assert.equal(operation.operationId, route.handler, name(route))
  }
})

test("the document demands the credentials that the guard demands", () => {
  for (const route of routes) {
    const { operation } = operations.find(one => name(one) === name(route))
    const found = schemes(operation)
    if (route.guard === "ANYONE" || route.guard === "DEVELOPMENT")
      assert.ok(found.length === 0 || found.includes("nobody"), name(route))
    else if (route.guard === "READER")
      assert.deepEqual(found, ["session", "nobody"], name(route))
    else
      assert.deepEqual(found, [CREDENTIALS[route.guard] ?? "session"], name(route))
  }
})

test("a guarded operation documents its refusals", () => {
  for (const route of routes.filter(one => !["ANYONE", "DEVELOPMENT"].includes(one.guard))) {
    const { operation } = operations.find(one => name(one) === name(route))
    assert.ok(operation.responses["401"], `${name(route)}: 401`)
    if (!["SIGNED_IN", "READER", "INTERNAL_CLIENT", "DEVICE"].includes(route.guard))
      assert.ok(operation.responses["403"], `${name(route)}: 403`)
  }
})

test("an operation that demands a step-up documents what would do", () => {
  const guarded = routes.filter(route => route.needsStepUp)
  assert.ok(guarded.length > 3)
  for (const route of guarded) {
    const { operation } = operations.find(one => name(one) === name(route))
    assert.equal(operation.responses["403"]?.$ref, "#/components/responses/StepUp", name(route))
  }
})

test("every operation has a tag of the list and a summary", () => {
  const tags = document.tags.map(tag => tag.name)
  for (const one of operations) {
    assert.ok(one.operation.summary, name(one))
    assert.ok(one.operation.tags?.every(tag => tags.includes(tag)), name(one))
  }
})
