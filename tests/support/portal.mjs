/* The portal as the demo accounts use it: by its API where a test only needs the outcome, and
 * signing in on its page where the test goes on from there. */
import { execFileSync } from "node:child_process"
import { root } from "./server.mjs"

export const PASSWORDS = {
  admin: "simpul-demo-admin", reviewer: "simpul-demo-reviewer", penerbit: "simpul-demo-publisher",
  budi: "simpul-demo-budi",
}

const pdf = text => new Blob([execFileSync(`${root}/tests/support/letter.sh`, [text])],
  { type: "application/pdf" })

const json = token => ({ "Authorization": `Bearer ${token}`, "Content-Type": "application/json" })

/* Calls as one of the demo accounts: (await callsOf(api, "budi"))("GET", "/keys") */
export async function callsOf(api, username) {
  const answer = await fetch(`${api}/auth`, {
    method: "POST", headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ username, password: PASSWORDS[username] }),
  })
  const { token } = await answer.json()
  return async (method, path, body) => {
    const isForm = body instanceof FormData
    const headers = isForm ? { Authorization: `Bearer ${token}` } : json(token)
    const response = await fetch(api + path,
      { method, headers, body: isForm ? body : body && JSON.stringify(body) })
    return { ...(await response.json()), status: response.status }
  }
}

/* Sends a request, or the revision of one when its id is given; the answer. */
export function sendRequest(call, request, id = "") {
  const form = new FormData()
  form.append("request", JSON.stringify({ agreed: true, ...request }))
  form.append("letter", pdf(request.application_name), "surat.pdf")
  return call("POST", id ? `/requests/${id}/revision` : "/requests", form)
}

/* Gives user id and password on the page, in Indonesian; what comes next is the caller's. */
export async function giveNameAndPassword({ page, open }, username) {
  await open("/sign-in")
  await page.getByLabel("Username atau No. WhatsApp").fill(username)
  await page.getByRole("button", { name: "Lanjutkan" }).click()
  await page.getByLabel("Password", { exact: true }).fill(PASSWORDS[username])
  await page.getByRole("button", { name: "Masuk", exact: true }).click()
}

/* Signs in where that is enough, and waits for the first page behind it. */
export async function signIn(someone, username) {
  await giveNameAndPassword(someone, username)
  await isIn(someone)
}

/* Waits for the first page behind the sign-in. */
export async function isIn({ page }) {
  await page.waitForURL(url => !url.pathname.includes("/sign-in"))
  await page.locator("main h1").waitFor()
}

export async function signOut({ page }) {
  await page.locator("summary", { hasText: "Menu akun" }).click()
  await page.getByRole("button", { name: "Keluar" }).click()
  await page.getByRole("heading", { level: 1, name: "Masuk" }).waitFor()
}
