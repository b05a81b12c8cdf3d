/*
 * Chromium for the browser tests. A person is a page of their own:
 *   const browser = await openBrowser()
 *   const { page } = await person(browser, server.api, { phone: true })
 *   await check(page)        axe finds no violation on what is shown now
 *   await shows(locator, 2)  so many are shown, at last: a page may still show what it did before
 * Console errors, broken content security policy and requests to any other host fail the test at
 * `await done(page)`.
 */
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { setTimeout as sleep } from "node:timers/promises"
import { chromium } from "playwright-core"

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8")
const PHONE = { width: 360, height: 740 }, PC = { width: 1280, height: 800 }
const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"]

/* With `camera`, a file that support/qr_video.mjs writes, it has a camera that shows that file; the
 * file is read when a page turns the camera on. */
export const openBrowser = ({ camera } = {}) => chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: camera ? [...QUIET, "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${camera}`] : QUIET,
})

const complaints = new WeakMap()

/* A refused call is shown as an error by the browser; the app's own words for it are tested. */
const isRefusedCall = text => /Failed to load resource.*\b4[0-3][0-9]\b/.test(text)

function listen(page, origin) {
  const list = []
  complaints.set(page, list)
  page.on("pageerror", error => list.push(`page error: ${error.message}`))
  page.on("console", message => {
    if (message.type() === "error" && !isRefusedCall(message.text())) list.push(message.text())
  })
  page.on("request", request => {
    const url = new URL(request.url())
    if (/^http/.test(url.protocol) && url.origin !== origin) list.push(`a request to ${url.host}`)
  })
}

export async function person(browser, origin, { phone = false, dark = false, language } = {}) {
  const context = await browser.newContext({
    viewport: phone ? PHONE : PC, isMobile: phone, hasTouch: phone, acceptDownloads: true,
    colorScheme: dark ? "dark" : "light", locale: language === "en" ? "en-GB" : "id-ID",
    timezoneId: "Asia/Jakarta", reducedMotion: "reduce", bypassCSP: false, permissions: [],
  })
  context.setDefaultTimeout(15_000)
  if (language) {
    await context.addInitScript(chosen => {
      if (location.protocol.startsWith("http")) localStorage.setItem("simpul.language", chosen)
    }, language)
  }
  const page = await context.newPage()
  listen(page, origin)
  return { context, page, open: path => page.goto(`${origin}/app${path}`) }
}

/* One session a page, kept: when one ends, Chromium takes a page's virtual authenticator away. */
const sessions = new WeakMap()

export async function devtools(page) {
  if (!sessions.has(page)) sessions.set(page, page.context().newCDPSession(page))
  return sessions.get(page)
}

/* axe runs in a world of its own, so that the page's policy stays as it is. */
export async function check(page, where = page.url()) {
  await page.waitForFunction(() => document.querySelector("main")?.ariaBusy !== "true")
  const session = await devtools(page)
  const { frameTree } = await session.send("Page.getFrameTree")
  const { executionContextId: contextId } = await session.send("Page.createIsolatedWorld",
    { frameId: frameTree.frame.id, worldName: "axe" })
  const run = async (expression, awaitPromise = false) => {
    const { result, exceptionDetails } = await session.send("Runtime.evaluate",
      { expression, contextId, awaitPromise, returnByValue: true })
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description)
    return result.value
  }
  await run(`${axe};0`)
  const found = await run(`axe.run(document, { resultTypes: ["violations"] }).then(r =>
    r.violations.map(v =>
      v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ")).join(", ")))`,
  true)
  assert.deepEqual(found, [], `axe at ${where}`)
  const spill = await page.evaluate(() =>
    document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.ok(spill <= 0, `${where} is ${spill} px too wide`)
}

/* That so many elements are shown, once the page has drawn what it was last told. */
export async function shows(locator, count, patience = 15_000) {
  const end = Date.now() + patience
  let found = await locator.count()
  while (found !== count && Date.now() < end) {
    await sleep(50)
    found = await locator.count()
  }
  assert.equal(found, count, `elements of ${locator}`)
}

/* What the browser says by itself of calls that the test let fail. */
export function excuse(page, pattern) {
  const list = complaints.get(page)
  list.splice(0, list.length, ...list.filter(text => !pattern.test(text)))
}

export async function done(page) {
  assert.deepEqual(complaints.get(page), [])
  await page.context().close()
}

/* The newest message to a phone number or e-mail address, as the development mailbox has it. */
export async function newestMessage(api, to) {
  const response = await fetch(`${api}/dev/outbox?to=${encodeURIComponent(to)}`)
  return (await response.json()).data[0]
}
