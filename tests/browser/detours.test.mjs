/* What a member does beside the straight way, on a phone in Indonesian: a search that finds
 * nothing, a letter too large, a request withdrawn and one rejected, keys that end and that are
 * replaced, and a second tap that must not count. */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { after, before, test } from "node:test"
import { check, done, newestMessage, openBrowser, person, shows } from "../support/browser.mjs"
import { callsOf, PASSWORDS, signIn } from "../support/portal.mjs"
import { root, startServer } from "../support/server.mjs"

const letter = (filler = 0) => ({
  name: "surat.pdf", mimeType: "application/pdf",
  buffer: Buffer.concat([execFileSync(`${root}/tests/support/letter.sh`, ["Surat"]),
    Buffer.alloc(filler, 32)]),
})

let server, browser, member, page, mine, reviewer, key
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  mine = await callsOf(server.api, "budi")
  reviewer = await callsOf(server.api, "reviewer")
  member = await person(browser, server.api, { phone: true })
  page = member.page
  await signIn(member, "budi")
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = name => page.getByRole("heading", { level: 1, name, exact: true })
const button = name => page.getByRole("button", { name, exact: true })
const link = name => page.getByRole("link", { name, exact: true })
const dialog = () => page.getByRole("dialog")

async function fillRequest(name) {
  await heading(/^Ajukan akses/).waitFor()
  await page.getByLabel("Nama aplikasi").fill(name)
  await page.getByLabel("Tujuan penggunaan").fill("Menjadwalkan layanan.")
  await page.getByLabel(/bertanggung jawab/).check()
}

async function sendRequest(name) {
  await member.open("/marketplace/kalender/request")
  await fillRequest(name)
  await page.getByLabel("Surat permohonan").setInputFiles(letter())
  await button("Kirim Pengajuan").dblclick()
  await button("Oke").click()
  await heading("Pengajuan saya").waitFor()
}

test("a search that finds nothing says so and leads back to all bundles", async () => {
  await member.open("/marketplace")
  await page.getByLabel("Cari Bundle API").fill("tidak ada yang begini")
  await page.keyboard.press("Enter")
  await page.getByText("Tidak ada Bundle API yang cocok").waitFor()
  await check(page, "nothing found")
  await link("Tampilkan semua").click()
  await link("Kalender Kerja Pemerintah").waitFor()
  await page.getByLabel("Urutkan").selectOption("newest")
  await page.waitForURL(/sort=newest/)
  await page.locator('a.filter[href*="tag=kalender"][href*="sort=newest"]').click()
  await page.waitForURL(/tag=kalender/)
  await page.getByText("1 Bundle API", { exact: true }).waitFor()
  await page.goBack()
  await page.getByText("4 Bundle API", { exact: true }).waitFor()
})

test("a letter that is too large is refused before it is sent", async () => {
  await member.open("/marketplace/kalender/request")
  await fillRequest("Jadwal Layanan")
  let isSent = false
  page.on("request", request => { isSent ||= request.method() === "POST" })
  await page.getByLabel("Surat permohonan").setInputFiles(letter(10 * 1024 * 1024))
  await button("Kirim Pengajuan").click()
  await page.getByText("Surat permohonan: Berkas terlalu besar.").waitFor()
  await check(page, "a letter too large")
  assert.equal(isSent, false)
})

test("two taps send one request, which the member withdraws", async () => {
  await sendRequest("Jadwal Layanan")
  assert.equal((await mine("GET", "/requests")).data.length, 1)
  await member.open("/marketplace/kalender/request")
  await link("Lihat pengajuan").click()
  await button("Batalkan pengajuan").click()
  await check(page, "the question")
  await button("Batal").click()
  await button("Batalkan pengajuan").click()
  await button("Ya, Lanjutkan!").click()
  await dialog().getByText("Pengajuan dibatalkan").waitFor()
  await button("Oke").click()
  await page.getByText("Anda membatalkan pengajuan ini.").waitFor()
  await check(page, "a request withdrawn")
  await link("Ajukan lagi").click()
  await heading(/^Ajukan akses/).waitFor()
})

