/* Messages: an admin sees how the channels fare, follows one that failed from channel to channel,
 * sends what failed again, and writes the words with a preview that follows. A provider that the
 * test tells what to say stands behind SMS. */
import assert from "node:assert/strict"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { check, done, newestMessage, openBrowser, person, shows } from "../support/browser.mjs"
import { eachPreview } from "../support/message_previews.mjs"
import { callsOf, signIn } from "../support/portal.mjs"
import { startProvider, take } from "../support/providers.mjs"
import { startServer } from "../support/server.mjs"

const OTP = "/admin/message-templates/otp"
const WORDS = "/admin/messages/words"

let server, browser, admin, page, call, names, folder, provider

const refuse = ({ response }) => {
  response.writeHead(422, { "Content-Type": "application/json" })
  response.end(JSON.stringify({ reason: "nomor ditolak" }))
}

/* SMS by a provider on this machine, which takes nothing until it is told to. */
async function describeProvider() {
  provider = await startProvider({ why: "/reason", final: [{ status: 422 }] })
  provider.answer = refuse
  folder = mkdtempSync(join(tmpdir(), "simpul-provider-"))
  provider.describe(join(folder, "sms.json"))
  return join(folder, "sms.json")
}

before(async () => {
  server = await startServer({ env: { SIMPUL_SMS: `http:${await describeProvider()}` } })
  browser = await openBrowser()
  call = await callsOf(server.api, "admin")
  names = (await call("GET", "/admin/message-templates")).data.map(one => one.name)
  admin = await person(browser, server.api)
  page = admin.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
  await provider?.down()
  if (folder) rmSync(folder, { recursive: true })
})

const heading = (name, level = 1) => page.getByRole("heading", { level, name })
const button = name => page.getByRole("button", { name })
const dialog = () => page.getByRole("dialog")
const preview = () => page.locator('[data-part="preview"]')
const words = () => call("GET", OTP).then(({ data }) => data.languages.id)

test("each channel tells how it fares", async () => {
  await signIn(admin, "admin")
  await admin.open("/admin/messages")
  await heading("Pesan keluar").waitFor()
  await heading("WhatsApp", 3).waitFor()
  await page.getByText("Semua jalur").waitFor()
  await page.getByText(/dari 5\.000/).first().waitFor()
  await check(page)
})

test("a test that fails is followed to its end, and told why", async () => {
  await button("Kirim uji ke saya SMS").press("Enter")
  await heading("Perjalanan pesan").waitFor()
  await page.getByText("Gagal").first().waitFor()
  await page.getByText("nomor ditolak").waitFor()
  await check(page)
})

test("what failed stands first, and goes again once the provider takes it", async () => {
  provider.answer = take
  await page.getByRole("link", { name: "Pesan keluar" }).last().click()
  await heading("Gagal: 1 pesan", 2).waitFor()
  await page.getByText("Ada yang gagal").waitFor()
  await check(page)
  await button("Kirim ulang semua yang gagal").press("Enter")
  await dialog().getByText("Kirim ulang semua pesan yang gagal?").waitFor()
  await check(page, "the question")
  await dialog().getByRole("button", { name: "Ya, Lanjutkan!" }).click()
  await page.getByText("1 pesan masuk antrean kembali").waitFor()
  await page.locator('[data-channel="sms"]').getByText("1 terkirim dalam 24 jam").waitFor()
  await admin.open("/admin/messages")
  await page.locator("main h1").waitFor()
  await shows(heading("Gagal: 1 pesan", 2), 0)
})

test("the queue is filtered by state, channel, kind and recipient", async () => {
  await page.getByRole("link", { name: "Gagal 0" }).click()
  await page.getByText("Tidak ada pesan yang gagal.").waitFor()
  await admin.open("/admin/messages")
  await page.getByRole("combobox", { name: "Jalur" }).selectOption("sms")
  await page.getByRole("combobox", { name: "Tentang" }).selectOption("channel_test")
  await button("Saring").press("Enter")
  await page.waitForURL(/channel=sms/)
  await page.getByRole("row", { name: /Pesan uji/ }).waitFor()
  await shows(page.getByRole("row"), 2)
  await admin.open("/admin/messages?to=nobody%40contoh.go.id")
  await page.getByText("Tidak ada pesan di sini").waitFor()
})

