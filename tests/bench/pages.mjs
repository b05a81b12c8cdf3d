/* Opens the documentation of a large bundle as a slow PC does: see pages.sh. */
import { readFileSync } from "node:fs"
import { openBrowser, person } from "../support/browser.mjs"
import { callsOf, signIn } from "../support/portal.mjs"
import { startServer } from "../support/server.mjs"

const [file = "", rounds = "3"] = process.argv.slice(2)
const BYTES_PER_S = 125_000, SLOWER = 4
const LINE = ".docs-line", PART = ".docs-part"

const property = (_, i) => [`bidang_${i}`, { type: "string", description: `Bidang ke-${i}.` }]
const many = (length, make) => Object.fromEntries(Array.from({ length }, make))
const schema = { type: "object", properties: many(20, property) }

function operation(i) {
  const content = { "application/json": { schema: { $ref: `#/components/schemas/S${i % 50}` } } }
  return { tags: [`Kelompok ${i % 25}`], summary: `Operasi ke-${i}`,
    description: `Menjawab **data** ke-${i}, menurut \`kode\`.`,
    parameters: [{ name: "kode", in: "path", required: true, schema: { type: "string" } }],
    requestBody: { content }, responses: { 200: { description: "Data", content } } }
}

const made = () => JSON.stringify({
  openapi: "3.1.0", info: { title: "Besar", version: "1", description: "Lima ratus operasi." },
  paths: many(500, (_, i) => [`/kelompok/${i}/{kode}`, { post: operation(i) }]),
  components: { schemas: many(50, (_, i) => [`S${i}`, schema]) },
})

async function publish(api) {
  const call = await callsOf(api, "penerbit"), form = new FormData()
  form.append("openapi", new Blob([file ? readFileSync(file) : made()]), file || "besar.json")
  const { data } = await call("POST", "/admin/bundles/import", form)
  const upstreams = { development: { url: "http://127.0.0.1:9" } }
  await call("PATCH", `/admin/bundles/${data.slug}`, { upstreams, provider: "Contoh" })
  await call("POST", `/admin/bundles/${data.slug}/publish`)
  return { slug: data.slug, count: data.report.endpoints }
}

/* When a selector is first seen, told by the page itself: once the frame that shows it is painted.
 * Nothing is asked of the page before it is there, as that would take time from it. */
const watch = selector => {
  const find = () => document.querySelector(selector)
  const tell = () => console.debug(`seen ${performance.now()}`)
  const look = () => requestAnimationFrame(() => {
    if (find()?.getBoundingClientRect().height > 0) setTimeout(tell)
    else look()
  })
  const waiting = new MutationObserver(() => {
    if (!find()) return
    waiting.disconnect()
    look()
  })
  waiting.observe(document, { childList: true, subtree: true })
}

const slow = async session => {
  await session.send("Network.enable")
  await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0,
    downloadThroughput: BYTES_PER_S, uploadThroughput: BYTES_PER_S })
  await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWER })
}

async function measure(browser, origin, kept, { from, go, click, until }) {
  const context = await browser.newContext({ storageState: kept.state,
    viewport: { width: 1280, height: 800 } })
  context.setDefaultTimeout(180_000)
  const page = await context.newPage(), session = await context.newCDPSession(page)
  const seen = seenAt(page)
  if (from) {
    await page.goto(`${origin}/app${from}`, { waitUntil: "networkidle" })
    if (click) await page.locator(click).first().waitFor()
  }
  await slow(session)
  if (!click) await page.addInitScript(watch, until)
  const begin = click ? await page.evaluate(() => performance.now()) : 0
  if (click) {
    await page.evaluate(watch, until)
    await page.evaluate(selector => document.querySelector(selector).click(), click)
  } else await page.goto(`${origin}/app${go}`, { waitUntil: "commit" })
  const took = await seen - begin
  kept.state = await context.storageState()
  await context.close()
  return took
}

/* Waits without asking the page, which would run code of the test's in it while it starts. */
async function seenAt(page) {
  const message = await page.waitForEvent("console", one => one.text().startsWith("seen "))
  return Number(message.text().slice(5))
}

const median = list => list.sort((a, b) => a - b)[Math.floor(list.length / 2)]

const server = await startServer()
const browser = await openBrowser()
try {
  const { slug, count } = await publish(server.api)
  const reader = await person(browser, server.api), kept = {}
  await signIn(reader, "budi")
  kept.state = await reader.context.storageState()
  const docs = `/marketplace/${slug}/docs`
  const ways = {
    "from the bundle's page to its documentation": { from: `/marketplace/${slug}`,
      click: `main a[href$="/docs"]`, until: LINE },
    "from there to an endpoint": { from: docs, click: LINE, until: PART },
    "loaded anew": { from: docs, go: docs, until: LINE },
    "for the first time in this browser": { go: docs, until: LINE },
  }
  console.log(`${count} operations, 1 Mbit/s, ${SLOWER} times slower; first operation visible:`)
  for (const [name, way] of Object.entries(ways)) {
    const times = []
    for (let i = 0; i < Number(rounds); i++)
      times.push(await measure(browser, server.api, kept, way))
    console.log(`${String(Math.round(median(times))).padStart(7)} ms  ${name}`)
  }
} finally {
  await browser.close()
  await server.stop()
}
