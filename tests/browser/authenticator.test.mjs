/* The authenticator by itself, on a phone: accounts from the camera, a picture and typed text,
 * their codes, also offline; names, order, removal; what cannot be read is said. */
import assert from "node:assert/strict"
import { createHmac } from "node:crypto"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { after, before, test } from "node:test"
import { check, done, openBrowser, person, shows } from "../support/browser.mjs"
import { writeVideo } from "../support/qr_video.mjs"
import { startServer } from "../support/server.mjs"

const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"      // "12345678901234567890"
const OTHER = `otpauth://totp/Badan%20Contoh:siti?secret=${SECRET}&issuer=Badan%20Contoh`

const folder = mkdtempSync(join(tmpdir(), "simpul-camera-"))
const camera = join(folder, "camera.y4m")
let server, browser, phone, page
before(async () => {
  writeVideo(camera)
  server = await startServer()
  browser = await openBrowser({ camera })
  phone = await person(browser, server.api, { phone: true })
  page = phone.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
  rmSync(folder, { recursive: true, force: true })
})

const open = (path = "") => phone.open(`/authenticator/${path}`)
const heading = (name, level = 1) => page.getByRole("heading", { name, level })
const button = name => page.getByRole("button", { name, exact: true })
const link = name => page.getByRole("link", { name, exact: true })
const field = name => page.getByLabel(name)
const codeOf = name => page.locator(".account", { hasText: name }).getByRole("button")

/* RFC 6238 as the test knows it, for the step before now and the one of now. */
function codes({ hash = "sha1", digits = 6, period = 30 } = {}) {
  return [0, 1].map(ago => {
    const counter = Buffer.alloc(8)
    counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 1000 / period) - ago))
    const mac = createHmac(hash, "12345678901234567890").update(counter).digest()
    const number = mac.readUInt32BE(mac.at(-1) & 15) & 0x7fffffff
    return String(number % 10 ** digits).padStart(digits, "0")
  })
}

async function showsCode(name, manner) {
  await page.waitForFunction(() => !document.querySelector(".code-digits")?.textContent
    .includes("·"))
  const shown = await codeOf(name).locator(".code-digits").textContent()
  const half = shown.length >> 1
  assert.equal(shown[half], " ", "two halves")
  assert.ok(codes(manner).includes(shown.replace(" ", "")), `${name} shows ${shown}`)
}

test("an empty authenticator says how to begin", async () => {
  await open()
  await heading("Belum ada akun", 2).waitFor()
  await check(page)
})

test("a QR before the camera becomes an account with its code", async () => {
  await link("Pindai QR").click()
  await page.getByText("Mencari QR").waitFor()
  await check(page, "the camera")
  await link("Kode Anda").click()
  writeVideo(camera, "WIFI:S:kantor;;")
  await link("Pindai QR").click()
  await page.getByText("QR ini bukan QR TOTP").waitFor()
  await check(page, "the camera with another QR")
  await link("Kode Anda").click()
  writeVideo(camera, OTHER)
  await link("Pindai QR").click()
  await heading("Akun berhasil ditambahkan", 2).waitFor()
  await check(page, "added")
  await button("OK").click()
  await heading("Kode Anda").waitFor()
  await showsCode("siti")
  await check(page)
})

test("a typed secret needs to be right and to have a name", async () => {
  await link("Tambah akun").click()
  await heading("Tambah akun").waitFor()
  await check(page)
  await field("Kunci rahasia").fill("GEZD GNB1")
  await button("Tambahkan").click()
  await page.getByText("Wajib diisi.").first().waitFor()
  await field("Nama akun").fill("budi")
  await button("Tambahkan").click()
  await page.getByText("Kunci rahasia tidak benar").waitFor()
  await check(page, "a wrong secret")
  await field("Kunci rahasia").fill("gezd gnbv gy3t qojq gezd gnbv gy3t qojq")
  await field("Layanan").fill("Dinas")
  await page.getByText("Cara membuat kode").click()
  await field("Algoritma").selectOption("SHA256")
  await field("Jumlah angka").selectOption("8")
  await field("Masa berlaku").fill("60")
  await button("Tambahkan").click()
  await button("OK").click()
  await showsCode("budi", { hash: "sha256", digits: 8, period: 60 })
  await check(page)
})

