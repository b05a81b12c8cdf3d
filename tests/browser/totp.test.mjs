/* The guide for TOTP as a choice, step by step, with an authenticator app as anybody has one:
 * enable it, sign in by code or recovery code, disable it; and sign in where the policy is off. */
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { after, before, test } from "node:test"
import { check, done, openBrowser, person } from "../support/browser.mjs"
import {
  callsOf, giveNameAndPassword, isIn, PASSWORDS, signIn, signOut,
} from "../support/portal.mjs"
import { startServer } from "../support/server.mjs"
import { nextCode, wrongCode } from "../support/totp.mjs"

let server, browser, pc, page, settings
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  pc = await person(browser, server.api)
  page = pc.page
  const admin = await callsOf(server.api, "admin")
  settings = change => admin("PATCH", "/admin/settings", change)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = name => page.getByRole("heading", { level: 1, name, exact: true })
const button = name => page.getByRole("button", { name, exact: true })
const field = name => page.getByLabel(name, { exact: true })
const dialog = () => page.getByRole("dialog")

let secret, codes

test("TOTP is enabled: QR code, first code, recovery codes", async () => {
  await signIn(pc, "budi")
  await pc.open("/profile/security")
  await page.getByText("TOTP belum aktif di akun ini").waitFor()
  await check(page)
  await button("Enable TOTP").click()
  await heading("Aktivasi TOTP").waitFor()
  await page.getByRole("img", { name: "QR Code aktivasi TOTP untuk budi" }).waitFor()
  await page.getByRole("img", { name: "QR Code menuju Simpul Authenticator" }).waitFor()
  await page.getByText("Tidak dapat memindai").click()
  await check(page)
  secret = (await page.locator(".secret code").textContent()).replaceAll(" ", "")
  assert.match(secret, /^[A-Z2-7]{32}$/)
})

test("a wrong first code is refused, the right one activates", async () => {
  await field("Kode TOTP").fill(wrongCode(secret))
  await button("Aktifkan").click()
  await page.getByText(/Kode TOTP Tidak Sesuai/).waitFor()
  await check(page, "a wrong first code")
  await field("Kode TOTP").fill(await nextCode(secret))
  await button("Aktifkan").click()
  await page.getByText("Berhasil Enable TOTP. Tinggal satu hal").waitFor()
  await check(page, "recovery codes")
  codes = await page.locator(".code-list code").allTextContents()
  assert.equal(codes.length, 10)
})

test("the recovery codes are kept as a file before going on", async () => {
  const [file] = await Promise.all([
    page.waitForEvent("download"), button("Unduh (.txt)").click(),
  ])
  assert.equal(file.suggestedFilename(), "simpul-kode-pemulihan.txt")
  const text = readFileSync(await file.path(), "utf8")
  for (const code of codes) assert.ok(text.includes(code))
  await button("Saya sudah menyimpannya").click()
  await dialog().getByText("Berhasil Enable TOTP").waitFor()
  await button("Oke").click()
  await page.getByText("10 kode belum terpakai").waitFor()
  await check(page, "TOTP is active")
})

test("the next sign-in asks for a code", async () => {
  await signOut(pc)
  await giveNameAndPassword(pc, "budi")
  await heading("Masukkan kode TOTP").waitFor()
  await check(page)
  await page.reload()
  await heading("Masukkan kode TOTP").waitFor()
  await field("Kode TOTP").fill(wrongCode(secret))
  await button("Masuk").click()
  await page.getByText(/Kode TOTP Tidak Sesuai/).waitFor()
  await check(page, "a wrong code")
  await field("Kode TOTP").fill(await nextCode(secret))
  await page.keyboard.press("Enter")
  await heading("API Marketplace").waitFor()
})

test("a recovery code opens the same door, once", async () => {
  await signOut(pc)
  await giveNameAndPassword(pc, "budi")
  await button("Pakai kode pemulihan").click()
  await heading("Masukkan kode pemulihan").waitFor()
  await check(page)
  await field("Kode pemulihan").fill(codes[0])
  await button("Masuk").click()
  await isIn(pc)
  await pc.open("/profile/security")
  await page.getByText("9 kode belum terpakai").waitFor()
  await signOut(pc)
  await giveNameAndPassword(pc, "budi")
  await button("Pakai kode pemulihan").click()
  await field("Kode pemulihan").fill(codes[0])
  await button("Masuk").click()
  await page.getByText("Kode pemulihan tidak sesuai atau sudah terpakai").waitFor()
  await field("Kode pemulihan").fill(codes[1].toUpperCase().replaceAll("-", " "))
  await button("Masuk").click()
  await isIn(pc)
})

