/* The ways back for who lost the phone: reset by mail as in the guide, and by an admin after a call
 * to the helpdesk, at once or with a delay in which the owner cancels. The old device is
 * refused. */
import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { check, done, newestMessage, openBrowser, person } from "../support/browser.mjs"
import { takePhone } from "../support/phone.mjs"
import { callsOf, giveNameAndPassword, isIn, signIn, signOut } from "../support/portal.mjs"
import { writeVideo } from "../support/qr_video.mjs"
import { startServer } from "../support/server.mjs"

const folder = mkdtempSync(join(tmpdir(), "simpul-camera-"))
const camera = join(folder, "camera.y4m")
let server, browser, pc, page, phone, desk, budi, settings
before(async () => {
  writeVideo(camera)
  server = await startServer()
  browser = await openBrowser({ camera })
  pc = await person(browser, server.api)
  page = pc.page
  phone = await takePhone(browser, server.api, camera)
  const admin = await callsOf(server.api, "admin")
  settings = change => admin("PATCH", "/admin/settings", change)
  await settings({ "totp.policy.members": "mandatory" })
  budi = (await admin("GET", "/admin/users?q=budi")).data[0]
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const heading = (name, on = page) => on.getByRole("heading", { level: 1, name, exact: true })
const button = (name, on = page) => on.getByRole("button", { name, exact: true })
const field = name => page.getByLabel(name, { exact: true })
const toldBudi = () => newestMessage(server.api, budi.email)

/* Signs in where TOTP is demanded and none is active; the phone scans what is shown. */
async function activate() {
  await giveNameAndPassword(pc, "budi")
  await heading("Aktivasi TOTP").waitFor()
  await phone.scan(page)
  await button("Saya sudah menyimpannya").click()
  await isIn(pc)
}

async function oldPhoneIsRefused() {
  await phone.open()
  await phone.page.getByText("Perangkat ini tidak lagi dikenal portal").waitFor()
  await check(phone.page, "the old device")
}

test("\"Reset TOTP?\" stands at the sign-in and knows who asks", async () => {
  await activate()
  await signOut(pc)
  await pc.open("/sign-in")
  await field("Username atau No. WhatsApp").fill("budi")
  await page.getByRole("link", { name: "Reset TOTP?" }).click()
  await heading("Permintaan Reset TOTP").waitFor()
  assert.equal(await field("User ID").inputValue(), "budi")
  await check(page)
})

test("a stranger gets the same answer, and no mail", async () => {
  await field("User ID").fill("tidak ada")
  await field("E-mail").fill("tidak.ada@contoh.go.id")
  await page.getByText("Penyedia", { exact: true }).click()
  await button("Kirim").click()
  await heading("Berhasil Kirim Reset TOTP").waitFor()
  await check(page, "sent")
  assert.equal(await newestMessage(server.api, "tidak.ada@contoh.go.id"), undefined)
  await button("Kirim permintaan lain").click()
})

let link

test("the right data bring a mail with a link", async () => {
  await field("User ID").fill("budi")
  await field("E-mail").fill(budi.email)
  await page.getByText(budi.user_type === "penyedia" ? "Penyedia" : "Non-penyedia",
    { exact: true }).click()
  await button("Kirim").click()
  await heading("Berhasil Kirim Reset TOTP").waitFor()
  const mail = await toldBudi()
  assert.equal(mail.template, "totp_reset")
  link = mail.link
})

test("the link resets after a question, and leaves the address at once", async () => {
  await page.goto(link)
  await heading("Reset TOTP").waitFor()
  assert.doesNotMatch(page.url(), /token/)
  await check(page)
  await button("Reset TOTP").click()
  await page.getByRole("heading", { name: "Konfirmasi Reset TOTP" }).waitFor()
  await check(page, "the question")
  await button("OK").click()
  await heading("TOTP Berhasil di Reset").waitFor()
  await check(page, "reset")
  await page.goBack()
  assert.doesNotMatch(page.url(), /token/)
})

test("the old device is refused, and a new activation is asked for", async () => {
  await oldPhoneIsRefused()
  await phone.page.context().close()
  phone = await takePhone(browser, server.api, camera)
  await activate()
  await pc.open("/profile/security")
  await page.getByText("10 kode belum terpakai").waitFor()
})

test("a link works once", async () => {
  await page.goto(link)
  await button("Reset TOTP").click()
  await button("OK").click()
  await page.getByText("Tautan atau token tidak berlaku lagi").waitFor()
  await check(page, "a spent link")
  await page.getByRole("link", { name: "Minta tautan baru" }).click()
  await heading("Permintaan Reset TOTP").waitFor()
})

test("an admin plans a reset, and says why", async () => {
  desk = await person(browser, server.api, { dark: true })
  await signIn(desk, "admin")
  await desk.open(`/admin/users/${budi.id}`)
  await desk.page.getByText("Akun ini masuk dengan authenticator").waitFor()
  await check(desk.page, "the account")
  await button("Reset TOTP", desk.page).click()
  await desk.page.getByText(/reset berlaku 24 jam lagi/).waitFor()
  await check(desk.page, "the question")
  await desk.page.getByLabel("Alasan").fill("Surel dari alamat terdaftar, 21 Nov")
  await desk.page.getByRole("dialog").getByRole("button", { name: "Reset TOTP" }).click()
  await desk.page.getByText("Reset TOTP dijadwalkan, dan pemiliknya sudah diberi tahu").waitFor()
  await button("Oke", desk.page).click()
  await desk.page.getByText(/Reset dijadwalkan pada/).waitFor()
  await check(desk.page, "planned")
})

test("its owner is told, and cancels it", async () => {
  assert.match((await toldBudi()).text, /reset TOTP/i)
  await pc.open("/profile/security")
  await page.getByText("Admin menjadwalkan reset TOTP akun ini").waitFor()
  await check(page, "planned")
  await button("Batalkan reset TOTP").click()
  await page.getByText("Reset TOTP dibatalkan").waitFor()
  await button("Batalkan reset TOTP").waitFor({ state: "detached" })
})

test("without a delay a reset takes effect at once and ends the sessions", async () => {
  await settings({ "totp.reset_delay": "0" })
  await desk.page.reload()
  await button("Reset TOTP", desk.page).click()
  await desk.page.getByText("Reset berlaku saat ini juga").waitFor()
  await desk.page.getByLabel("Alasan").fill("Datang sendiri dengan KTP")
  await desk.page.getByRole("dialog").getByRole("button", { name: "Reset TOTP" }).click()
  await desk.page.getByText("TOTP Berhasil di Reset").waitFor()
  await done(desk.page)
  await oldPhoneIsRefused()
  await page.reload()
  await heading("Masuk").waitFor()
  await giveNameAndPassword(pc, "budi")
  await heading("Aktivasi TOTP").waitFor()
  await done(page)
  await done(phone.page)
})
