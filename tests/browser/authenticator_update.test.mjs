/* New versions of the authenticator: stored as a whole, taken over at a next start when no window
 * shows the old one, and refused while its files do not belong together. And of the portal's app,
 * which has its new files at once. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import { openBrowser, person } from "../support/browser.mjs"
import { root, startServer } from "../support/server.mjs"

const webapp = mkdtempSync(join(tmpdir(), "simpul-webapp-"))
let server, browser, phone, page
before(async () => {
  cpSync(join(root, "webapp"), webapp, { recursive: true })
  seal()
  server = await startServer({ env: { SIMPUL_WEBAPP_DIR: webapp } })
  browser = await openBrowser()
  phone = await person(browser, server.api, { phone: true })
  page = phone.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(webapp, { recursive: true, force: true })
})

function seal() {
  execFileSync("node", [join(webapp, "authenticator/seal.mjs")])
}

const open = (one = phone) => one.open("/authenticator/")
const title = (name, on = page) => on.getByRole("heading", { name, level: 1 }).waitFor()

let name = "Kode Anda"
function rename(next, file = "locales/id/authenticator.js") {
  const path = join(webapp, file)
  writeFileSync(path, readFileSync(path, "utf8").replace(`'${name}'`, `'${next}'`))
  name = next
}

/* The browser looks for a new version, as it does by itself at every start. */
const look = on => on.evaluate(async () => {
  const registration = await navigator.serviceWorker.getRegistration()
  await registration.update().catch(() => {})
})

/* A new version stands ready. */
const arrived = on => on.waitForFunction(async () => {
  const registration = await navigator.serviceWorker.getRegistration()
  if (!registration.waiting) await registration.update().catch(() => {})
  return Boolean(registration.waiting)
})

/* A start with the new version. The browser may still count the window that is just being left, as
 * if another showed the old version; then the start after it takes over. */
async function startsWith(name) {
  for (let start = 0; start < 5; start++) {
    await page.reload()
    const heading = page.getByRole("heading", { name, level: 1 })
    if (await heading.waitFor({ timeout: 5000 }).then(() => true, () => false)) return
  }
  await title(name)
}

/* What is being stored came to an end. */
const settled = on => on.waitForFunction(async () =>
  !(await navigator.serviceWorker.getRegistration()).installing)

test("a new version waits until the next start", async () => {
  await open()
  await title("Kode Anda")
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.reload()
  rename("Kode dua")
  seal()
  await arrived(page)
  await page.getByRole("link", { name: "Pindai QR" }).waitFor()
  await title("Kode Anda")
  await startsWith("Kode dua")
})

test("a new version waits while another window shows the old one", async () => {
  const other = await phone.context.newPage()
  await other.goto(page.url())
  await title("Kode dua", other)
  rename("Kode tiga")
  seal()
  await arrived(page)
  await page.reload()
  await title("Kode dua")
  await other.close()
  await startsWith("Kode tiga")
})

test("files that do not belong together are never stored", async () => {
  rename("Kode empat")
  seal()
  rename("Kode lima")   // as while a new version is being copied
  await look(page)
  await settled(page)
  await page.reload()
  await title("Kode tiga")
  await phone.context.setOffline(true)
  await page.reload()
  await title("Kode tiga")
  await phone.context.setOffline(false)
  seal()
  await arrived(page)
  await startsWith("Kode lima")
})

test("old versions leave nothing behind", async () => {
  await page.waitForFunction(async () => (await caches.keys()).length === 1)
  await phone.context.setOffline(true)
  await page.reload()
  await title("Kode lima")
  await phone.context.setOffline(false)
  await phone.context.close()
})

/* The server looks at the folder once a second. */
async function becomes(what, isSo) {
  for (let tries = 0; tries < 200; tries++) {
    if (await isSo()) return
    await sleep(50)
  }
  assert.fail(`it never came: ${what}`)
}

test("what is edited is seen anew, and comes file by file while a form is its own", async () => {
  const portal = () => fetch(`${server.api}/app/sign-in`)
  const script = async () => (await (await portal()).text()).match(/module" src="([^"]+)"/)[1]
  const start = async () => (await fetch(server.api + await script())).text()
  const path = join(webapp, "lib/toast.js"), text = readFileSync(path, "utf8")
  writeFileSync(path, `${text}\nexport const edited = 1;`)
  await becomes("the change", async () => (await start()).includes("\nconst edited = 1;\nreturn {"))
  writeFileSync(path, `${text}\nexport let edited = 1;`)
  await becomes("file by file", async () => (await script()).endsWith("/app.js")
    && !(await script()).includes("/pack/"))
  assert.match(await start(), /^import /m)
  writeFileSync(path, text)
  await becomes("packs again", async () => (await script()).endsWith("/pack/app.js"))
  const page = join(webapp, "index.html"), html = readFileSync(page)
  rmSync(page)
  await becomes("no page", async () => (await portal()).status === 404)
  writeFileSync(page, html)
  await becomes("the page again", async () => (await portal()).ok)
})
