/* A publisher imports a bundle, is told what is missing, publishes it, and ends it. */
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { check, done, openBrowser, person, shows } from "../support/browser.mjs"
import { callsOf, signIn } from "../support/portal.mjs"
import { startServer } from "../support/server.mjs"

const DOCUMENT = `openapi: 3.1.0
info: { title: Stok Vaksin, version: 2.0.0, description: Persediaan vaksin per puskesmas. }
paths:
  /puskesmas:
    get: { summary: Semua puskesmas, responses: { '200': { description: Daftar } } }
  /puskesmas/{kode}/stok:
    get:
      summary: Stok di satu puskesmas
      parameters: [{ name: kode, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: Stok } }
`
const SECOND = `openapi: 3.1.0
info: { title: Stok Vaksin, version: 3.0.0 }
paths:
  /puskesmas:
    get:
      summary: Semua puskesmas
      parameters: [{ name: provinsi, in: query, required: true, schema: { type: string } }]
      responses: { '200': { description: Daftar } }
`
const SECRET = "Bearer rahasia-penyedia"

let server, browser, publisher, page
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  publisher = await person(browser, server.api)
  page = publisher.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = name => page.getByRole("heading", { level: 1, name, exact: true })
const button = name => page.getByRole("button", { name, exact: true })
const link = name => page.getByRole("link", { name })
const dialog = () => page.getByRole("dialog")
const yes = name => dialog().getByRole("button", { name, exact: true }).click()
const part = name => page.getByRole("group", { name })

test("a publisher stands among the bundles", async () => {
  await signIn(publisher, "penerbit")
  await heading("Kelola Bundle").waitFor()
  await link("Wilayah Administrasi").waitFor()
  await check(page)
})

test("a broken document is refused with the place of its fault", async () => {
  await link("Impor OpenAPI").click()
  await heading("Impor dokumen OpenAPI").waitFor()
  await check(page)
  await button("Impor").click()
  await page.getByText("Berkas OpenAPI: Pilih berkas, isi alamatnya, atau tempel").waitFor()
  await page.getByLabel("Atau tempel dokumennya").fill("openapi: 3.1.0\ninfo: [")
  await button("Impor").click()
  await page.getByText(/tidak dapat dipakai: Nilai tidak ada.* \(baris 3\)/).waitFor()
  await check(page, "the refused document")
})

test("a good one becomes a draft, with a report", async () => {
  await page.getByLabel("Atau tempel dokumennya").fill("")
  await page.getByLabel("Berkas OpenAPI").setInputFiles(
    { name: "stok.yaml", mimeType: "application/yaml", buffer: Buffer.from(DOCUMENT) })
  await button("Impor").click()
  await page.getByText("2 endpoint terbaca.").waitFor()
  await check(page, "the report")
  await link("Lanjut ke bundle").click()
  await heading("Stok Vaksin").waitFor()
  await page.getByText("/puskesmas/{kode}/stok").waitFor()
  await check(page)
})

test("what is missing is said before it is published", async () => {
  await button("Terbitkan").click()
  await dialog().getByText("Terbitkan “Stok Vaksin”?").waitFor()
  await yes("Terbitkan")
  await page.getByText("Isi alamat upstream dulu sebelum menerbitkan.").waitFor()
  await link("Lengkapi keterangan").click()
  await heading("Ubah Stok Vaksin").waitFor()
  await check(page)
  const development = part(/Upstream Development/)
  await development.getByLabel("Alamat upstream").fill("ftp://contoh.go.id")
  await button("Simpan bundle").click()
  await page.getByText("Upstream Development › Alamat upstream: Alamat URL tidak benar.").waitFor()
  await check(page, "the form with its fault")
})

