/* The phone beside the PC: the Simpul Authenticator in a browser context of its own, whose camera
 * looks at what the PC shows.
 *   const phone = await takePhone(browser, server.api, camera)   browser of openBrowser({ camera })
 *   await phone.scan(pc.page)          pairs with the QR code on the PC's screen
 *   await phone.approve(number)        answers what waits; await phone.report(): "Bukan saya"
 *   await phone.code()                 the code that it shows */
import { check, person } from "./browser.mjs"
import { writePicture } from "./qr_video.mjs"

/* The QR code as the screen shows it, as grey values. */
const seen = pc => pc.getByRole("img", { name: /aktivasi TOTP/ }).evaluate(async image => {
  const size = 460, border = 10
  const canvas = Object.assign(document.createElement("canvas"), { width: size, height: size })
  const context = canvas.getContext("2d")
  await image.decode()
  context.fillStyle = "#fff"
  context.fillRect(0, 0, size, size)
  context.drawImage(image, border, border, size - 2 * border, size - 2 * border)
  const { data } = context.getImageData(0, 0, size, size)
  return Array.from({ length: size * size }, (_, i) => data[4 * i])
})

export async function takePhone(browser, api, camera) {
  const one = await person(browser, api, { phone: true })
  const { page } = one
  const button = name => page.getByRole("button", { name, exact: true })
  const open = (path = "") => one.open(`/authenticator/${path}`)

  async function scan(pc) {
    writePicture(camera, await seen(pc))
    await open("scan")
    await page.getByRole("heading", { level: 2, name: "Akun berhasil ditambahkan" }).waitFor()
    await button("OK").click()
    await page.getByRole("heading", { level: 1, name: "Kode Anda" }).waitFor()
  }

  /* What waits opens by itself beside the codes. */
  async function look() {
    await page.getByRole("heading", { level: 1, name: "Izinkan masuk?" }).waitFor()
    await check(page, "the request")
  }

  async function approve(number = "") {
    await look()
    if (number) await page.getByLabel("Angka di layar masuk").fill(number)
    await page.waitForTimeout(800)      // a tap at once counts as meant for what stood there before
    await button("Ya").click()
    await page.getByRole("heading", { level: 2, name: "Berhasil masuk" }).waitFor()
    await button("OK").click()
  }

  async function report() {
    await look()
    await page.waitForTimeout(800)
    await button("Bukan saya").click()
    await check(page, "not me")
    await button("Ya, bukan saya. Laporkan").click()
    await page.getByText("Permintaan ditolak dan dilaporkan").waitFor()
    await button("Oke").or(button("OK")).click()
  }

  /* The code that the phone shows. */
  async function code() {
    await page.getByRole("link", { name: /ke daftar kode/ }).click()
    await page.getByRole("heading", { level: 1, name: "Kode Anda" }).waitFor()
    return page.locator(".code-digits", { hasText: /\d/ }).first().textContent()
  }

  return { ...one, open, scan, look, approve, report, code }
}