test("a picture is read on the device", async () => {
  const video = await browser.newPage()
  const uri = `otpauth://totp/Kantor:rudi?secret=${SECRET}&algorithm=SHA512`
  const { default: encodeQR } = await import("../../webapp/node_modules/qr/index.js")
  const svg = encodeQR(uri, "svg", { border: 1 })
  await video.setContent(`<style>* { margin: 0 } svg { inline-size: 300px }</style>${svg}`)
  const picture = await video.locator("svg").screenshot()
  await video.close()
  await open("add")
  const input = field("Gambar QR")
  await input.setInputFiles({ name: "x.png", mimeType: "image/png", buffer: Buffer.from("none") })
  await button("Baca gambar").click()
  await page.getByText("bukan gambar yang dapat dibuka").waitFor()
  await input.setInputFiles({ name: "layar.png", mimeType: "image/png",
    buffer: await page.screenshot() })
  await button("Baca gambar").click()
  await page.getByText("Tidak ada QR yang terbaca").waitFor()
  await input.setInputFiles({ name: "qr.png", mimeType: "image/png", buffer: picture })
  await button("Baca gambar").click()
  await button("OK").click()
  await showsCode("rudi", { hash: "sha512" })
})

test("a code is copied by a tap", async () => {
  await phone.context.grantPermissions(["clipboard-read", "clipboard-write"])
  await codeOf("siti").click()
  await page.getByText("Kode disalin").waitFor()
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  assert.ok(codes().includes(copied), copied)
})

test("the same account again asks before it replaces", async () => {
  await open("add")
  await field("Kunci rahasia").fill(OTHER)
  await button("Tambahkan").click()
  await heading("Badan Contoh – siti sudah ada", 2).waitFor()
  await check(page, "the question")
  await button("Batal").click()
  await button("Tambahkan").click()
  await button("Ya, ganti").click()
  await button("OK").click()
  await heading("Kode Anda").waitFor()
  await shows(page.locator(".account"), 3)
})

test("an account is renamed, moved and removed", async () => {
  await link("Atur akun rudi").click()
  await heading("rudi").waitFor()
  await check(page)
  await field("Nama akun").fill("rudi kantor")
  await button("Simpan").click()
  await heading("rudi kantor").waitFor()
  await button("Naikkan").click()
  await page.getByText("Urutan 2 dari 3").first().waitFor()
  await button("Naikkan").click()
  await page.getByText("Urutan 1 dari 3").first().waitFor()
  await link("Kode Anda").click()
  await heading("Kode Anda").waitFor()
  assert.match(await page.locator(".account").first().textContent(), /rudi kantor/)
  await link("Atur akun rudi kantor").click()
  await button("Hapus dari perangkat ini").click()
  await heading("Hapus rudi kantor?", 2).waitFor()
  await check(page, "the question")
  await button("Ya, hapus").click()
  await heading("Kode Anda").waitFor()
  await shows(page.locator(".account"), 2)
})

test("secrets cannot be read again", async () => {
  const found = await page.evaluate(() => new Promise(resolve => {
    const request = indexedDB.open("simpul-authenticator")
    request.onsuccess = () => {
      const all = request.result.transaction("accounts").objectStore("accounts").getAll()
      all.onsuccess = () => resolve(all.result.map(one => [one.secretKey.extractable,
        Object.values(one).some(value => String(value).includes("GEZD"))]))
    }
  }))
  assert.deepEqual(found, [[false, false], [false, false]])
})

test("without a connection it opens and shows its codes", async () => {
  await page.evaluate(() => navigator.serviceWorker.ready)
  await phone.context.setOffline(true)
  await page.reload()
  await heading("Kode Anda").waitFor()
  await showsCode("siti")
  await showsCode("budi", { hash: "sha256", digits: 8, period: 60 })
  await open("scan")
  await heading("Badan Contoh – siti sudah ada", 2).waitFor()
  await button("Batal").click()
  await open()
  await phone.context.setOffline(false)
})

test("English and the dark are chosen in the menu", async () => {
  await page.locator("summary").click()
  await field("Bahasa").selectOption("en")
  await heading("Your codes").waitFor()
  await field("Appearance").selectOption("dark")
  await check(page, "English and dark")
  await page.keyboard.press("Escape")
  await link("Manage account budi").click()
  await heading("budi").waitFor()
  await check(page, "an account in English")
})

test("a page that is not there leads home", async () => {
  await open("nowhere")
  await heading("Page not found").waitFor()
  await check(page)
  await link("To the codes").click()
  await heading("Your codes").waitFor()
  await done(page)
})
