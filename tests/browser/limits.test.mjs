/* Limits as people meet them: a publisher sets a bundle's, a reviewer grants others, the member
 * sees what is left, lowers a key's, and is told when a quota runs out. */
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
  await page.getByText("Kuota per hari: Di luar rentang yang diperbolehkan.").waitFor()
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
  await sleep(1500)
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
  await page.getByText("Pengaturan lain").or(page.locator("summary")).last().click()
  await page.getByLabel("Kuota per hari").waitFor()
  await check(page)
})

test("nothing was said in the console", async () => {
  for (const one of [publisher, reviewer, member]) await done(one.page)
})
