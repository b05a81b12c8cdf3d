/* The Grafana dashboard asks only for metrics and labels that /metrics gives. */
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { after, before, test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import { root, startServer } from "../support/server.mjs"

const dashboard = JSON.parse(readFileSync(`${root}/deploy/grafana/simpul.json`, "utf8"))
const asked = dashboard.panels.flatMap(panel => panel.targets ?? [])
  .map(target => target.expr)
const chosen = dashboard.templating.list.flatMap(one => one.definition ?? [])

/* Prometheus itself adds it. */
const ADDED = new Set(["instance"])

let server, given

/* A call is counted once it has been answered. */
async function counted() {
  for (let tries = 0; tries < 150; tries++) {
    const text = await (await fetch(`${server.api}/metrics`)).text()
    if (text.includes("simpul_gateway_calls_total{")) return text
    await sleep(100)
  }
  return assert.fail("the call was never counted")
}

before(async () => {
  server = await startServer()
  await fetch(`${server.gateway}/development/wilayah/provinsi`)
  const text = await counted()
  given = new Map()
  for (const [, name, labels = ""] of text.matchAll(/^(\w+)(?:\{(.*)\})? /gm)) {
    const known = given.get(name) ?? new Set()
    for (const [, label] of labels.matchAll(/(\w+)="/g)) known.add(label)
    given.set(name, known)
  }
})
after(() => server?.stop())

const metrics = text => [...text.matchAll(/\b(?:simpul|process)_\w+/g)].map(([name]) => name)

test("each metric that it asks for is given", () => {
  const names = [...asked, ...chosen].flatMap(metrics)
  assert.ok(names.length > 20)
  assert.deepEqual(names.filter(name => !given.has(name)), [])
})

test("each label that it asks for is that metric's", () => {
  const wrong = asked.filter(expr => {
    const known = new Set([...ADDED, ...metrics(expr).flatMap(name => [...given.get(name)])])
    const grouped = [...expr.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list]) => list.split(/, */))
    const matched = [...expr.matchAll(/(\w+)=~?"/g)].map(([, label]) => label)
    return [...grouped, ...matched].some(label => !known.has(label))
  })
  assert.deepEqual(wrong, [])
})

test("panels have a description, a unit and a place of their own", () => {
  const panels = dashboard.panels.filter(panel => panel.type !== "row")
  for (const { title, description, fieldConfig } of panels)
    assert.ok(title && description && fieldConfig.defaults.unit, title)
  const places = panels.map(({ gridPos: { x, y } }) => `${x} ${y}`)
  assert.equal(new Set(places).size, places.length)
  assert.equal(new Set(dashboard.panels.map(panel => panel.id)).size, dashboard.panels.length)
})
