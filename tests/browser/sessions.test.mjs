/* Proving again who is there before a risky change, another number and another address, and the
 * sessions: in Indonesian on a phone. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { createHmac } from "node:crypto"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { check, done, newestMessage, openBrowser, person, shows } from "../support/browser.mjs"
import { startServer } from "../support/server.mjs"

const PASSWORD = "simpul-demo-budi", PHONE = "6289912340001", EMAIL = "budi.baru@demo.example"

let server, browser, member, page
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  member = await person(browser, server.api, { phone: true, language: "id" })
  page = member.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = name => page.getByRole("heading", { level: 1, name, exact: true })
const button = name => page.getByRole("button", { name, exact: true })
const field = name => page.getByLabel(name, { exact: true })
const dialog = () => page.getByRole("dialog", { name: "Buktikan bahwa ini Anda" })

/* As if the last proof lay long ago. */
const growStale = () => execFileSync("sqlite3", ["-cmd", ".timeout 5000",
  join(server.dataDir, "simpul.db"), "UPDATE sessions SET proven_at = 0"])

const code = async to => (await newestMessage(server.api, to)).code

async function elsewhere() {
  const answer = await fetch(`${server.api}/auth`, {
    method: "POST",
    headers: { "Content-Type": "application/json",
      "User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36" },
    body: JSON.stringify({ username: "budi", password: PASSWORD }),
  })
  assert.equal(answer.status, 200)
  return (await answer.json()).token
}

const statusOf = async token => (await fetch(`${server.api}/profile`,
  { headers: { Authorization: `Bearer ${token}` } })).status

test("the profile leads to another number", async () => {
  await member.open("/profile")
  await field("Username atau No. WhatsApp").fill("budi")
  await button("Lanjutkan").click()
  await field("Password").fill(PASSWORD)
  await button("Masuk").click()
  await heading("Profil").waitFor()
  await check(page)
  await page.getByRole("link", { name: "Ubah nomor WhatsApp" }).click()
  await heading("Ubah nomor WhatsApp").waitFor()
  await check(page)
})

test("a stale session has to prove itself; turning back leaves the form as it was", async () => {
  growStale()
  await field("Nomor WhatsApp baru").fill("0899 1234 0001")
  await button("Kirim Kode OTP").click()
  await dialog().waitFor()
  await check(page, "the step-up")
  await button("Batal").click()
  await dialog().waitFor({ state: "detached" })
  assert.equal(await field("Nomor WhatsApp baru").inputValue(), "0899 1234 0001")
  await shows(page.locator(".problem-summary"), 0)
  await button("Kirim Kode OTP").click()
  await dialog().waitFor()
  await page.keyboard.press("Escape")
  await dialog().waitFor({ state: "detached" })
  assert.equal(await button("Kirim Kode OTP").evaluate(one => one === document.activeElement), true)
})

