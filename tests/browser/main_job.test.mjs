/* The main job as a member does it: on a phone, in Indonesian. The reviewer's part goes through
 * the API here; staff.test.mjs shows it on the reviewer's own pages. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { after, before, test } from "node:test"
import { check, done, newestMessage, openBrowser, person } from "../support/browser.mjs"
import { root, startServer } from "../support/server.mjs"

const PHONE = "081290000017", USER = "kurnia sari", PASSWORD = "kopi pagi di teras rumah"
const letter = text => ({
  name: "surat.pdf", mimeType: "application/pdf",
  buffer: execFileSync(`${root}/tests/support/letter.sh`, [text]),
})

let server, browser, member, page, key
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  member = await person(browser, server.api, { phone: true })
  page = member.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = name => page.getByRole("heading", { level: 1, name, exact: true })
const button = name => page.getByRole("button", { name })
const link = name => page.getByRole("link", { name })

async function as(username, password) {
  const answer = await fetch(`${server.api}/auth`, {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password }),
  })
  return (await answer.json()).token
}

async function decide(verb, note) {
  const token = await as("reviewer", "simpul-demo-reviewer")
  const headers = { "Authorization": `Bearer ${token}`, "Content-Type": "application/json" }
  const queue = await fetch(`${server.api}/admin/requests`, { headers })
  const { data } = await queue.json()
  const mine = data.find(request => request.application_name === "Peta Layanan")
  const answer = await fetch(`${server.api}/admin/requests/${mine.id}/${verb}`,
    { method: "POST", headers, body: JSON.stringify({ note }) })
  assert.equal(answer.status, 200, await answer.text())
}

const gateway = (path, headers = { "X-API-Key": key }) =>
  fetch(`${server.gateway}/development/wilayah${path}`, { headers })

test("a visitor signs up and confirms with the OTP from WhatsApp", async () => {
  await member.open("/")
  await heading("Masuk").waitFor()
  await check(page)
  await link("daftar disini").click()
  await heading("Daftar akun").waitFor()
  await check(page)
  await page.getByLabel("Nama depan").fill("Kurnia")
  await page.getByLabel("Nama belakang").fill("Sari")
  await page.getByLabel("No. WhatsApp").fill(PHONE)
  await page.getByLabel("E-mail").fill("kurnia@contoh.go.id")
  await page.getByLabel("Nama instansi").fill("Dinas Kominfo Kota Contoh")
  await page.getByLabel("Jenis instansi").selectOption("pemerintah_kabupaten_kota")
  await page.getByLabel("Non-penyedia").check()
  await page.getByLabel("Username").fill(USER)
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD)
  await button("Daftar").click()

  await heading("Masukkan Kode OTP").waitFor()
  await check(page)
  const { code } = await newestMessage(server.api, PHONE)
  await page.getByLabel("Kode OTP").fill(String((Number(code) + 1) % 1e6).padStart(6, "0"))
  await button("Kirim").first().click()
  await page.getByText("Kode OTP Tidak Sesuai").first().waitFor()
  await check(page)
  await page.getByLabel("Kode OTP").fill(code)
  await button("Kirim").first().click()
  await button("Oke").click()
  await heading("Masuk").waitFor()
})

test("signs in, in two steps, and stands in the marketplace", async () => {
  await page.getByLabel("Username atau No. WhatsApp").fill(PHONE)
  await button("Lanjutkan").click()
  await page.getByLabel("Password", { exact: true }).fill("bukan ini passwordnya")
  await button("Masuk").click()
  await page.getByText("Username atau password salah").waitFor()
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD)
  await button("Masuk").click()
  await heading("API Marketplace").waitFor()
  await check(page)
})

test("finds a bundle and requests it with a letter", async () => {
  await page.getByLabel("Cari Bundle API").fill("prov")
  await page.keyboard.press("Enter")
  await page.waitForURL(/q=prov/)
  await link("Wilayah Administrasi").click()
  await page.getByRole("heading", { name: "Akses saya" }).waitFor()
  await check(page)
  await link("Lanjutkan").click()
  await heading(/^Ajukan akses/).waitFor()
  await check(page)
  await button("Kirim Pengajuan").click()
  await page.getByText("Ada isian yang perlu diperbaiki").waitFor()
  await check(page, "the form with its faults")
  await page.getByLabel("Nama aplikasi").fill("Peta Layanan")
  await page.getByLabel("Tujuan penggunaan").fill("Menampilkan wilayah layanan.")
  await page.getByLabel("Surat permohonan").setInputFiles(letter("Permohonan"))
  await page.getByLabel(/bertanggung jawab/).check()
  await button("Kirim Pengajuan").click()
  await button("Oke").click()
  await heading("Pengajuan saya").waitFor()
  await page.getByText("Diajukan").last().waitFor()
  await check(page)
})

test("is asked for a revision, told so, and revises", async () => {
  await decide("revise", "Surat belum ditandatangani.")
  await member.open("/notifications")
  await heading("Notifikasi").waitFor()
  await check(page)
  await page.locator("main form button.notice").first().click()
  await page.getByText("Surat belum ditandatangani.").first().waitFor()
  await check(page)
  await link("Perbaiki pengajuan").click()
  await heading("Perbaiki pengajuan").waitFor()
  await check(page)
  await page.getByLabel("Surat permohonan").setInputFiles(letter("Sudah ditandatangani"))
  await page.getByLabel(/bertanggung jawab/).check()
  await button("Kirim Pengajuan").click()
  await button("Oke").click()
  await page.getByRole("heading", { name: "Perjalanan pengajuan" }).waitFor()
  await decide("approve", "Lengkap.")
  await page.reload()
  await page.getByText("Akses disetujui.").waitFor()
  await check(page)
})

test("creates a key that is shown once, and calls the gateway with it", async () => {
  await member.open("/keys")
  await heading("API Key").waitFor()
  await check(page)
  await link("Buat API Key").click()
  await heading("Buat API Key baru").waitFor()
  await check(page)
  await page.getByLabel("Label").fill("Laptop")
  await button("Buat API Key").click()
  const dialog = page.getByRole("dialog")
  key = (await dialog.locator("output").innerText()).trim()
  assert.match(key, /^spl_dev_\w{8}_\w{38}$/)
  await check(page, "the new key")
  await dialog.getByRole("button", { name: "Saya sudah menyimpannya" }).click()
  await dialog.waitFor({ state: "detached" })
  await heading("API Key").waitFor()
  assert.equal((await page.content()).includes(key), false)
  const answer = await gateway("/provinsi")
  assert.equal(answer.status, 200)
  assert.ok((await answer.text()).length > 100)
})

test("deactivates the key, and the next call is refused; activates it, and it works", async () => {
  await button("Nonaktifkan API Key Laptop").click()
  await check(page, "the question")
  await button("Ya, Lanjutkan!").click()
  await button("Oke").click()
  assert.equal((await gateway("/provinsi")).status, 401)
  await page.getByText("Tidak aktif").waitFor()
  await check(page)
  await button("Aktifkan API Key Laptop").click()
  await button("Ya, Lanjutkan!").click()
  await button("Oke").click()
  assert.equal((await gateway("/provinsi")).status, 200)
})

test("is revoked, and every key is refused at once", async () => {
  await decide("revoke", "Penyalahgunaan.")
  const answer = await gateway("/provinsi")
  assert.equal(answer.status, 403)
  assert.equal((await answer.json()).code, "access_revoked")
  await member.open("/requests")
  await page.getByText("Dicabut").last().waitFor()
  await link("Wilayah Administrasi").click()
  await page.getByText("Penyalahgunaan.").first().waitFor()
  await check(page)
})

test("nothing on the way complained", () => done(page))