test("new recovery codes take the place of the old", async () => {
  await pc.open("/profile/security")
  await page.getByRole("link", { name: "Buat kode pemulihan baru" }).click()
  await heading("Kode pemulihan").waitFor()
  await check(page)
  await button("Buat kode pemulihan baru").click()
  await dialog().getByText("Semua kode pemulihan yang lama langsung tidak berlaku.").waitFor()
  await dialog().getByRole("button", { name: "Buat kode pemulihan baru" }).click()
  await page.locator(".code-list").waitFor()
  const renewed = await page.locator(".code-list code").allTextContents()
  assert.equal(new Set([...codes, ...renewed]).size, 20)
  codes = renewed
  await button("Saya sudah menyimpannya").click()
  await page.getByText("10 kode belum terpakai").waitFor()
})

test("where the policy is off, two steps are enough", async () => {
  assert.equal((await settings({ "totp.policy.members": "off" })).status, 200)
  await signOut(pc)
  await signIn(pc, "budi")
  await settings({ "totp.policy.members": "optional" })
})

test("TOTP is disabled with a code, and the phone is to be tidied up", async () => {
  await pc.open("/profile/security")
  await page.getByRole("link", { name: "Disable TOTP" }).click()
  await heading("Disable TOTP").waitFor()
  await check(page)
  await field("Kode TOTP").fill(await nextCode(secret))
  await button("Disable TOTP").click()
  await check(page, "the question")
  await dialog().getByRole("button", { name: "Disable TOTP" }).click()
  await heading("Berhasil Disable TOTP").waitFor()
  await page.getByText("Hapus akun di authenticator").waitFor()
  await check(page, "disabled")
  await signOut(pc)
  await signIn(pc, "budi")
})

test("enabling it again begins anew", async () => {
  await pc.open("/profile/security")
  await button("Enable TOTP").click()
  await page.getByText("Tidak dapat memindai").click()
  const another = (await page.locator(".secret code").textContent()).replaceAll(" ", "")
  assert.notEqual(another, secret)
  await page.reload()
  await button("Enable TOTP").waitFor()
})

/* Presses Tab until what has that name has the focus. */
async function tabTo(name) {
  for (let i = 0; i < 40; i++) {
    await page.keyboard.press("Tab")
    const text = await page.evaluate(() => {
      const { labels, textContent } = document.activeElement
      return (labels?.[0]?.textContent ?? textContent).trim().replace(/\s+/g, " ")
    })
    if (text === name) return
  }
  assert.fail(`no way to ${name} by keyboard`)
}

test("with keys alone: enabling, keeping the codes, signing in", async () => {
  const press = async name => { await tabTo(name); await page.keyboard.press("Enter") }
  await press("Enable TOTP")
  await page.locator(".secret code").waitFor({ state: "attached" })
  secret = (await page.locator(".secret code").textContent()).replaceAll(" ", "")
  await tabTo("Kode TOTP")
  await page.keyboard.type(await nextCode(secret))
  await page.keyboard.press("Enter")
  await page.locator(".code-list").waitFor()
  await press("Saya sudah menyimpannya")
  await dialog().waitFor()
  await page.keyboard.press("Enter")
  await page.getByText("10 kode belum terpakai").waitFor()
  await signOut(pc)
  await tabTo("Username atau No. WhatsApp")
  await page.keyboard.type("budi")
  await page.keyboard.press("Enter")
  await page.getByText("Masuk sebagai").waitFor()
  await page.keyboard.type(PASSWORDS.budi)
  await page.keyboard.press("Enter")
  await heading("Masukkan kode TOTP").waitFor()
  await tabTo("Kode TOTP")
  await page.keyboard.type(await nextCode(secret))
  await page.keyboard.press("Enter")
  await isIn(pc)
  await done(page)
})

test("the pages fit a small phone, in the dark and in English", async () => {
  const small = await person(browser, server.api, { phone: true, dark: true, language: "en" })
  const { page: screen, open } = small
  const go = name => screen.getByRole("button", { name, exact: true }).click()
  for (const path of ["/sign-in", "/totp/reset-request", "/totp/reset"]) {
    await open(path)
    await screen.locator("main h1").waitFor()
    await check(screen)
  }
  await open("/sign-in?next=/app/profile/security")
  await screen.getByLabel("User name or WhatsApp number").fill("reviewer")
  await go("Continue")
  await screen.getByLabel("Password", { exact: true }).fill(PASSWORDS.reviewer)
  await go("Sign in")
  await screen.getByText("TOTP is not active on this account").waitFor()
  await check(screen)
  await go("Enable TOTP")
  await screen.getByText("Cannot scan it").click()
  await check(screen)
  await done(screen)
})
