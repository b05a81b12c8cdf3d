/* The phone beside the PC: the Simpul Authenticator in a browser context of its own, whose camera
 * looks at what the PC shows.
 *   const phone = await takePhone(browser, server.api, camera)   browser of openBrowser({ camera })
 *   await phone.scan(pc.page)          pairs with the QR code on the PC's screen
 *   await phone.approve(number)        answers what waits; await phone.report(): "Bukan saya"
 *   await phone.code()                 the code that it shows */
import { check, person } from "./browser.mjs"
import { film } from "./qr_video.mjs"

const CALM_MS = 800     // a tap at once counts as meant for what stood there before

const button = (page, name) => page.getByRole("button", { name, exact: true })
const heading = (page, name, level = 1) => page.getByRole("heading", { level, name }).waitFor()

async function scan({ page, open, camera }, pc) {
  await film(camera, pc.getByRole("img", { name: /aktivasi TOTP/ }))
  await open("scan")
  await heading(page, "Akun berhasil ditambahkan", 2)
  await button(page, "OK").click()
  await heading(page, "Kode Anda")
}

/* What waits opens by itself beside the codes. */
async function look(page) {
  await heading(page, "Izinkan masuk?")
  await check(page, "the request")
  await page.waitForTimeout(CALM_MS)
}

async function approve({ page }, number = "") {
  await look(page)
  if (number) await page.getByLabel("Angka di layar masuk").fill(number)
  await button(page, "Ya").click()
  await heading(page, "Berhasil masuk", 2)
  await button(page, "OK").click()
}

async function report({ page }) {
  await look(page)
  await button(page, "Bukan saya").click()
  await check(page, "not me")
  await button(page, "Ya, bukan saya. Laporkan").click()
  await page.getByText("Permintaan ditolak dan dilaporkan").waitFor()
  await button(page, "Oke").or(button(page, "OK")).click()
}

async function code({ page }) {
  await page.getByRole("link", { name: /ke daftar kode/ }).click()
  await heading(page, "Kode Anda")
  return page.locator(".code-digits", { hasText: /\d/ }).first().textContent()
}

export async function takePhone(browser, api, camera) {
  const one = await person(browser, api, { phone: true })
  const phone = { ...one, camera, open: (path = "") => one.open(`/authenticator/${path}`) }
  const uses = { scan, approve, report, code }
  for (const [name, use] of Object.entries(uses)) phone[name] = use.bind(null, phone)
  return phone
}
