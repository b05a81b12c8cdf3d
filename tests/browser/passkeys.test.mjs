/* Passkeys with Chromium's virtual authenticator: added, used by the button and from the list of
 * the field, renamed, removed, refused afterwards; a copied one; readers who turn back; browsers
 * and addresses without passkeys. */
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { check, devtools, done, openBrowser, person, shows } from "../support/browser.mjs"
import { callsOf, signIn, signOut } from "../support/portal.mjs"
import { startServer } from "../support/server.mjs"

let server, origin, browser, budi, page, device
before(async () => {
  server = await startServer()
  origin = server.api.replace("127.0.0.1", "localhost")
  browser = await openBrowser()
  budi = await person(browser, origin, { phone: true })
  page = budi.page
  await budi.open("/sign-in")             /* which puts the page into a process of its own */
  device = await authenticatorOf(budi)
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const OPTIONS = { protocol: "ctap2", transport: "internal", hasResidentKey: true,
  hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true }

/* An authenticator in this person's browser: what it does, and what stands on it. */
async function authenticatorOf({ page }, options = {}) {
  const cdp = await devtools(page)
  await cdp.send("WebAuthn.enable", { enableUI: false })
  const { authenticatorId } = await cdp.send("WebAuthn.addVirtualAuthenticator",
    { options: { ...OPTIONS, ...options } })
  const send = (name, more = {}) => cdp.send(`WebAuthn.${name}`, { authenticatorId, ...more })
  return {
    credentials: async () => (await send("getCredentials")).credentials,
    put: credential => send("addCredential", { credential }),
    drop: credentialId => send("removeCredential", { credentialId }),
    verifies: isUserVerified => send("setUserVerified", { isUserVerified }),
    answers: enabled => send("setAutomaticPresenceSimulation", { enabled }),
    remove: () => send("removeVirtualAuthenticator"),
  }
}

const heading = name => page.getByRole("heading", { level: 1, name, exact: true })
const button = name => page.getByRole("button", { name, exact: true })
const dialog = () => page.getByRole("dialog")
const section = () => page.getByRole("region", { name: "Passkey" })
const passkey = name => section().getByRole("listitem").filter({ hasText: name })

/* The list of the field would answer by itself as long as the device does. */
async function leave() {
  await device.answers(false)
  await signOut(budi)
}

/* The button on a page that offers nothing, so that what was refused is not used again at once. */
async function useButton() {
  await page.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false
  })
  await budi.open("/sign-in")
  await device.answers(true)
  await button("Masuk dengan passkey").click()
}

async function messagesTo(username) {
  const call = await callsOf(server.api, username)
  const { data } = await call("GET", "/profile")
  const answer = await fetch(`${server.api}/dev/outbox?to=${data.phone_number}`)
  return (await answer.json()).data.map(message => message.text)
}

test("a member adds a passkey and gives it a name", async () => {
  await signIn(budi, "budi")
  await budi.open("/profile/security")
  await section().getByText("Belum ada passkey di akun ini.").waitFor()
  await check(page)
  await button("Tambah passkey").click()
  await dialog().getByLabel("Nama").fill("Ponsel Budi")
  await check(page, "the name of a new passkey")
  await button("Lanjutkan").click()
  await page.getByText("Passkey berhasil ditambahkan").waitFor()
  await passkey("Ponsel Budi").getByText("Perangkat ini").waitFor()
  await check(page)
  const [credential] = await device.credentials()
  assert.ok(credential.isResidentCredential)
  assert.equal(credential.rpId, "localhost")
  const told = (await messagesTo("budi")).filter(text => text.includes('"Ponsel Budi"'))
  assert.equal(told.length, 1)
})

test("the same authenticator is not asked twice", async () => {
  await button("Tambah passkey").click()
  await button("Lanjutkan").click()
  await page.getByText("sudah mempunyai passkey untuk akun Anda").waitFor()
  await check(page, "a passkey that stands already")
})

test("the button signs in without user name, password and code", async () => {
  await leave()
  await check(page)
  await device.answers(true)
  await button("Masuk dengan passkey").click()
  await heading("API Marketplace").waitFor()
  await budi.open("/profile/security")
  await passkey("Ponsel Budi").getByText("Terakhir dipakai").waitFor()
})