test("the preview follows what is typed, and says what is wrong", async () => {
  await admin.open(WORDS)
  await heading("Kata-kata pesan").waitFor()
  await check(page)
  await page.getByRole("link", { name: /Kode OTP/ }).click()
  await heading("Kode OTP").waitFor()
  await check(page)
  await page.getByLabel("Teks").fill("Ketik sandi ini: ")
  await page.getByText(/\{code\} harus ada di dalam teks/).waitFor()
  await button("Sisipkan {code}").press("Enter")
  await preview().getByText("Ketik sandi ini: 482913").first().waitFor()
  await page.getByText("1 bagian").first().waitFor()
  await page.keyboard.type(" – selesai")
  await preview().getByText("ada huruf khusus").waitFor()
  await check(page, "while typing")
})

test("words without their code are refused at the field", async () => {
  await page.getByLabel("Teks").fill("Halo {nama}")
  await button("Simpan kata-kata").press("Enter")
  await page.locator("#text-error").getByText("{nama} tidak dikenal").waitFor()
  await check(page, "refused")
})

test("saved words are sent, by a test to oneself", async () => {
  await page.getByLabel("Teks").fill("Sandi Anda {code}.")
  await button("Simpan kata-kata").click()
  await page.getByText("Kata-kata disimpan").waitFor()
  await page.getByText("Diubah admin,").waitFor()
  await page.getByLabel("Melalui").selectOption("whatsapp")
  await button("Kirim uji ke saya").press("Enter")
  await heading("Perjalanan pesan").waitFor()
  await page.getByText("Terkirim").waitFor()
  const profile = (await call("GET", "/profile")).data
  assert.equal((await newestMessage(server.api, profile.phone_number)).text, "Sandi Anda 482913.")
})

test("of two admins the slower one sees what the faster one wrote", async () => {
  await admin.open(`${WORDS}/otp`)
  await page.getByLabel("Teks").fill("Punyaku {code}")
  const { version, subject } = await words()
  assert.equal((await call("PUT", OTP, { language: "id", version, subject,
    text: "Punya rekan: {code}" })).status, 200)
  await button("Simpan kata-kata").press("Enter")
  await page.getByText("admin menyimpan kata-kata lain").waitFor()
  await page.getByText("Punya rekan: {code}").waitFor()
  await check(page, "two at once")
  assert.equal(await page.getByLabel("Teks").inputValue(), "Punyaku {code}")
  await button("Simpan kata-kata").press("Enter")
  await page.getByText("Kata-kata disimpan").waitFor()
  assert.equal((await words()).text, "Punyaku {code}")
})

test("the built-in words come back", async () => {
  await page.getByText("Kata bawaan", { exact: true }).click()
  await button("Kembali ke kata bawaan").press("Enter")
  await dialog().getByRole("button", { name: "Ya, Lanjutkan!" }).click()
  await page.getByText("Kata bawaan berlaku lagi").waitFor()
  await page.getByText("Ini kata bawaan.").waitFor()
  assert.match((await words()).text, /Kode OTP Simpul Anda/)
})

test("a limit is a number that holds at once", async () => {
  await admin.open("/admin/settings")
  await page.getByLabel(/Pesan sehari semacam itu kepada satu nomor/).fill("0")
  await page.keyboard.press("Enter")
  await page.getByText("Ada isian yang perlu diperbaiki.").waitFor()
  await page.getByLabel(/Pesan sehari semacam itu kepada satu nomor/).fill("12")
  await page.keyboard.press("Enter")
  await page.getByText("Pengaturan disimpan").waitFor()
  const { data } = await call("GET", "/admin/settings")
  assert.equal(data["messages.recipient"], 12)
})

test("every message has a preview in both languages", async () => {
  assert.ok(names.length > 30)
  await eachPreview(admin, names, async (name, language, shown) => {
    const text = await shown.innerText()
    assert.ok(!/[{}]|undefined|null/.test(text), `${name} in ${language}: ${text}`)
    const wide = await page.evaluate(() =>
      document.documentElement.scrollWidth - document.documentElement.clientWidth)
    assert.ok(wide <= 0, `${name} in ${language} is ${wide} px too wide`)
  })
})

test("nothing on the way complained", () => done(page))
