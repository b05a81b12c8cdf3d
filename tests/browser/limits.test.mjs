/* Limits as people meet them: a publisher sets a bundle's, a reviewer grants others, the member
 * sees what is left, lowers a key's, and is told when a quota runs out; and what the
 * calls add up to, as the member, the publisher and the admin see it. */
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { setTimeout as sleep } from "node:timers/promises"
import { check, done, openBrowser, person } from "../support/browser.mjs"
import { callsOf, sendRequest, signIn } from "../support/portal.mjs"
import { startServer } from "../support/server.mjs"

const MAP = { bundle: "wilayah", application_name: "Peta Layanan", purpose: "Menampilkan wilayah." }

let server, browser, budi, publisher, reviewer, member, request
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  budi = await callsOf(server.api, "budi")
  request = (await sendRequest(budi, MAP)).data
  publisher = await person(browser, server.api)
  reviewer = await person(browser, server.api)
  member = await person(browser, server.api, { phone: true })
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = ({ page }, name, level = 1) => page.getByRole("heading", { level, name })
const button = ({ page }, name) => page.getByRole("button", { name, exact: true })
const card = ({ page }, name) => page.getByRole("region", { name })
const dialog = ({ page }) => page.getByRole("dialog")

test("a publisher sets what every member may call", async () => {
  const { page, open } = publisher
  await signIn(publisher, "penerbit")
  await open("/admin/bundles/wilayah/edit")
  const part = page.getByRole("group", { name: "Batas panggilan" })
  await part.getByLabel("Panggilan per detik").fill("20")
  await part.getByLabel("Kuota per hari").fill("0")
  await button(publisher, "Simpan bundle").click()
  await page.getByText("Kuota per hari: Isi angka dari 1 sampai 1.000.000.000.000.").waitFor()
  await check(page, "the form with its fault")
  await part.getByLabel("Kuota per hari").fill("5000")
  await part.getByLabel("Kuota per bulan").fill("100000")
  await button(publisher, "Simpan bundle").click()
  await card(publisher, "Batas panggilan").getByText("20 panggilan per detik").waitFor()
  await card(publisher, "Batas panggilan").getByText("5.000").waitFor()
  await check(page)
})

test("a member sees beforehand what would hold", async () => {
  const { page, open } = member
  await signIn(member, "budi")
  await open("/marketplace/wilayah")
  await card(member, "Batas panggilan").getByText("100.000").waitFor()
  await check(page)
})

test("a reviewer grants other limits, and changes them while the access stands", async () => {
  const { page, open } = reviewer
  await signIn(reviewer, "reviewer")
  await open(`/admin/requests/${request.id}`)
  await page.getByText("Batas khusus bila disetujui").click()
  await page.getByText("Kosongkan agar mengikuti bundle: 5.000.").waitFor()
  await page.getByLabel("Kuota per hari").fill("10")
  await check(page, "the approval with limits")
  await button(reviewer, "Setujui").click()
  await dialog(reviewer).getByRole("button", { name: "Setujui", exact: true }).click()
  await page.getByText("Pengajuan disetujui").waitFor()
  await open(`/admin/requests/${request.id}?status=all`)
  await card(reviewer, "Batas panggilan").getByText("10", { exact: true }).waitFor()
  await button(reviewer, "Ubah batas").click()
  assert.equal(await dialog(reviewer).getByLabel("Kuota per hari").inputValue(), "10")
  await check(page, "the dialog of limits")
  await dialog(reviewer).getByLabel("Kuota per hari").fill("5")
  await dialog(reviewer).getByRole("button", { name: "Simpan batas" }).click()
  await dialog(reviewer).getByText("Batas baru berlaku mulai panggilan berikutnya").waitFor()
  await dialog(reviewer).getByRole("button", { name: "Oke" }).click()
  await card(reviewer, "Batas panggilan").getByText("5", { exact: true }).waitFor()
  await check(page)
})

/* What jobs say of themselves stands there in the end. */
async function told(kind) {
  for (let tries = 0; tries < 150; tries++) {
    if ((await budi("GET", "/notifications")).data.some(one => one.kind === kind)) return
    await sleep(100)
  }
  assert.fail(`nothing was said of ${kind}`)
}

