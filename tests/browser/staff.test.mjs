/* An admin: accounts, institutions, keys, settings, the audit log and messages; and every page of
 * staff in English, dark, on a phone. */
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { after, before, test } from "node:test"
import { check, done, openBrowser, person, shows } from "../support/browser.mjs"
import { callsOf, sendRequest, signIn } from "../support/portal.mjs"
import { startServer } from "../support/server.mjs"

let server, browser, budi, admin, page, budiId, key
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  budi = await callsOf(server.api, "budi")
  budiId = (await budi("GET", "/profile")).data.id
  key = (await budi("POST", "/keys", { label: "Antrean", environment: "development" })).data
  await sendRequest(budi,
    { bundle: "wilayah", application_name: "Peta Layanan", purpose: "Menampilkan wilayah." })
  admin = await person(browser, server.api)
  page = admin.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = name => page.getByRole("heading", { level: 1, name, exact: true })
const button = (name, on = page) => on.getByRole("button", { name, exact: true })
const link = name => page.getByRole("link", { name, exact: true })
const dialog = () => page.getByRole("dialog")
const yes = name => button(name, dialog()).click()
const status = async () => (await budi("GET", "/profile")).status

test("the overview tells what waits", async () => {
  await signIn(admin, "admin")
  await page.getByRole("navigation", { name: "Menu utama" }).getByText("Ringkasan").click()
  await heading("Ringkasan").waitFor()
  await page.getByText("1 menunggu keputusan").waitFor()
  await check(page)
})

test("an account is found, suspended and restored", async () => {
  await link("Pengguna").first().click()
  await heading("Pengguna").waitFor()
  await check(page)
  await page.getByLabel("Cari pengguna").fill("budi")
  await page.keyboard.press("Enter")
  await page.waitForURL(/q=budi/)
  await link("Budi Santoso").click()
  await heading("Budi Santoso").waitFor()
  await check(page)
  assert.equal(await status(), 200)
  await button("Tangguhkan akun").click()
  await dialog().getByText("Tangguhkan akun Budi Santoso?").waitFor()
  await check(page, "the question")
  await yes("Tangguhkan akun")
  await yes("Oke")
  await page.getByText("Ditangguhkan").first().waitFor()
  assert.equal(await status(), 401)
  await check(page)
  await button("Pulihkan akun").click()
  await yes("Pulihkan akun")
  await yes("Oke")
  await button("Tangguhkan akun").waitFor()
})

test("a role is changed, but never one's own", async () => {
  await page.getByLabel("Peninjau").check()
  await button("Simpan peran").click()
  await dialog().getByText("Ubah peran Budi Santoso?").waitFor()
  await yes("Ya, Lanjutkan!")
  await page.getByText("Peran telah diubah").waitFor()
  await page.getByLabel("Pemohon").check()
  await button("Simpan peran").click()
  await yes("Ya, Lanjutkan!")
  await admin.open("/admin/users?q=admin")
  await page.getByRole("link", { name: "Ayu Lestari" }).click()
  await page.getByText("Ini akun Anda.").waitFor()
  await shows(button("Simpan peran"), 0)
})

test("an institution is turned down with a note, and validated after all", async () => {
  await admin.open("/admin/institutions")
  await heading("Instansi").waitFor()
  await check(page)
  await page.getByRole("button", { name: /^Tolak/ }).click()
  await yes("Tolak")
  await dialog().getByText("Catatan: Wajib diisi.").waitFor()
  await check(page, "the note that is missing")
  await dialog().getByLabel("Catatan").fill("Surat tugas belum ada.")
  await yes("Tolak")
  await yes("Oke")
  await page.getByText("Semua instansi sudah diperiksa.").waitFor()
  await link("Ditolak").click()
  await page.getByText("Surat tugas belum ada.").waitFor()
  await page.getByRole("button", { name: /^Validasi/ }).click()
  await yes("Validasi")
  await yes("Oke")
  await link("Tervalidasi").click()
  await page.getByRole("cell", { name: "Tervalidasi" }).waitFor()
  await check(page)
})