test("an upstream with a secret header is set and never shown again", async () => {
  const development = part(/Upstream Development/)
  const address = `http://127.0.0.1:${server.env.SIMPUL_DEMO_PORT}/wilayah`
  await development.getByLabel("Alamat upstream").fill(address)
  await development.getByText("Header rahasia dan batas waktu").click()
  await development.getByLabel("Nama header").fill("Authorization")
  await development.getByLabel("Isi header").fill(SECRET)
  await page.getByLabel("Penyedia").fill("Dinas Kesehatan")
  await page.getByLabel("Ringkasan").fill("Persediaan vaksin di setiap puskesmas.")
  await page.getByLabel("Tag").fill("kesehatan, vaksin")
  await button("Simpan bundle").click()
  await heading("Stok Vaksin").waitFor()
  await page.getByText("Header Authorization disisipkan").waitFor()
  await check(page)
  await link("Ubah").click()
  await heading("Ubah Stok Vaksin").waitFor()
  assert.equal(await part(/Upstream Development/).getByLabel("Isi header").inputValue(), "")
  assert.ok(!(await page.content()).includes("rahasia-penyedia"))
  await link("Stok Vaksin").click()
})

test("published, it is found in the marketplace", async () => {
  const budi = await callsOf(server.api, "budi")
  assert.equal((await budi("GET", "/bundles/stok-vaksin")).status, 404)
  await heading("Stok Vaksin").waitFor()
  await button("Terbitkan").click()
  await yes("Terbitkan")
  await dialog().getByText("Bundle telah terbit").waitFor()
  await yes("Oke")
  await page.getByText("Terbit", { exact: true }).waitFor()
  assert.equal((await budi("GET", "/bundles?q=vaksin")).data[0].slug, "stok-vaksin")
  await link("Lihat seperti pemohon").click()
  await page.getByRole("heading", { name: "Akses saya" }).waitFor()
  await page.goBack()
})

test("another document shows what it breaks before it is taken", async () => {
  await link("Ganti dokumen").click()
  await heading("Dokumen baru untuk Stok Vaksin").waitFor()
  await page.getByLabel("Atau alamat dokumennya").fill("https://contoh.go.id/api.json")
  await page.getByLabel("Atau tempel dokumennya").fill(SECOND)
  await button("Bandingkan").click()
  await page.getByText(/Atau tempel dokumennya: Isi salah satu saja/).waitFor()
  await page.getByLabel("Atau alamat dokumennya").fill("")
  await button("Bandingkan").click()
  await page.getByRole("heading", { name: "Dari versi 2.0.0 ke 3.0.0" }).waitFor()
  await page.getByText(/2 endpoint dapat membuat aplikasi pemakai gagal/).waitFor()
  await page.getByText("Parameter provinsi (query)", { exact: true }).waitFor()
  await check(page, "the difference")
  await button("Terapkan").click()
  await page.getByText(/Versi 3.0.0 kini berlaku/).waitFor()
  await check(page, "what came of it")
})

test("versions stand side by side until one is retired", async () => {
  await page.getByRole("link", { name: "Versi", exact: true }).click()
  await heading("Versi Stok Vaksin").waitFor()
  await shows(page.getByRole("article"), 2)
  await check(page)
  await link("Ubah upstream").click()
  await heading("Upstream versi 2.0.0").waitFor()
  await check(page)
  const address = `http://127.0.0.1:${server.env.SIMPUL_DEMO_PORT}/kalender`
  await part(/Upstream Development/).getByLabel("Alamat upstream").fill("")
  await button("Simpan upstream").click()
  await page.getByText(/Upstream Production › Alamat upstream: Isi setidaknya satu/).waitFor()
  await part(/Upstream Production/).getByLabel("Alamat upstream").fill(address)
  await button("Simpan upstream").click()
  await heading("Versi Stok Vaksin").waitFor()
  await link("Ubah upstream").click()
  await page.locator(`[value="${address}"]`).waitFor()
  await page.getByRole("link", { name: "Batal" }).click()
  await button("Tentukan akhir…").click()
  await dialog().getByLabel("Berakhir pada").fill("2099-12-31")
  await yes("Umumkan")
  await page.getByText(/31 Des 2099/).waitFor()
  await button("Hentikan").click()
  await yes("Hentikan")
  await page.getByText("Dihentikan", { exact: true }).waitFor()
  await button("Hapus").click()
  await yes("Hapus")
  await shows(page.getByRole("article"), 1)
  await link("Stok Vaksin").click()
  await heading("Stok Vaksin").waitFor()
})

