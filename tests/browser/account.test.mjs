/* The account's own pages, in English on a PC in the dark: profile, picture, password, sessions,
 * notifications, the way back after forgetting the password; and what two tabs have to share. */
import assert from "node:assert/strict"
import { after, before, test } from "node:test"
import { check, done, newestMessage, openBrowser, person } from "../support/browser.mjs"
import { startServer } from "../support/server.mjs"

const USER = "budi", PASSWORD = "simpul-demo-budi", NEXT = "susu malam di dapur"

let server, browser, member, page
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  member = await person(browser, server.api, { dark: true, language: "en" })
  page = member.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = name => page.getByRole("heading", { level: 1, name, exact: true })
const button = name => page.getByRole("button", { name, exact: true })
const menu = () => page.locator("summary", { hasText: "Account menu" })
const field = name => page.getByLabel(name, { exact: true })

async function signIn(password) {
  await field("User name or WhatsApp number").fill(USER)
  await button("Continue").click()
  await field("Password").fill(password)
  await button("Sign in").click()
}

async function elsewhere(password) {
  const answer = await fetch(`${server.api}/auth`, {
    method: "POST",
    headers: { "Content-Type": "application/json",
      "User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36" },
    body: JSON.stringify({ username: USER, password }),
  })
  assert.equal(answer.status, 200)
  return (await answer.json()).token
}

let phone
async function phoneNumber() {
  if (phone) return phone
  const headers = { Authorization: `Bearer ${await elsewhere(NEXT)}` }
  const answer = await fetch(`${server.api}/profile`, { headers })
  phone = (await answer.json()).data.phone_number
  return phone
}

test("a page that needs an account leads through the sign-in and back", async () => {
  await member.open("/profile")
  await heading("Sign in").waitFor()
  await check(page)
  await signIn(PASSWORD)
  await heading("Profile").waitFor()
  await check(page)
  assert.match(await page.title(), /^Profile – Simpul$/)
})

test("the name and the picture change, and a file that is no picture is refused", async () => {
  await field("Name").fill("Budi Santoso Wijaya")
  await button("Change").click()
  await page.getByText("The profile has been changed").waitFor()
  await page.getByRole("heading", { name: "Budi Santoso Wijaya" }).waitFor()
  await page.getByLabel("Male", { exact: true }).check()
  await field("Date of birth").fill("1990-04-12")
  await page.getByLabel("Profile picture").setInputFiles(
    { name: "face.png", mimeType: "image/png", buffer: Buffer.from("no picture at all") })
  await button("Save").click()
  await page.getByText("The file must be a JPEG, PNG or WebP picture.").first().waitFor()
  await check(page, "a picture refused")
  await page.getByLabel("Profile picture").setInputFiles(
    { name: "face.png", mimeType: "image/png", buffer: await page.screenshot() })
  await button("Save").click()
  await page.getByRole("img", { name: "Picture of Budi Santoso Wijaya" }).waitFor()
})

test("a session on another device is ended after a question", async () => {
  const token = await elsewhere(PASSWORD)
  await member.open("/profile/sessions")
  await page.getByText("Chrome, Android").first().waitFor()
  await check(page)
  await page.getByRole("button", { name: /^End(?! all)/ }).first().click()
  await check(page, "the question")
  await button("Yes, continue").click()
  await page.getByText("The session has ended").waitFor()
  const answer = await fetch(`${server.api}/profile`,
    { headers: { Authorization: `Bearer ${token}` } })
  assert.equal(answer.status, 401)
})

test("the language changes without losing what was typed", async () => {
  await member.open("/profile/password")
  await field("New password").fill(NEXT)
  await menu().click()
  await field("Language").selectOption("id")
  await heading("Ubah password").waitFor()
  assert.equal(await field("Password baru").inputValue(), NEXT)
  await field("Bahasa").selectOption("en")
  await heading("Change the password").waitFor()
  await page.keyboard.press("Escape")
})

test("the password changes once its confirmation agrees", async () => {
  await field("Current password").fill(PASSWORD)
  await field("New password").fill(NEXT)
  await field("New password again").fill("another one")
  await button("Change the password").click()
  await page.getByText("The password confirmation does not match").first().waitFor()
  await check(page, "a confirmation that differs")
  await field("New password again").fill(NEXT)
  await button("Change the password").click()
  await page.getByRole("dialog").getByText("The password has been changed").waitFor()
  await button("OK").click()
})

test("the notification about it is read, and the bell counts down", async () => {
  await page.getByRole("link", { name: /^Notifications, [1-9]/ }).click()
  await heading("Notifications").waitFor()
  await check(page)
  await button("Mark all as read").click()
  await page.getByRole("link", { name: "Notifications, 0 unread" }).waitFor()
})

test("signing out in one tab signs out in the other", async () => {
  const other = await member.context.newPage()
  await other.goto(`${server.api}/app/profile`)
  await other.getByRole("heading", { level: 1, name: "Profile" }).waitFor()
  await menu().click()
  await button("Sign out").click()
  await heading("Sign in").waitFor()
  await other.getByRole("heading", { level: 1, name: "Sign in" }).waitFor()
  await other.close()
})

test("who forgot the password sets a new one by the link from WhatsApp, once", async () => {
  await page.getByRole("link", { name: "Forgot password" }).click()
  await heading("Forgot password").waitFor()
  await check(page)
  await field("WhatsApp number").fill(await phoneNumber())
  await button("Send the link").click()
  await page.getByText(/a link for resetting the password has been sent/).waitFor()
  await check(page, "the link is sent")
  const { link } = await newestMessage(server.api, await phoneNumber())
  await page.goto(link)
  await heading("Reset the password").waitFor()
  assert.doesNotMatch(page.url(), /token/)
  await check(page)
  await field("New password").fill(PASSWORD)
  await field("New password again").fill(PASSWORD)
  await button("Save the password").click()
  await button("OK").click()
  await heading("Sign in").waitFor()
  await page.goto(link)
  await field("New password").fill(NEXT)
  await field("New password again").fill(NEXT)
  await button("Save the password").click()
  await page.getByText(/no longer valid/).waitFor()
  await check(page, "a link used before")
})

test("an address without a page says so, and nothing was complained about", async () => {
  await member.open("/nothing/here")
  await heading("Page not found").waitFor()
  await check(page)
  await member.open("/dev/outbox")
  await heading("Development mailbox").waitFor()
  await check(page)
  await done(page)
})