test("a rejected request tells why, and may be sent again", async () => {
  await sendRequest("Jadwal Kedua")
  const [{ id }] = (await mine("GET", "/requests")).data
  const note = "Surat bukan dari pejabat yang berwenang."
  assert.equal((await reviewer("POST", `/admin/requests/${id}/reject`, { note })).status, 200)
  await member.open("/requests?status=revoked")
  await page.getByText("Tidak ada pengajuan dengan status ini").waitFor()
  await check(page, "no request of this state")
  await member.open("/requests?status=rejected")
  await link("Kalender Kerja Pemerintah").click()
  await page.getByText(note).first().waitFor()
  await check(page, "a request rejected")
  await member.open("/marketplace/kalender")
  await page.getByText(/Pengajuan terakhir Anda ditolak/).waitFor()
  await link("Ajukan lagi").click()
  await heading(/^Ajukan akses/).waitFor()
})

test("a key's faults stand at their fields, and its end is shown", async () => {
  await member.open("/keys/new")
  await page.getByLabel("Label").fill("Server antrean")
  await page.getByText("Batas waktu dan alamat IP").click()
  await page.getByLabel("Berlaku sampai").fill("2020-01-01")
  await page.getByLabel("Hanya dari alamat IP").fill("bukan alamat")
  await button("Buat API Key").click()
  await link("Berlaku sampai: Harus di masa depan.").waitFor()
  await check(page, "a key's faults")
  await page.getByLabel("Berlaku sampai").fill("2099-12-31")
  await page.getByLabel("Hanya dari alamat IP").fill("10.1.0.0/16")
  await button("Buat API Key").click()
  key = (await dialog().locator("output").innerText()).trim()
  for (let i = 0; i < 4; i++) await page.keyboard.press("Escape")
  await dialog().locator("output").waitFor()
  await button("Saya sudah menyimpannya").click()
  await heading("API Key").waitFor()
  await page.getByText(/31 Des 2099/).waitFor()
  await check(page, "the keys")
})

/* A key that the gateway knows is refused for its address only. */
async function refusalOf(one) {
  const answer = await fetch(`${server.gateway}/development/kalender/libur`,
    { headers: { "X-API-Key": one } })
  return (await answer.json()).code
}

async function replaceKey(grace) {
  await button("Ganti API Key Server antrean").click()
  await dialog().getByLabel("API Key lama berlaku").selectOption(grace)
  await check(page, "how long the old key goes on")
  await button("Ya, Lanjutkan!").click()
  const next = (await dialog().locator("output").innerText()).trim()
  await button("Saya sudah menyimpannya").click()
  await page.getByText(next.slice(0, 12)).waitFor()
  return next
}

test("a key is replaced, and the old one goes on for as long as was said", async () => {
  const second = await replaceKey("3600")
  assert.notEqual(second, key)
  assert.equal(await refusalOf(key), "ip_not_allowed")
  assert.equal(await refusalOf(second), "ip_not_allowed")
  const third = await replaceKey("0")
  assert.equal(await refusalOf(second), "key_unknown")
  assert.equal(await refusalOf(third), "ip_not_allowed")
})

test("only a key that is not active can be deleted", async () => {
  await shows(page.getByRole("button", { name: /^Hapus/ }), 0)
  await page.getByRole("button", { name: /^Nonaktifkan/ }).first().click()
  await button("Ya, Lanjutkan!").click()
  await dialog().getByText("API Key telah dinonaktifkan").waitFor()
  await button("Oke").click()
  await page.getByRole("button", { name: /^Hapus/ }).click()
  await button("Ya, Lanjutkan!").click()
  await dialog().getByText("API Key berhasil dihapus").waitFor()
  await button("Oke").click()
  await page.getByText("Belum ada API Key").waitFor()
  await check(page, "no key")
})

test("a session that ended elsewhere leads through the sign-in and back", async () => {
  await member.open("/keys/new")
  await page.getByLabel("Label").fill("Terlambat")
  const { data } = await mine("GET", "/sessions")
  for (const { id, current } of data) if (!current) await mine("DELETE", `/sessions/${id}`)
  await button("Buat API Key").click()
  await page.getByText(/sesi Anda telah berakhir/).waitFor()
  await check(page, "a session that ended")
  await page.getByLabel("Username atau No. WhatsApp").fill("budi")
  await page.keyboard.press("Enter")
  await page.getByLabel("Password", { exact: true }).fill(PASSWORDS.budi)
  await button("Masuk").click()
  await heading("Buat API Key baru").waitFor()
})

test("nothing on the way complained", () => done(page))