test("a member's key is deactivated with a note, which only an admin takes back", async () => {
  budi = await callsOf(server.api, "budi")
  await admin.open("/admin/keys")
  await heading("API Key pengguna").waitFor()
  await check(page)
  await page.getByLabel("Cari pemilik API Key").fill("budi")
  await page.keyboard.press("Enter")
  await page.getByRole("link", { name: /Budi Santoso/ }).click()
  await page.getByText("API Key milik Budi Santoso").waitFor()
  await check(page)
  await button("Nonaktifkan Antrean").click()
  await dialog().getByLabel("Catatan").fill("Bocor di repositori publik.")
  await yes("Nonaktifkan")
  await yes("Oke")
  await page.getByText("Dinonaktifkan admin").waitFor()
  assert.equal((await budi("POST", `/keys/${key.id}/activate`)).status, 403)
  await button("Aktifkan lagi Antrean").click()
  await yes("Ya, Lanjutkan!")
  await yes("Oke")
  await button("Nonaktifkan Antrean").waitFor()
})

test("a setting is a switch that holds at once", async () => {
  await admin.open("/admin/settings")
  await heading("Pengaturan").waitFor()
  await check(page)
  const toggle = page.getByRole("switch", { name: /^Hanya anggota/ })
  await toggle.check()
  await page.getByText(/Sekarang: pemohon menunggu validasi/).waitFor()
  assert.equal(await toggle.isChecked(), true)
  await check(page)
  await toggle.uncheck()
  await page.getByText(/Sekarang: pemohon dapat mengirim/).waitFor()
})

test("the audit log tells all that, filtered, unfolded, and as CSV", async () => {
  await admin.open("/admin/audit")
  await heading("Log audit").waitFor()
  await page.getByText("Pengaturan diubah").last().waitFor()
  await check(page)
  await page.getByLabel("Peristiwa").selectOption({ label: "Akun ditangguhkan" })
  await button("Saring").click()
  await page.waitForURL(/action=account.suspend/)
  await page.locator(".audit-row").nth(1).waitFor({ state: "detached" })
  await page.locator(".audit-row summary").click()
  await page.getByText("account.suspend").waitFor()
  await page.locator(".audit-row").getByRole("link", { name: "budi" }).waitFor()
  await check(page, "a row unfolded")
  const [file] = await Promise.all([page.waitForEvent("download"), button("Unduh CSV").click()])
  const csv = readFileSync(await file.path(), "utf8")
  assert.match(csv, /account\.suspend/)
  assert.ok(!csv.includes("account.restore"))
  await page.getByRole("link", { name: "admin" }).first().click()
  await page.getByText("Hanya peristiwa oleh admin.").waitFor()
})

const PAGES = ["/admin", "/admin/requests", "/admin/bundles", "/admin/bundles/new",
  "/admin/bundles/import", "/admin/bundles/wilayah", "/admin/bundles/wilayah/edit",
  "/admin/bundles/wilayah/import", "/admin/users", "/admin/institutions?status=all",
  "/admin/keys?q=budi", "/admin/messages", "/admin/messages/words",
  "/admin/messages/words/otp", "/admin/messages/words/request:rejected", "/admin/audit",
  "/admin/settings", "/admin/usage?range=30d&by=status",
  "/admin/usage?range=days&from=2026-11-10&to=2026-11-15", "/usage"]

test("every page of staff holds in English, dark, on a phone", async () => {
  const phone = await person(browser, server.api, { phone: true, dark: true, language: "en" })
  await phone.open("/sign-in")
  await phone.page.getByLabel("User name or WhatsApp number").fill("admin")
  await phone.page.getByRole("button", { name: "Continue" }).click()
  await phone.page.getByLabel("Password", { exact: true }).fill("simpul-demo-admin")
  await phone.page.getByRole("button", { name: "Sign in", exact: true }).click()
  await phone.page.getByRole("heading", { level: 1, name: "Review desk" }).waitFor()
  for (const path of [...PAGES, `/admin/users/${budiId}`, `/admin/keys?account=${budiId}`]) {
    await phone.open(path)
    await phone.page.locator("main h1").waitFor()
    await check(phone.page, path)
  }
  await done(phone.page)
})

test("nothing on the way complained", () => done(page))