test("a wrong proof says so, the right one sends what was typed", async () => {
  await button("Kirim Kode OTP").click()
  await dialog().getByLabel("Password Anda").fill("bukan ini")
  await button("Lanjutkan").click()
  await dialog().getByText("Password saat ini salah.").first().waitFor()
  await check(page, "the step-up, wrong")
  await dialog().getByLabel("Password Anda").fill(PASSWORD)
  await button("Lanjutkan").click()
  await heading("Masukkan Kode OTP").waitFor()
  await page.getByText(`+${PHONE}`).waitFor()
  const again = page.getByRole("button", { name: /Kirim Ulang Kode OTP \(/ })
  assert.equal(await again.isDisabled(), true)
  await check(page)
})

test("what waits is shown on the profile, and a wrong code changes nothing", async () => {
  await member.open("/profile")
  await page.getByText("Menunggu Kode OTP untuk").waitFor()
  await check(page, "waiting")
  await page.getByRole("link", { name: "Masukkan kode" }).click()
  const right = await code(PHONE)
  await field("Kode OTP").fill(right === "123456" ? "654321" : "123456")
  await button("Kirim").click()
  await page.getByText("Kode OTP Tidak Sesuai").first().waitFor()
  await check(page, "a wrong code")
})

test("the code changes the number", async () => {
  await field("Kode OTP").fill(await code(PHONE))
  await button("Kirim").click()
  await page.getByText("Nomor WhatsApp berhasil diubah").waitFor()
  await button("Oke").click()
  await heading("Profil").waitFor()
  await page.getByText(`+${PHONE}`).waitFor()
  await shows(page.getByText("Menunggu Kode OTP untuk"), 0)
})

test("another address may be given up, or confirmed", async () => {
  await page.getByRole("link", { name: "Ubah alamat e-mail" }).click()
  await field("Alamat e-mail baru").fill("admin@demo.example")
  await button("Kirim Kode OTP").click()
  await page.getByText("Sudah dipakai.").first().waitFor()
  await check(page, "an address that is taken")
  await field("Alamat e-mail baru").fill("salah.ketik@demo.example")
  await button("Kirim Kode OTP").click()
  await button("Batalkan perubahan").click()
  await page.getByText("Tidak ada yang berubah").waitFor()
  await page.getByRole("link", { name: "Ubah alamat e-mail" }).click()
  await field("Alamat e-mail baru").fill(EMAIL)
  await button("Kirim Kode OTP").click()
  await heading("Masukkan Kode OTP").waitFor()
  const right = await code(EMAIL)
  await field("Kode OTP").fill(right === "123456" ? "654321" : "123456")
  await button("Kirim").click()
  await page.getByText("Periksa e-mail terakhir").first().waitFor()
  await field("Kode OTP").fill(right)
  await button("Kirim").click()
  await page.getByText("Alamat e-mail berhasil diubah").waitFor()
  await button("Oke").click()
  await page.getByText(EMAIL).waitFor()
})

test("a sign-in from a new device is announced", async () => {
  await elsewhere()
  await member.open("/notifications")
  await page.getByText("Chrome, Android, alamat 127.0.0.1").first().waitFor()
  await check(page)
})

test("sessions tell their device, and all others end after a question", async () => {
  const tokens = [await elsewhere(), await elsewhere()]
  await member.open("/profile/sessions")
  await heading("Sesi masuk").waitFor()
  await check(page)
  const first = page.getByRole("listitem").filter({ hasText: "Perangkat ini" })
  await first.getByText("Chrome, Linux").waitFor()
  await button("Akhiri semua sesi lain").click()
  await check(page, "the question")
  await button("Ya, Lanjutkan!").click()
  await page.getByText("3 sesi lain diakhiri").waitFor()
  for (const token of tokens) assert.equal(await statusOf(token), 401)
  await shows(button("Akhiri semua sesi lain"), 0)
})

const api = async (path, token, body) => (await (await fetch(server.api + path, {
  method: "POST", body: JSON.stringify(body),
  headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
})).json()).data

/* RFC 6238, of a secret in base32. */
function totp(secret, step = Math.floor(Date.now() / 30_000)) {
  const bits = [...secret].map(c => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c)
    .toString(2).padStart(5, "0")).join("")
  const key = Buffer.from(bits.match(/.{8}/g).map(byte => parseInt(byte, 2)))
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac("sha1", key).update(counter).digest()
  const number = mac.readUInt32BE(mac[19] & 15) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, "0")
}

test("where TOTP is active a recovery code proves it, too", async () => {
  const token = await elsewhere()
  const { secret } = await api("/totp/enrolment", token, {})
  const { recovery_codes: codes } = await api("/totp/activate", token, { code: totp(secret) })
  growStale()
  await member.open("/profile/contact?change=email")
  await field("Alamat e-mail baru").fill("budi.lagi@demo.example")
  await button("Kirim Kode OTP").click()
  await button("Pakai kode authenticator").click()
  await check(page, "the step-up by code")
  await dialog().getByLabel("Kode TOTP").fill("000000")
  await button("Lanjutkan").click()
  await dialog().getByText("Kode TOTP Tidak Sesuai").first().waitFor()
  await button("Pakai password").click()
  await dialog().getByLabel("Password Anda").waitFor()
  await button("Pakai kode authenticator").click()
  await dialog().getByLabel("Kode TOTP").fill(codes[0])
  await button("Lanjutkan").click()
  await heading("Masukkan Kode OTP").waitFor()
  await button("Batalkan perubahan").click()
  await heading("Profil").waitFor()
  await done(page)
})

test("an upload goes out again with its file", async () => {
  execFileSync("sqlite3", ["-cmd", ".timeout 5000", join(server.dataDir, "simpul.db"),
    "UPDATE accounts SET phone_number = NULL, phone_index = NULL WHERE username = 'penerbit'"])
  const other = await person(browser, server.api, { dark: true, language: "en" })
  const named = name => other.page.getByLabel(name, { exact: true })
  const press = name => other.page.getByRole("button", { name, exact: true }).click()
  await other.open("/profile")
  await named("User name or WhatsApp number").fill("penerbit")
  await press("Continue")
  await named("Password").fill("simpul-demo-publisher")
  await press("Sign in")
  await named("Female").check()
  growStale()
  await named("Date of birth").fill("1990-04-12")
  await named("WhatsApp number").fill("0899 1234 0002")
  await other.page.getByLabel("Profile picture").setInputFiles(
    { name: "face.png", mimeType: "image/png", buffer: await other.page.screenshot() })
  await press("Save")
  await check(other.page, "the step-up in the dark")
  await named("Your password").fill("simpul-demo-publisher")
  await press("Continue")
  await other.page.getByRole("img", { name: /^Picture of/ }).waitFor()
  await other.page.getByText("+6289912340002").waitFor()
  await check(other.page, "the profile after an upload")
  await done(other.page)
})
