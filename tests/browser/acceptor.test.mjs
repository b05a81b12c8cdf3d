/* The guide for TOTP as a duty, step by step: a PC, and the Simpul Authenticator on a phone whose
 * camera looks at the PC's screen. Activating while signing in, approving by number and by a bare
 * yes, a newer sign-in, typing a code instead, "Bukan saya", and disabling what is demanded. */
import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { check, done, newestMessage, openBrowser, person, shows } from "../support/browser.mjs"
import { takePhone } from "../support/phone.mjs"
import { callsOf, giveNameAndPassword, isIn, signOut } from "../support/portal.mjs"
import { writeVideo } from "../support/qr_video.mjs"
import { startServer } from "../support/server.mjs"

const FEELS_IMMEDIATE_MS = 2000

const folder = mkdtempSync(join(tmpdir(), "simpul-camera-"))
const camera = join(folder, "camera.y4m")
let server, browser, pc, page, phone, settings, email, codes
before(async () => {
  writeVideo(camera)
  server = await startServer()
  browser = await openBrowser({ camera })
  pc = await person(browser, server.api)
  page = pc.page
  phone = await takePhone(browser, server.api, camera)
  const admin = await callsOf(server.api, "admin")
  settings = change => admin("PATCH", "/admin/settings", change)
  const budi = await callsOf(server.api, "budi")
  email = (await budi("GET", "/profile")).data.email
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const heading = (name, { page: on } = pc) =>
  on.getByRole("heading", { level: 1, name, exact: true })
const button = (name, { page: on } = pc) => on.getByRole("button", { name, exact: true })
const number = async ({ page: on } = pc) =>
  (await on.locator(".acceptor-number").textContent()).match(/\d\d/)[0]

async function waits(someone = pc) {
  await giveNameAndPassword(someone, "budi")
  await heading("Acceptor TOTP", someone).waitFor()
}

test("who has no TOTP yet is led to activate it", async () => {
  assert.equal((await settings({ "totp.policy.members": "mandatory" })).status, 200)
  await giveNameAndPassword(pc, "budi")
  await heading("Aktivasi TOTP").waitFor()
  await page.getByText("Kebijakan portal mewajibkan TOTP").waitFor()
  await check(page)
  await page.reload()
  await heading("Aktivasi TOTP").waitFor()
})

test("the QR code is scanned, and the page goes on by itself to the recovery codes", async () => {
  await phone.scan(page)
  await phone.page.locator(".account", { hasText: "budi" }).waitFor()
  await page.getByText("Berhasil Enable TOTP. Tinggal satu hal").waitFor()
  await check(page, "recovery codes")
  codes = await page.locator(".code-list code").allTextContents()
  assert.equal(codes.length, 10)
  await button("Saya sudah menyimpannya").click()
  await isIn(pc)
  await pc.open("/profile/security")
  await page.getByText("10 kode belum terpakai").waitFor()
  await page.getByText(/Dipasangkan/).waitFor()
  await check(page)
})

test("the acceptor shows who, how long, and a number that outlives a refresh", async () => {
  await signOut(pc)
  await waits()
  const first = await number()
  await page.getByText(/Sesi akan tertutup dalam waktu [45] menit, \d+ detik/).waitFor()
  await page.locator(".acceptor-who").getByText("budi").waitFor()
  await page.locator(".acceptor-who").getByText("Aktif").waitFor()
  await check(page)
  await page.reload()
  await heading("Acceptor TOTP").waitFor()
  assert.equal(await number(), first)
})

test("the number typed on the phone lets the PC in at once", async () => {
  const came = heading("API Marketplace").waitFor().then(() => Date.now())
  await phone.approve(await number())
  const approvedAt = Date.now()
  assert.ok(await came - approvedAt < FEELS_IMMEDIATE_MS, `${await came - approvedAt} ms`)
})

test("a newer sign-in replaces the older, which says so; a typed code does as well", async () => {
  await signOut(pc)
  await waits()
  const other = await person(browser, server.api, { dark: true })
  await waits(other)
  await heading("Permintaan ini digantikan").waitFor()
  await check(page, "replaced")
  await other.page.getByRole("button", { name: "Ketik kode saja" }).click()
  await heading("Masukkan kode TOTP", other).waitFor()
  await check(other.page, "typing a code")
  await other.page.getByLabel("Kode TOTP").fill(await phone.code())
  await other.page.keyboard.press("Enter")
  await isIn(other)
  await done(other.page)
})

test("where the setting says so, a bare yes is enough", async () => {
  await settings({ "totp.approval": "simple" })
  await waits()
  await page.getByText("lalu pilih “Ya”").waitFor()
  await shows(page.locator(".acceptor-number"), 0)
  await check(page, "a bare yes")
  const [ring, sign] = await Promise.all([".ring", ".ring-body .icon"].map(part =>
    page.locator(part).boundingBox()))
  assert.ok(sign.width < ring.width / 2, "the sign stands inside its ring")
  await phone.approve()
  await isIn(pc)
  await settings({ "totp.approval": "number" })
})

test("\"Bukan saya\" refuses, warns by mail, and the next sign-in asks for a code", async () => {
  await signOut(pc)
  await waits()
  await phone.report()
  await heading("Tidak diizinkan masuk").waitFor()
  await check(page, "refused")
  assert.equal((await newestMessage(server.api, email)).template, "approval_reported")
  await page.getByRole("link", { name: "Masuk lagi" }).click()
  await giveNameAndPassword(pc, "budi")
  await heading("Masukkan kode TOTP").waitFor()
  await button("Pakai kode pemulihan").click()
  await page.getByLabel("Kode pemulihan").fill(codes[0])
  await page.keyboard.press("Enter")
  await isIn(pc)
})

test("TOTP that is demanded can be disabled, and is demanded again", async () => {
  await pc.open("/profile/security")
  await page.getByRole("link", { name: "Disable TOTP" }).click()
  await page.getByText("Kebijakan portal mewajibkan TOTP").waitFor()
  await button("Pakai kode pemulihan").click()
  await page.getByLabel("Kode pemulihan").fill(codes[1])
  await button("Disable TOTP").click()
  await page.getByRole("dialog").getByRole("button", { name: "Disable TOTP" }).click()
  await heading("Berhasil Disable TOTP").waitFor()
  await check(page, "disabled")
  await phone.open()
  await phone.page.getByText("Perangkat ini tidak lagi dikenal portal").waitFor()
  await signOut(pc)
  await giveNameAndPassword(pc, "budi")
  await heading("Aktivasi TOTP").waitFor()
  await done(page)
  await done(phone.page)
})