test("the browser offers the passkey in the list of the field, and it goes on", async () => {
  await leave()
  assert.equal(await page.getByLabel("Username atau No. WhatsApp").getAttribute("autocomplete"),
    "username webauthn")
  await device.answers(true)
  await budi.open("/profile/security")
  await heading("Keamanan").waitFor()
  assert.match(page.url(), /\/profile\/security$/)
})

test("a reader who turns back is told how to go on", async () => {
  await leave()
  await page.evaluate(() => {
    navigator.credentials.get = ({ mediation }) => {
      if (mediation) return new Promise(() => {})
      throw new DOMException("", "NotAllowedError")
    }
  })
  await button("Masuk dengan passkey").click()
  await page.getByText("Permintaan passkey dibatalkan, atau waktunya habis.").waitFor()
  await check(page, "a passkey that was cancelled")
})

test("a passkey is renamed", async () => {
  await signIn(budi, "budi")
  await budi.open("/profile/security")
  await page.getByRole("button", { name: "Ubah nama Ponsel Budi" }).click()
  assert.equal(await dialog().getByLabel("Nama").inputValue(), "Ponsel Budi")
  await dialog().getByLabel("Nama").fill("Ponsel dinas")
  await button("Simpan").click()
  await page.getByText("Nama passkey berhasil diubah").waitFor()
  await passkey("Ponsel dinas").waitFor()
})

test("a copy whose counter stayed behind is refused, and its owner told", async () => {
  const [credential] = await device.credentials()
  await leave()
  await device.drop(credential.credentialId)
  await device.put({ ...credential, signCount: 0 })
  await useButton()
  await page.getByText("Passkey ini tidak dapat diterima.").waitFor()
  await check(page, "a passkey that was refused")
  await device.drop(credential.credentialId)
  await device.put({ ...credential, signCount: credential.signCount + 10 })
  await useButton()
  await heading("API Marketplace").waitFor()
  await budi.open("/notifications")
  await page.getByText("Passkey mungkin disalin").waitFor()
})

test("a passkey that was removed is refused, and the browser forgets it", async () => {
  const [credential] = await device.credentials()
  await budi.open("/profile/security")
  await page.getByRole("button", { name: "Hapus Ponsel dinas" }).click()
  await check(page, "the question")
  await button("Ya, hapus").click()
  await page.getByText("Passkey berhasil dihapus").waitFor()
  await section().getByText("Belum ada passkey di akun ini.").waitFor()
  await leave()
  for (const { credentialId } of await device.credentials()) await device.drop(credentialId)
  await device.put(credential)
  await useButton()
  await page.getByText("Passkey ini tidak dikenal di sini.").waitFor()
  await check(page, "a passkey that is not known")
  assert.deepEqual(await device.credentials(), [])
})

test("a proof is asked for before adding, and turning back changes nothing", async () => {
  await page.route(`${origin}/passkeys/options`, route => route.fulfill({
    status: 403, contentType: "application/json",
    body: JSON.stringify({ status: false, code: "step_up_required", message: "",
      methods: ["password", "totp", "passkey"] }),
  }), { times: 1 })
  await signIn(budi, "budi")
  await budi.open("/profile/security")
  await button("Tambah passkey").click()
  await button("Pakai passkey").click()
  await check(page, "a proof by passkey")
  await button("Lanjutkan").click()
  await dialog().getByText("Permintaan passkey dibatalkan").waitFor()
  await button("Pakai password").click()
  await dialog().getByLabel("Password Anda").fill("simpul-demo-budi")
  await button("Lanjutkan").click()
  await dialog().getByText("Beri nama passkey baru").waitFor()
  await button("Batal").click()
  assert.deepEqual(await device.credentials(), [])
  await section().getByText("Belum ada passkey di akun ini.").waitFor()
})

test("where passkeys cannot be, nothing offers them", async () => {
  const other = await person(browser, server.api, { phone: true })
  await signIn(other, "penerbit")
  await other.open("/profile/security")
  await other.page.getByRole("link", { name: origin }).waitFor()
  await check(other.page)
  await signOut(other)
  await shows(other.page.getByRole("button", { name: /passkey/ }), 0)
  await done(other.page)
  const old = await person(browser, origin)
  await old.context.addInitScript(() => { delete globalThis.PublicKeyCredential })
  await signIn(old, "penerbit")
  await old.open("/profile/security")
  await old.page.getByText("Browser ini tidak mendukung passkey.").waitFor()
  await check(old.page)
  await done(old.page)
  await done(page)
})