test("what is used is seen on the request and the bundle, and told when it runs out", async () => {
  const { page, open } = member
  const { data } = await budi("POST", "/keys", { label: "Uji", environment: "development" })
  const statuses = []
  for (let i = 0; i < 6; i++) {
    const answer = await fetch(`${server.gateway}/development/wilayah/provinsi/11`,
      { headers: { "X-API-Key": data.key } })
    statuses.push(answer.status)
  }
  assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429])
  await open(`/requests/${request.id}`)
  await card(member, "Batas panggilan").getByText("5 dari 5 terpakai").waitFor()
  await card(member, "Batas panggilan").getByText("Habis.").waitFor()
  await check(page)
  await open("/marketplace/wilayah")
  await card(member, "Batas panggilan").getByText("5 dari 100.000 terpakai").waitFor()
  await check(page)
  await told("quota.reached")
  await open("/notifications")
  await page.getByText("Kuota Wilayah Administrasi habis").waitFor()
  await page.getByText("Batas panggilan diubah").waitFor()
  await check(page)
})

test("a member lowers what one key may call", async () => {
  const { page, open } = member
  await open("/keys")
  await page.getByRole("button", { name: "Atur batas Uji" }).click()
  await heading(member, "Batas Uji", 2).waitFor()
  await check(page, "the dialog of a key's limits")
  await dialog(member).getByLabel("Kuota per hari").fill("40")
  await dialog(member).getByRole("button", { name: "Simpan batas" }).click()
  await dialog(member).getByRole("button", { name: "Oke" }).click()
  await page.getByText("0 dari 40 terpakai").waitFor()
  await check(page)
  await open("/keys/new")
  await page.locator("main summary").click()
  await page.getByLabel("Kuota per hari").waitFor()
  await check(page)
})

test("a member sees what the calls add up to, point by point and as a table", async () => {
  const { page, open } = member
  await open("/keys")
  await page.getByRole("link", { name: "Pemakaian Uji" }).getByRole("img",
    { name: "6 panggilan dalam 14 hari terakhir" }).waitFor()
  await page.getByRole("link", { name: "Pemakaian Uji" }).click()
  await heading(member, "Pemakaian").waitFor()
  await page.getByLabel("Waktu", { exact: true }).selectOption("1 jam terakhir")
  await page.getByRole("img", { name: /Panggilan.*6 panggilan, 1 di antaranya/ }).waitFor()
  await page.locator('#calls-at[max="60"]').press("Home")   // an hour by the minute
  const reading = () => page.locator("#calls-at").getAttribute("aria-valuetext")
  assert.match(await reading(), /: 0 panggilan$/)
  for (const name of ["Panggilan per menit", "Lama panggilan"]) {
    const chart = page.locator(".chart").filter({ has: heading(member, name, 2) })
    await chart.getByText("Lihat sebagai tabel").click()
    const room = (await chart.boundingBox()).width
    const rows = chart.locator(".chart-rows")
    assert.ok((await chart.getByRole("table").boundingBox()).width < room, name)
    assert.ok(await rows.evaluate(box => box.scrollWidth <= box.clientWidth), name)
  }
  await check(page)
  await page.getByRole("link", { name: "Status", exact: true }).click()
  await page.getByRole("rowheader", { name: "429 (batas terlampaui)" }).waitFor()
  const download = page.waitForEvent("download")
  await button(member, "Unduh CSV menurut waktu").click()
  assert.match((await download).suggestedFilename(), /^pemakaian-minute-[-0-9]+\.csv$/)
  await page.getByLabel("Environment").selectOption("Production")
  await page.getByText("Tidak ada panggilan yang cocok dengan pilihan ini.").waitFor()
  await check(page, "figures without a call")
})

test("the last calls of a key appear by themselves, until they are paused", async () => {
  const { page, open } = member
  const { data } = await budi("POST", "/keys", { label: "Langsung", environment: "development" })
  await open("/keys")
  await page.getByRole("link", { name: "Panggilan terakhir Langsung" }).click()
  await page.getByText("Belum ada panggilan").waitFor()
  await check(page, "the last calls of an unused key")
  await fetch(`${server.gateway}/development/wilayah/provinsi/31?x=rahasia`,
    { headers: { "X-API-Key": data.key } })
  await page.getByRole("row", { name: /GET \/provinsi\/\{kode\} wilayah/ }).waitFor()
  await page.getByRole("cell", { name: "429" }).waitFor()
  await button(member, "Jeda").click()
  await page.getByText("Dijeda.").waitFor()
  await check(page)
})

