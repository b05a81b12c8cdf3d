/* Test API: an approved member tries an endpoint in Development and, with a key, in Production; a
 * member without access in Development, and is told how to ask for Production. */
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { check, done, excuse, openBrowser, person, shows } from "../support/browser.mjs"
import { callsOf, sendRequest, signIn, signOut } from "../support/portal.mjs"
import { startServer } from "../support/server.mjs"

const MAP = { bundle: "wilayah", application_name: "Peta Layanan", purpose: "Menampilkan wilayah." }

/* Nobody serves it: in Development the gateway answers from the document. */
const MOCKED = {
  openapi: "3.1.0", info: { title: "Tiruan", version: "1" },
  paths: { "/warga/{nik}": { get: {
    parameters: [{ name: "nik", in: "path", required: true, example: "1234",
      schema: { type: "string", pattern: "^\\d{4}$" } }],
    responses: { 200: { description: "Ya",
      content: { "application/json": { example: { nama: "Sri" } } } } },
  } } },
}

let server, browser, budi, keys, member, visitor
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  budi = await callsOf(server.api, "budi")
  const reviewer = await callsOf(server.api, "reviewer")
  const { data } = await sendRequest(budi, MAP)
  await reviewer("POST", `/admin/requests/${data.id}/approve`, { note: "Lengkap" })
  const publisher = await callsOf(server.api, "penerbit")
  await publisher("POST", "/admin/bundles/import", { document: JSON.stringify(MOCKED) })
  await publisher("PATCH", "/admin/bundles/tiruan",
    { upstreams: { production: { url: "http://127.0.0.1:9" } } })
  await publisher("POST", "/admin/bundles/tiruan/publish")
  keys = await Promise.all(["production", "development"].map(async environment =>
    (await budi("POST", "/keys", { label: environment, environment })).data.key))
  member = await person(browser, server.api)
  visitor = await person(browser, server.api, { phone: true })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const button = ({ page }, name) => page.getByRole("button", { name, exact: true })
const heading = ({ page }, name) => page.getByRole("heading", { name, exact: true })
const field = ({ page }, name) => page.getByRole("textbox", { name, exact: true })
const environment = ({ page }, name) => page.getByRole("radio", { name: new RegExp(`^${name}`) })
const history = ({ page }) => page.getByRole("region", { name: "Riwayat" }).getByRole("listitem")
const send = someone => button(someone, "Test API").click()

test("an approved member chooses an endpoint and tries it in Development", async () => {
  const { page, open } = member
  await signIn(member, "budi")
  await open("/marketplace/wilayah")
  await page.getByRole("link", { name: "Test API" }).click()
  await page.getByLabel("Cari endpoint").fill("dalam provinsi")
  await page.keyboard.press("Enter")
  await shows(page.locator(".endpoint"), 1)
  await check(page)
  await page.getByRole("link", { name: "/provinsi/{kode}/kabupaten" }).click()
  await field(member, "kode").fill("3")
  await send(member)
  await page.getByText("kode: Harus sesuai pola").waitFor()
  await check(page, "a value that does not fit")
  await field(member, "kode").fill("32")
  await page.locator("pre", { hasText: "/development/wilayah/provinsi/32/kabupaten" }).waitFor()
  await send(member)
  await page.getByText("200 OK").first().waitFor()
  await check(page, "the answer")
  await page.locator(".json-tree summary").first().focus()
  for (const key of ["ArrowDown", "ArrowDown", "ArrowRight"]) await page.keyboard.press(key)
  await page.getByText('"KABUPATEN BOGOR"', { exact: true }).waitFor()
  await page.keyboard.press("ArrowLeft")
  await page.getByText('"KABUPATEN BOGOR"', { exact: true }).waitFor({ state: "hidden" })
  await shows(history(member), 1)
})

test("and in Production, with the key pasted", async () => {
  const { page } = member
  await environment(member, "Production").check()
  await send(member)
  await heading(member, "Permintaan ditolak").waitFor()
  await shows(page.getByText("401 Unauthorized"), 2)   // as an answer and in the history
  await page.getByRole("link", { name: "Buat API Key" }).waitFor()
  await page.getByLabel("API Key Production").fill(keys[1])
  await send(member)
  await page.getByText("Kunci ini untuk Development").waitFor()
  await check(page, "a refusal")
  await page.getByLabel("API Key Production").fill(keys[0])
  await send(member)
  await heading(member, "Respons").waitFor()
  await shows(history(member), 4)
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))
  assert.ok(kept.includes("/provinsi/32/kabupaten") && !kept.includes("spl_"))
  assert.ok(!(await page.locator("pre").first().textContent()).includes("spl_"))
})

