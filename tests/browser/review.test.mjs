/* The review desk: a reviewer on a PC decides beside the letter, by mouse and by keys, while an
 * admin at the next desk looks at the same request. */
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { check, done, openBrowser, person, shows } from "../support/browser.mjs"
import { callsOf, sendRequest, signIn } from "../support/portal.mjs"
import { startServer } from "../support/server.mjs"

const MAP = { bundle: "wilayah", application_name: "Peta Layanan", purpose: "Menampilkan wilayah." }
const QUEUE = { bundle: "kalender", application_name: "Antrean Puskesmas", purpose: "Hari libur." }
const BOARD = { bundle: "identitas", application_name: "Dasbor Pimpinan", purpose: "Pemeriksaan." }

let server, browser, budi, desk, page, ids
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  budi = await callsOf(server.api, "budi")
  ids = {}
  for (const request of [MAP, QUEUE, BOARD]) {
    ids[request.bundle] = (await sendRequest(budi, request)).data.id
  }
  desk = await person(browser, server.api)
  page = desk.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = (name, on = page) => on.getByRole("heading", { level: 1, name, exact: true })
const button = (name, on = page) => on.getByRole("button", { name, exact: true })
const note = (on = page) => on.getByLabel("Catatan untuk pemohon")
const dialog = (on = page) => on.getByRole("dialog")
const yes = (name, on = page) => button(name, dialog(on)).click()

test("the one that waited longest lies open, its letter beside it", async () => {
  await signIn(desk, "reviewer")
  await heading("Peta Layanan").waitFor()
  await shows(page.locator(".queue-item"), 3)
  await page.getByTitle("Surat permohonan").waitFor()
  await page.getByText("Ini pengajuan pertamanya.").waitFor({ state: "detached" })
  await check(page)
})

test("keys move through the queue, but not while a note is typed", async () => {
  await page.keyboard.press("j")
  await heading("Antrean Puskesmas").waitFor()
  await page.keyboard.press("k")
  await heading("Peta Layanan").waitFor()
  await note().fill("")
  await note().pressSequentially("jax")
  assert.equal(await note().inputValue(), "jax")
  await heading("Peta Layanan").waitFor()
  await note().fill("")
})

test("a revision needs a note, and goes back to the member with it", async () => {
  await button("Minta revisi").click()
  await page.getByText("Catatan untuk pemohon: Wajib diisi.").waitFor()
  await check(page, "the desk with its fault")
  await page.getByRole("heading", { name: "Keputusan" }).click()
  await page.keyboard.press("r")
  await page.keyboard.type("Surat belum ditandatangani.")
  await page.keyboard.press("Control+Enter")
  await dialog().getByText("Minta revisi “Peta Layanan”?").waitFor()
  await check(page, "the question")
  await yes("Minta revisi")
  await heading("Antrean Puskesmas").waitFor()
  const { data } = await budi("GET", `/requests/${ids.wilayah}`)
  assert.equal(data.status, "revision_requested")
  assert.equal(data.note, "Surat belum ditandatangani.")
})

test("a revised request shows what was asked and what changed", async () => {
  const purpose = "Menampilkan batas wilayah kepada warga."
  await sendRequest(budi, { ...MAP, purpose }, ids.wilayah)
  await desk.open(`/admin/requests/${ids.wilayah}`)
  await page.getByRole("heading", { name: "Yang diperbaiki pemohon" }).waitFor()
  await page.locator("del", { hasText: MAP.purpose }).waitFor()
  await page.locator("ins", { hasText: purpose }).waitFor()
  await page.getByText("Surat baru diunggah.").waitFor()
  const earlier = page.waitForResponse(/letter\?version=1$/)
  const opened = page.waitForEvent("popup")
  await button("Surat sebelumnya").click()
  assert.equal((await earlier).status(), 200)
  await (await opened).close()
  await check(page)
})

