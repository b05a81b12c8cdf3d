/* Approving sign-ins, a PC and a phone: the phone's camera reads the portal's own QR and pairs, a
 * sign-in waits for it with a number, and the phone says yes, no, or nothing; then the account is
 * reset, and the phone learns that it is not known any more. */
import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import {
  check, done, excuse, newestMessage, openBrowser, person, shows,
} from "../support/browser.mjs"
import { callsOf, PASSWORDS, signIn } from "../support/portal.mjs"
import { film, writeVideo } from "../support/qr_video.mjs"
import { startServer } from "../support/server.mjs"

const folder = mkdtempSync(join(tmpdir(), "simpul-camera-"))
const camera = join(folder, "camera.y4m")
let server, browser, pc, phone, page
before(async () => {
  writeVideo(camera)
  server = await startServer()
  browser = await openBrowser({ camera })
  pc = await person(browser, server.api)
  phone = await person(browser, server.api, { phone: true, dark: true })
  page = phone.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const title = (name, on = page) => on.getByRole("heading", { name, level: 1 }).waitFor()
const asks = name => page.getByRole("heading", { name, level: 2 }).waitFor()
const press = (name, on = page) => on.getByRole("button", { name, exact: true }).click()
const says = (text, on = page) => on.getByText(text).first().waitFor()
const number = on => on.locator(".acceptor-number").textContent()
  .then(text => text.match(/\d\d/)[0])
const wrong = right => (right === "55" ? "66" : "55")

async function sendPassword({ page: on, open }, username) {
  await open("/sign-in")
  await on.getByLabel("Username atau No. WhatsApp").fill(username)
  await press("Lanjutkan", on)
  await on.getByLabel("Password", { exact: true }).fill(PASSWORDS[username])
  await press("Masuk", on)
}

/* What the phone does when its owner puts it away (true) or takes it up again. */
const hide = isHidden => page.evaluate(hidden => {
  Object.defineProperty(document, "hidden", { value: hidden, configurable: true })
  document.dispatchEvent(new Event("visibilitychange"))
}, isHidden)

const QUESTION = /\/challenges$/

/* The questions that the app asks the portal from now on. */
function questions() {
  const list = []
  page.on("request", request => QUESTION.test(request.url()) && list.push(request.url()))
  return list
}

/* A sign-in in a browser of its own, on the waiting page. */
async function visitor(username = "budi") {
  const one = await person(browser, server.api)
  await sendPassword(one, username)
  await title("Acceptor TOTP", one.page)
  return one
}

async function enrol({ page: on, open }) {
  await open("/profile/security")
  await press("Enable TOTP", on)
  await title("Aktivasi TOTP", on)
  await film(camera, on.getByRole("img", { name: /^QR Code aktivasi/ }))
}

test("the phone's camera reads the portal's QR, and the portal goes on by itself", async () => {
  await signIn(pc, "budi")
  await enrol(pc)
  await phone.open("/authenticator/scan")
  await asks("Akun berhasil ditambahkan")
  await says("Permintaan masuk untuk budi akan tampil di sini")
  await press("OK")
  await title("Kode Anda")
  await check(page)
  await press("Saya sudah menyimpannya", pc.page)
  await says("Berhasil Enable TOTP", pc.page)
  await press("Oke", pc.page)
})

test("a QR that paired a device pairs no other", async () => {
  const other = await person(browser, server.api, { phone: true })
  await other.open("/authenticator/scan")
  await says("QR ini sudah dipakai atau kedaluwarsa", other.page)
  await check(other.page)
  await other.context.close()
})

test("a sign-in shows itself at the next question, and its number opens the portal", async () => {
  const one = await visitor()
  const asked = questions()
  await title("Izinkan masuk?")
  assert.ok(asked.length <= 2, `${asked.length} questions`)
  await says("127.0.0.1")
  await says("Chrome")
  await check(page)
  await page.reload()
  await title("Izinkan masuk?")
  await press("Ya")
  await says("Wajib diisi.")
  await page.getByLabel("Angka di layar masuk").fill(wrong(await number(one.page)))
  await press("Ya")
  await says("sisa 2 percobaan")
  await check(page, "a wrong number")
  await page.getByLabel("Angka di layar masuk").fill(await number(one.page))
  await press("Ya")
  await asks("Berhasil masuk")
  await check(page, "approved")
  await press("OK")
  await title("Kode Anda")
  await one.page.waitForURL(url => !url.pathname.includes("/sign-in"))
  await done(one.page)
})

test("the portal is asked while the app is seen, and at once when it is seen again", async () => {
  for (let i = 0; i < 2; i++) await page.waitForRequest(QUESTION)
  await hide(true)
  await sleep(300)
  const asked = questions()
  await sleep(2500)
  assert.deepEqual(asked, [])
  const next = page.waitForRequest(QUESTION)      /* no timer is left that could send it */
  await hide(false)
  await next
})

test("three wrong numbers close the request", async () => {
  const one = await visitor()
  await title("Izinkan masuk?")
  for (const left of ["sisa 2 percobaan", "sisa 1 percobaan", "Permintaan ditutup"]) {
    await page.getByLabel("Angka di layar masuk").fill(wrong(await number(one.page)))
    await press("Ya")
    await says(left)
  }
  await check(page, "closed")
  await title("Tidak diizinkan masuk", one.page)
  await done(one.page)
})

test("a newer sign-in takes the older one's place, and nothing jumps while one looks", async () => {
  await phone.open("/authenticator/")
  const older = await visitor()
  await title("Izinkan masuk?")
  const newer = await visitor()
  await asks("Ada permintaan yang lebih baru")
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1")
  await check(page, "superseded")
  await title("Permintaan ini digantikan", older.page)
  await page.getByRole("link", { name: "Lihat permintaan terbaru" }).click()
  await page.getByLabel("Angka di layar masuk").fill(await number(newer.page))
  await press("Bukan saya")
  await asks("Bukan Anda yang masuk?")
  await check(page, "the question")
  await press("Kembali")
  await press("Bukan saya")
  await press("Saya sendiri, batalkan saja")
  await asks("Permintaan dibatalkan")
  await press("OK")
  await title("Tidak diizinkan masuk", newer.page)
  await older.context.close()
  await done(newer.page)
})

test("without a line the request stays, and is answered when it is back", async () => {
  await page.getByRole("link", { name: "Tambah akun" }).click()
  await title("Tambah akun")
  const one = await visitor()
  await page.getByRole("link", { name: /Permintaan masuk untuk budi/ }).waitFor()
  await check(page, "a request waits elsewhere")
  await page.getByRole("link", { name: /Permintaan masuk untuk budi/ }).click()
  await title("Izinkan masuk?")
  await page.route(/\/authenticator\/challenges/, route => route.abort())
  await page.getByLabel("Angka di layar masuk").fill(await number(one.page))
  await press("Ya")
  await says("Server tidak dapat dihubungi")
  await page.unroute(/\/authenticator\/challenges/)
  excuse(page, /ERR_FAILED/)
  await page.getByLabel("Angka di layar masuk").fill(await number(one.page))
  await press("Ya")
  await asks("Berhasil masuk")
  await press("OK")
  await one.page.waitForURL(url => !url.pathname.includes("/sign-in"))
  await done(one.page)
})

let late
test("a phone whose clock is wrong approves all the same, and says so", async () => {
  const staff = await person(browser, server.api)
  late = await person(browser, server.api, { phone: true, language: "en" })
  await late.context.addInitScript(() => {
    const right = Date.now
    Date.now = () => right() + 600_000
  })
  await signIn(staff, "reviewer")
  await enrol(staff)
  await late.open("/authenticator/scan")
  await late.page.getByRole("heading", { name: "The account has been added" }).waitFor()
  await press("OK", late.page)
  await says("clock is about 10 minutes off", late.page)
  await check(late.page)
  await press("Saya sudah menyimpannya", staff.page)
  await press("Oke", staff.page)
  const one = await visitor("reviewer")
  await title("Allow this sign-in?", late.page)
  await check(late.page, "a request in English")
  await late.page.getByLabel("Number on the sign-in screen").fill(await number(one.page))
  await press("Yes", late.page)
  await press("OK", late.page)
  await one.page.waitForURL(url => !url.pathname.includes("/sign-in"))
  for (const each of [staff, one]) await done(each.page)
})

test("a request that is not one's own is reported, and no other comes for a while", async () => {
  const one = await visitor("reviewer")
  await title("Allow this sign-in?", late.page)
  await press("Not me", late.page)
  await press("Not me. Report it", late.page)
  await late.page.getByRole("heading", { name: "declined and reported" }).waitFor()
  await check(late.page, "reported")
  await press("OK", late.page)
  await title("Tidak diizinkan masuk", one.page)
  const { template } = await newestMessage(server.api, "reviewer@demo.example")
  assert.equal(template, "approval_reported")
  const next = await person(browser, server.api)
  await sendPassword(next, "reviewer")
  await next.page.getByLabel("Kode TOTP").waitFor()
  for (const each of [one, next, late]) await done(each.page)
})

test("two accounts on one phone, and the bare yes where an admin wants it so", async () => {
  const admin = await callsOf(server.api, "admin")
  const changed = await admin("PATCH", "/admin/settings", { "totp.approval": "simple" })
  assert.equal(changed.status, 200, JSON.stringify(changed))
  const staff = await person(browser, server.api)
  await signIn(staff, "penerbit")
  await enrol(staff)
  await phone.open("/authenticator/scan")
  await says("Permintaan masuk untuk penerbit akan tampil di sini")
  await press("OK")
  await page.locator(".account", { hasText: "budi" }).waitFor()
  await press("Saya sudah menyimpannya", staff.page)
  const one = await visitor("penerbit")
  await title("Izinkan masuk?")
  await check(page, "a bare yes")
  await shows(page.getByLabel("Angka di layar masuk"), 0)
  await press("Ya")
  await asks("Berhasil masuk")
  await press("OK")
  await one.page.waitForURL(url => !url.pathname.includes("/sign-in"))
  await done(one.page)
})

test("a device that was reset elsewhere learns it, and its account can be removed", async () => {
  await title("Kode Anda")
  const digits = await page.locator(".account", { hasText: "budi" }).locator(".code-digits")
    .textContent()
  await pc.open("/profile/security/disable")
  await pc.page.getByLabel(/Kode/).fill(digits)
  await press("Disable TOTP", pc.page)
  await pc.page.getByRole("dialog").getByRole("button", { name: "Disable TOTP" }).click()
  await says("tidak lagi dikenal portal")
  await check(page, "a device that is not known")
  await page.getByRole("link", { name: "Atur akun budi" }).click()
  await says("Terputus")
  await check(page, "its account")
  await press("Hapus dari perangkat ini")
  await press("Ya, hapus")
  await title("Kode Anda")
  await shows(page.locator(".account"), 1)
  await done(page)
})