test("a publisher sees their bundles, an admin all of them", async () => {
  const { page, open } = publisher
  await open("/admin/usage?range=7d")
  await card(publisher, "Pemakai terbanyak").getByRole("link", { name: "siti" }).click()
  await page.getByText("Pemakai: siti").waitFor()
  await page.getByRole("rowheader", { name: /spl_prod_/ }).waitFor()
  await card(publisher, "Panggilan per jam").getByText("Lihat sebagai tabel").click()
  const box = await page.getByRole("region", { name: "Panggilan menurut waktu" }).boundingBox()
  assert.ok(box.height < 500, "a week by the hour stays in its box")
  await check(page)
  await open("/admin/usage?range=days&from=2020-01-02&to=2020-01-01")
  await page.getByRole("alert").getByText("pilih waktu yang lain").waitFor()
  await check(page, "a time that cannot be asked for")
  const admin = await person(browser, server.api, { dark: true })
  await signIn(admin, "admin")
  await admin.open("/admin/usage?range=30d")
  await card(admin, "Endpoint paling lambat (p95)").getByRole("link", { name: "POST /nik" })
    .waitFor()
  await check(admin.page)
  await admin.page.getByRole("link", { name: "Pemakai", exact: true }).focus()
  await admin.page.keyboard.press("Enter")
  await admin.page.waitForURL(/by=account/)
  await admin.page.locator("a.filter:focus", { hasText: "Pemakai" }).waitFor()
  await admin.page.locator("[aria-current]:focus").waitFor()
  await done(admin.page)
})

test("a publisher says how a bundle is protected, and which pages may call it", async () => {
  const { page, open } = publisher
  await open("/admin/bundles/kalender/edit")
  const part = page.getByRole("group", { name: "Perlindungan upstream" })
  await part.getByLabel("Panggilan bersamaan").fill("50")
  await part.getByLabel("Periksa permintaan terhadap dokumen").check()
  await part.getByText("Pemutus arus").click()
  await part.getByLabel("Dinilai setelah (panggilan)").fill("5")
  await part.getByLabel("Istirahat (detik)").fill("60")
  await part.getByText("Pemanggilan dari browser (CORS)").click()
  await part.getByLabel("Asal yang diizinkan").fill("https://peta.contoh.go.id/")
  await check(page, "the form unfolded")
  await button(publisher, "Simpan bundle").click()
  await page.getByText(/Asal yang diizinkan: Asal tidak benar/).waitFor()
  await part.getByLabel("Asal yang diizinkan").fill("https://peta.contoh.go.id")
  await button(publisher, "Simpan bundle").click()
  await heading(publisher, "Kalender Kerja Pemerintah").waitFor()
  await card(publisher, "Keadaan upstream").getByText("Normal").first().waitFor()
  await check(page)
  await open("/admin/bundles/kalender/edit")
  const again = page.getByRole("group", { name: "Perlindungan upstream" })
  assert.equal(await again.getByLabel("Panggilan bersamaan").inputValue(), "50")
  assert.ok(await again.getByLabel("Periksa permintaan terhadap dokumen").isChecked())
  assert.equal(await again.getByLabel("Asal yang diizinkan").inputValue(),
    "https://peta.contoh.go.id")
})

test("an upstream that cannot be reached is shown resting", async () => {
  const { page, open } = publisher
  const [penerbit, rina] = [await callsOf(server.api, "penerbit"),
    await callsOf(server.api, "reviewer")]
  const { data: asked } = await sendRequest(budi, { ...MAP, bundle: "kalender" })
  await rina("POST", `/admin/requests/${asked.id}/approve`, {})
  const upstreams = { development: { url: "http://127.0.0.1:1", header: null } }
  assert.equal((await penerbit("PATCH", "/admin/bundles/kalender",
    { upstreams, validates_requests: false })).status, 200)
  const { data } = await budi("POST", "/keys", { label: "Kalender", environment: "development" })
  await open("/admin/bundles/kalender")
  const health = card(publisher, "Keadaan upstream")
  await health.getByText("Normal").first().waitFor()
  const answers = []
  for (let i = 0; i < 7; i++) {
    const answer = await fetch(`${server.gateway}/development/kalender/libur`,
      { headers: { "X-API-Key": data.key, "Origin": "https://peta.contoh.go.id" } })
    answers.push((await answer.json()).code)
    assert.equal(answer.headers.get("access-control-allow-origin"), "https://peta.contoh.go.id")
  }
  assert.deepEqual(answers.slice(-2), ["upstream_resting", "upstream_resting"])
  await health.getByText("Diistirahatkan", { exact: true }).waitFor()
  await health.getByText(/10 detik terakhir: \d panggilan/).first().waitFor()
  await check(page)
})

test("nothing was said in the console", async () => {
  for (const one of [publisher, reviewer, member]) await done(one.page)
})