test("of two who decide at once one wins, and the other is told by whom", async () => {
  const other = await person(browser, server.api)
  await signIn(other, "admin")
  await other.open(`/admin/requests/${ids.wilayah}`)
  await heading("Peta Layanan", other.page).waitFor()
  await page.keyboard.press("a")
  await dialog().getByText("Setujui pengajuan “Peta Layanan”?").waitFor()
  await yes("Setujui")
  await page.getByText("Pengajuan disetujui").waitFor()

  await note(other.page).fill("Tidak sesuai.")
  await button("Tolak", other.page).click()
  await yes("Tolak", other.page)
  await dialog(other.page).getByText("Pengajuan ini sudah diputuskan").waitFor()
  await dialog(other.page).getByText(/Disetujui oleh Rina Wulandari/).waitFor()
  await check(other.page, "told of the other's decision")
  await yes("Oke", other.page)
  await button("Cabut akses", other.page).waitFor()
  await done(other.page)
})

test("a rejection may bar the way", async () => {
  await desk.open(`/admin/requests/${ids.kalender}`)
  await note().fill("Bukan kewenangan instansi ini.")
  await page.getByLabel("Bila ditolak, tutup pengajuan ulang").check()
  await page.keyboard.press("Tab")
  await button("Tolak").click()
  await yes("Tolak")
  await heading("Dasbor Pimpinan").waitFor()
  const again = await sendRequest(budi, QUEUE)
  assert.equal(again.code, "request_barred")
})

test("the only environment that is ticked is opened", async () => {
  await page.getByLabel("Production").uncheck()
  await page.getByLabel("Development").uncheck()
  await button("Setujui").click()
  await yes("Setujui")
  await page.locator("#environments-error", { hasText: "Wajib diisi." }).waitFor()
  await page.getByLabel("Development").check()
  await button("Setujui").click()
  await yes("Setujui")
  await page.getByText("Antrean kosong").waitFor()
  const { data } = await budi("GET", `/requests/${ids.identitas}`)
  assert.deepEqual(data.environments, ["development"])
  await check(page)
})

test("a revocation refuses the member's keys from the next call", async () => {
  const { data: made } = await budi("POST", "/keys", { label: "Uji", environment: "development" })
  const call = () => fetch(`${server.gateway}/development/wilayah/provinsi`,
    { headers: { "X-API-Key": made.key } })
  assert.equal((await call()).status, 200)
  await desk.open("/admin/requests")
  await page.getByLabel("Saring menurut status").selectOption({ label: "Disetujui" })
  await page.getByRole("link", { name: /Peta Layanan/ }).click()
  await heading("Peta Layanan").waitFor()
  await check(page)
  await note().fill("Dipakai di luar tujuan.")
  await button("Cabut akses").click()
  await yes("Cabut akses")
  await page.getByText("Akses ini sudah dicabut.").waitFor()
  assert.equal((await call()).status, 403)
  await check(page)
})

test("searches by user name, and finds what the member asked for before", async () => {
  await page.getByLabel("Cari pengajuan").fill("budi")
  await page.getByLabel("Cari pengajuan").press("Enter")
  await page.getByLabel("Saring menurut status").selectOption({ label: "Semua" })
  await page.locator(".queue-item").nth(2).waitFor()
  await heading("Peta Layanan").waitFor()
  const history = page.getByRole("region", { name: "Pengajuan lain dari pemohon ini" })
  await history.getByText("Bukan kewenangan instansi ini.").waitFor()
})

test("on a phone the queue comes first, then the request and its letter", async () => {
  const phone = await person(browser, server.api, { phone: true, dark: true })
  await signIn(phone, "reviewer")
  await heading("Meja peninjauan", phone.page).waitFor()
  await check(phone.page)
  await phone.open(`/admin/requests/${ids.wilayah}`)
  await button("Buka surat", phone.page).waitFor()
  await shows(phone.page.locator("iframe"), 0)
  await check(phone.page)
  await phone.page.getByRole("link", { name: "Antrean" }).click()
  await heading("Meja peninjauan", phone.page).waitFor()
  await done(phone.page)
})

test("nothing on the way complained", () => done(page))