test("its end is announced for a day, and then comes", async () => {
  await button("Umumkan akhir…").click()
  await dialog().getByLabel("Berakhir pada").fill("")
  await yes("Umumkan")
  await dialog().getByText("Berakhir pada: Wajib diisi.").waitFor()
  await check(page, "the day of the end")
  await dialog().getByLabel("Berakhir pada").fill("2099-12-31")
  await yes("Umumkan")
  await dialog().getByText("Pemakai bundle telah diberi tahu").waitFor()
  await yes("Oke")
  await page.getByText(/Berakhir 31 Des 2099/).waitFor()
  await check(page)
  await button("Hentikan sekarang").click()
  await yes("Hentikan sekarang")
  await yes("Oke")
  await page.getByText("Bundle ini sudah dihentikan.").waitFor()
  await check(page)
})

test("a bundle made by hand is a draft", async () => {
  await publisher.open("/admin/bundles/new")
  await heading("Buat bundle baru").waitFor()
  await check(page)
  await button("Simpan bundle").click()
  await page.getByText("Nama bundle: Wajib diisi.").waitFor()
  await page.getByLabel("Nama bundle").fill("Percobaan")
  await page.getByLabel("Alamat singkat").fill("wilayah")
  await button("Simpan bundle").click()
  await page.getByText(/Alamat singkat: Sudah dipakai/).waitFor()
  await page.getByLabel("Alamat singkat").fill("")
  await button("Simpan bundle").click()
  await heading("Percobaan").waitFor()
})

test("its endpoints are written one by one", async () => {
  await link("Tambah endpoint").click()
  await heading("Tambah endpoint").waitFor()
  await page.getByLabel("Path", { exact: true }).fill("/stok/{kode}")
  await button("Tambah parameter").click()
  await part("Parameter 1").getByLabel("Nama").fill("kode")
  await part("Parameter 1").getByLabel("Letak").selectOption("path")
  await page.getByText("Skema dan contoh").first().click()
  await page.getByLabel("Skema (JSON)").first().fill("{")
  await button("Simpan endpoint").click()
  await page.getByText("Badan permintaan › Jenis isi: Pilih dulu jenis isinya").waitFor()
  await page.getByLabel("Jenis isi").first().selectOption("application/json")
  await button("Simpan endpoint").click()
  await page.getByText("Skema (JSON): Tidak dapat dibaca sebagai JSON.").waitFor()
  await check(page, "the form with its fault")
  await page.getByLabel("Skema (JSON)").first().fill('{"type": "object"}')
  await button("Simpan endpoint").click()
  await heading("Endpoint Percobaan").waitFor()
  await check(page, "the endpoints")
  await link("/stok/{kode}").click()
  await heading("GET /stok/{kode}").waitFor()
  await page.getByLabel("Ringkasan").fill("Stok di satu puskesmas")
  await button("Simpan endpoint").click()
  await page.getByText("Stok di satu puskesmas").waitFor()
  await link("Percobaan").click()
  await heading("Percobaan").waitFor()
})

test("a draft goes for good", async () => {
  await button("Hapus draf").click()
  await yes("Hapus draf")
  await yes("Oke")
  await heading("Kelola Bundle").waitFor()
  await shows(link("Percobaan"), 0)
})

test("a publisher has no business with accounts", async () => {
  await publisher.open("/admin/users")
  await heading("Halaman ini bukan untuk akun Anda").waitFor()
})

test("nothing on the way complained", () => done(page))