test("the table of keys stays within its column and leaves room for names", async () => {
  const { page, open } = member
  await page.route(url => url.pathname === "/keys", async route => {
    const response = await route.fetch(), json = await response.json()
    for (const key of json.data) {
      Object.assign(key, { label: "Antrean kantor kecamatan", created_at: "2020-01-01T00:00:00Z",
        last_used_at: "2020-01-02T00:00:00Z" })
    }
    await route.fulfill({ response, json })
  })
  await open("/keys")
  const table = await page.getByRole("table", { name: "API Key" }).boundingBox()
  const column = await page.locator(".page-head").boundingBox()
  assert.ok(table.x + table.width <= column.x + column.width + 1)
  const name = await page.getByRole("rowheader").first().boundingBox()
  assert.ok(name.width > 170, `a name has ${name.width} px`)
  await check(page)
  await page.unrouteAll()
})

test("a body is checked, sent as it is, and tried again from the history", async () => {
  const { page, open } = member
  await open("/marketplace/wilayah/docs")
  await page.getByRole("link", { name: /gema/i }).first().click()
  await heading(member, "Gema permintaan").waitFor()   // its list has a link to Test API, too
  await page.getByRole("link", { name: "Test API" }).click()
  const body = page.getByLabel("Isi (application/json)")
  await body.fill('{\n  "salam": "halo",\n}')
  await page.getByText("Bukan JSON: periksa baris 3, kolom 1.").waitFor()
  await send(member)
  await page.getByRole("link", { name: /Bukan JSON/ }).waitFor()
  await page.locator("summary", { hasText: "Header lain" }).click()
  await button(member, "Tambah header").click()
  await page.getByLabel("Nama header 1").fill("Host")
  await body.fill('{"salam": "halo"}')
  await send(member)
  await page.getByRole("link", { name: /diisi sendiri oleh gateway/ }).waitFor()
  await check(page, "a header that is the gateway's")
  await page.getByLabel("Nama header 1").fill("X-Uji")
  await page.getByLabel("Isi header 1").fill("ya")
  await send(member)
  await page.getByText("200 OK").first().waitFor()
  await page.locator("summary", { hasText: "Sebagai teks" }).click()
  await page.locator(".answer-text", { hasText: "X-Uji" }).waitFor()
  await check(page, "the answer as text")
  await history(member).first().getByRole("link").click()
  await page.getByText("Jawaban API akan tampil di sini.").waitFor()
  await page.waitForURL(/again=/)
  assert.equal(await page.getByLabel("Nama header 1").inputValue(), "X-Uji")
  await button(member, "Hapus riwayat").click()
  await button(member, "Ya, Lanjutkan!").click()
  await page.getByText("Panggilan yang Anda coba akan tampil di sini.").waitFor()
  await check(page)
})

test("a call is waited for no longer than its reader wants", async () => {
  const { page } = member
  await page.route("**/bundles/wilayah/test", () => {})
  await send(member)
  await heading(member, "Menunggu jawaban").waitFor()
  await check(page, "waiting")
  await button(member, "Batalkan").click()
  await heading(member, "Dibatalkan").waitFor()
  await page.unroute("**/bundles/wilayah/test")
  await page.route("**/bundles/wilayah/test", route => route.abort())
  await send(member)
  await page.getByText("Periksa koneksi internet Anda").waitFor()
  await history(member).first().getByText("Tidak terkirim").waitFor()
  excuse(page, /ERR_FAILED/)
  await page.unroute("**/bundles/wilayah/test")
  await signOut(member)
  assert.equal(await page.evaluate(() => localStorage.getItem("simpul.trials")), null)
  await done(page)
})

test("a member without access tries Development, and is led to ask for Production", async () => {
  const { page, open } = visitor
  await signIn(visitor, "reviewer")
  await open("/marketplace/kalender/test")
  await page.locator(".endpoint a").first().click()
  await send(visitor)
  await page.getByText("200 OK").first().waitFor()
  const line = await page.locator(".json-tree summary").first().boundingBox()
  assert.ok(line.height >= 44, "a line of the tree is high enough for a finger")
  await check(page, "the answer on a phone")
  await environment(visitor, "Production").check()
  await send(visitor)
  await heading(visitor, "Permintaan ditolak").waitFor()
  await check(page, "the refusal on a phone")
  await page.getByRole("link", { name: "Ajukan akses" }).last().click()
  await page.waitForURL(/\/marketplace\/kalender\/request$/)
})

test("what the gateway finds wrong stands at its field", async () => {
  const { page, open } = visitor
  await open("/marketplace/tiruan/test")
  await page.getByRole("link", { name: "/warga/{nik}" }).click()
  await page.getByText("Contoh jawaban dari dokumen").waitFor()
  await send(visitor)
  await page.getByText('"Sri"', { exact: true }).waitFor()
  await field(visitor, "nik").fill("12")
  await page.locator("summary", { hasText: "Header lain" }).click()
  await page.getByLabel("Kirim tanpa diperiksa").check()
  await send(visitor)
  await heading(visitor, "Permintaan ditolak").waitFor()
  await page.locator(".problem-summary").getByRole("link", { name: /^nik:/ }).click()
  assert.equal(await field(visitor, "nik").getAttribute("aria-invalid"), "true")
  await check(page, "a request that the gateway found invalid")
  await done(page)
})
