/*
 * Every message as it arrives, in both languages: for the browser tests, and as a sheet to look at:
 *   node tests/support/message_previews.mjs FOLDER
 * starts a server, and writes FOLDER/<name>.<language>.png, one picture a message and language, and
 * FOLDER/index.html with all of them.
 */
import { mkdirSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"

export const LANGUAGES = ["id", "en"]

const place = name => `/app/admin/messages/words/${name.replaceAll(".", ":")}`

/* Follows the list to each message, which shows itself in both languages, and hands over name,
 * language, and the part of the page that shows it; then turns back to the list. */
export async function eachPreview({ page, open }, names, look) {
  await open("/admin/messages/words")
  for (const name of names) {
    await page.locator(`a.pick[href="${place(name)}"]`).click()
    await page.locator(".preview .arrival").first().waitFor()
    for (const language of LANGUAGES)
      await look(name, language, page.locator(`.preview div[lang="${language}"],
        .preview-other div[lang="${language}"]`))
    await page.locator("main .page-back").click()
  }
}

const figure = (name, language) => `<figure><img src="${name}.${language}.png" alt="">
  <figcaption>${name}, ${language}</figcaption></figure>`

const sheet = names => `<!doctype html><meta charset="utf-8"><title>Messages</title>
<style>body { font: 14px system-ui; display: grid; gap: 2rem;
  grid-template-columns: repeat(auto-fill, minmax(25rem, 1fr)); align-items: start }
figure { margin: 0 } img { max-width: 100% }</style>
${names.flatMap(name => LANGUAGES.map(language => figure(name, language))).join("\n")}
`

async function makeSheet(folder) {
  const { openBrowser, person } = await import("./browser.mjs")
  const { callsOf, signIn } = await import("./portal.mjs")
  const { startServer } = await import("./server.mjs")
  const server = await startServer()
  const browser = await openBrowser()
  try {
    const admin = await person(browser, server.api)
    const { data } = await (await callsOf(server.api, "admin"))("GET", "/admin/message-templates")
    const names = data.map(one => one.name)
    mkdirSync(folder, { recursive: true })
    await signIn(admin, "admin")
    await eachPreview(admin, names, (name, language, preview) =>
      preview.screenshot({ path: join(folder, `${name}.${language}.png`) }))
    writeFileSync(join(folder, "index.html"), sheet(names))
    console.log(`${names.length * LANGUAGES.length} pictures in ${folder}`)
  } finally {
    await browser.close()
    await server.stop()
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await makeSheet(process.argv[2] ?? "sheet")