/* The browser itself complains about each call without a line, so this has a page of its own. */
test("without a line the page says so, and goes on when it is back", async () => {
  const other = await person(browser, server.api, { phone: true })
  await signIn(other, "budi")
  await other.context.setOffline(true)
  await other.page.getByRole("link", { name: "Pengajuan", exact: true }).click()
  await other.page.getByRole("heading", { level: 1, name: "Tidak ada koneksi" }).waitFor()
  await other.context.setOffline(false)
  await other.page.getByRole("heading", { level: 1, name: "Pengajuan saya" }).waitFor()
  await other.context.close()
})

test("a page with a fault of its own says so, and is not loaded over and over", async () => {
  const other = await person(browser, server.api, { phone: true })
  await signIn(other, "budi")
  const body = "export const root = { title: () => '', load() { throw Error('fault') } }"
  await other.page.route("**/pack/pages-market-requests.js",
    route => route.fulfill({ contentType: "text/javascript", body }))
  await other.page.getByRole("link", { name: "Pengajuan", exact: true }).click()
  await other.page.getByRole("button", { name: "Coba lagi" }).waitFor()
  let loads = 0
  other.page.on("request", request => { loads += request.isNavigationRequest() ? 1 : 0 })
  await other.page.waitForTimeout(6000)
  assert.equal(loads, 0)
  await other.context.close()
})

test("who left the sign-up before its OTP gives it at the sign-in, and may reload", async () => {
  const other = await person(browser, server.api, { phone: true })
  const at = name => other.page.getByLabel(name, { exact: true })
  const press = name => other.page.getByRole("button", { name, exact: true }).click()
  const title = name => other.page.getByRole("heading", { level: 1, name }).waitFor()
  await other.open("/sign-up")
  await at("Nama depan").fill("Rina")
  await at("Nama belakang").fill("Wulandari")
  await at("No. WhatsApp").fill("081290000077")
  await at("E-mail").fill("rina@contoh.go.id")
  await at("Nama instansi").fill("Dinas Perhubungan Kota Contoh")
  await at("Jenis instansi").selectOption("pemerintah_kabupaten_kota")
  await other.page.getByLabel("Non-penyedia").check()
  await at("Username").fill("rina wulandari")
  await at("Password").fill("angkot biru lewat jembatan")
  await press("Daftar")
  await title("Masukkan Kode OTP")
  await other.open("/sign-in")
  await at("Username atau No. WhatsApp").fill("0812-9000-0077")
  await press("Lanjutkan")
  await at("Password").fill("angkot biru lewat jembatan")
  await press("Masuk")
  await other.page.waitForURL(/sign-in\/verify/)
  await title("Masukkan Kode OTP")
  await check(other.page)
  await other.page.reload()
  await at("Kode OTP").fill((await newestMessage(server.api, "081290000077")).code)
  await press("Kirim")
  await title("API Marketplace")
  await done(other.page)
})

test("what is missing is told though the words of other problems never come", async () => {
  const other = await person(browser, server.api, { phone: true })
  const asked = []
  await other.page.route("**/pack/locales-id-problems.js", route => void asked.push(route))
  await other.open("/sign-in")
  await other.page.getByRole("button", { name: "Lanjutkan", exact: true }).click()
  await other.page.getByText("Ada isian yang perlu diperbaiki.").waitFor()
  await shows(other.page.getByText("Wajib diisi."), 2)
  assert.equal(asked.length, 1)
  await other.context.close()
})

test("who goes back meanwhile is not shown what went wrong at the other address", async () => {
  const other = await person(browser, server.api, { phone: true }), seen = other.page
  const title = name => seen.getByRole("heading", { level: 1, name, exact: true })
  await signIn(other, "budi")
  await seen.getByRole("link", { name: "Pengajuan", exact: true }).click()
  await title("Pengajuan saya").waitFor()
  await seen.route("**/pack/locales-id-problems.js", () => {})
  await seen.route("**/auth/refresh", route => route.fulfill({ status: 500 }), { times: 1 })
  const explaining = seen.waitForRequest("**/pack/locales-id-problems.js")
  await seen.reload({ waitUntil: "commit" })
  await explaining
  await seen.evaluate(() => history.back())
  await title("API Marketplace").waitFor()
  await seen.waitForTimeout(3000)
  await shows(title("API Marketplace"), 1)
  await other.context.close()
})
