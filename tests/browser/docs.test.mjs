/* A member reads a bundle's documentation: what is said of it, its endpoints, and one of them with
 * parameters, payload and responses. */
import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { after, before, test } from "node:test"
import { check, done, openBrowser, person, shows } from "../support/browser.mjs"
import { callsOf, signIn } from "../support/portal.mjs"
import { startServer } from "../support/server.mjs"
import { routes } from "../../webapp/routes.js"

const EVIL = `Tebal: **penting**. <img src="https://jauh.example/x" onerror="window.hit = 1">
<script>window.hit = 1</script><a href="javascript:window.hit = 1">tautan</a>
![gambar](https://jauh.example/y.png)

- [x] selesai
- <input type="password" name="pin"> kosong

${"> ".repeat(3000)}dalam

# Bab
| a | b |
|---|---|
| 1 | 2 |`

const SIMPUL = { $ref: "#/components/schemas/Simpul" }
const json = schema => ({ content: { "application/json": { schema } } })

const DOCUMENT = {
  openapi: "3.1.0", info: { title: "Peta Jalan", version: "1.0.0", description: EVIL },
  tags: [{ name: "Ruas" }, { name: "Jembatan" }],
  paths: {
    "/ruas/{kode}": { put: {
      tags: ["Ruas"], summary: "Ubah ruas", description: EVIL, deprecated: true,
      parameters: [
        { name: "kode", in: "path", required: true, schema: { type: "string", minLength: 2 } },
        { name: "titik", in: "query", style: "pipeDelimited",
          schema: { type: "array", items: { type: "integer", maximum: 9 } } },
      ],
      requestBody: { required: true, ...json({ oneOf: [SIMPUL, { type: "string" }] }) },
      responses: { 200: { description: "Tersimpan", ...json(SIMPUL) },
        404: { description: "Tidak ada" } },
    } },
    ...Object.fromEntries(Array.from({ length: 90 }, (_, i) => [`/jembatan/${i}`, { get: {
      tags: ["Jembatan"], summary: `Jembatan ke-${i}`, responses: { 200: { description: "Ada" } },
    } }])),
  },
  components: { schemas: { Simpul: { type: "object", required: ["nama"], properties: {
    nama: { type: "string", examples: ["Semanggi"] },
    cabang: { type: "array", items: SIMPUL },
  } } } },
}

let server, browser, reader, page
before(async () => {
  server = await startServer()
  browser = await openBrowser()
  const call = await callsOf(server.api, "penerbit")
  const form = new FormData()
  form.append("openapi", new Blob([JSON.stringify(DOCUMENT)]), "peta.json")
  const { data } = await call("POST", "/admin/bundles/import", form)
  await call("PATCH", `/admin/bundles/${data.slug}`, { slug: "peta-jalan", provider: "Bina Marga",
    upstreams: { development: { url: "http://127.0.0.1:9/peta" } } })
  const published = await call("POST", "/admin/bundles/peta-jalan/publish")
  assert.equal(published.status, 200)
  reader = await person(browser, server.api)
  page = reader.page
})
after(async () => {
  await browser?.close()
  await server?.stop()
})

const heading = (name, level = 1) => page.getByRole("heading", { level, name })
const link = name => page.getByRole("link", { name })
const fold = name => page.locator("summary", { hasText: name })
const row = name => page.locator(".prop", { has: page.locator(`.prop-name:text-is("${name}")`) })

test("the overview says what the bundle is and how it is called", async () => {
  await signIn(reader, "budi")
  await heading("API Marketplace").waitFor()
  await link("Peta Jalan").click()
  await link("Lihat dokumentasi").click()
  await heading("Bab", 3).waitFor()
  await page.getByText("X-API-Key: spl_dev_…").waitFor()
  await shows(page.locator(".docs-text table"), 1)
  await shows(page.locator(".docs-text img, .docs-text script, .docs-text input"), 0)
  await page.getByText("☑ selesai").waitFor()
  assert.equal(await page.evaluate(() => window.hit), undefined)
  await check(page)
  const [download] = await Promise.all([page.waitForEvent("download"),
    page.getByRole("button", { name: "Unduh koleksi Postman" }).click()])
  assert.equal(download.suggestedFilename(), "peta-jalan.postman_collection.json")
})

test("what the first view shows is asked for once, while the app is on its way", async () => {
  const asked = []
  const note = request => asked.push(new URL(request.url()))
  page.on("request", note)
  await page.reload()
  await heading("Bab", 3).waitFor()
  page.off("request", note)
  const calls = asked.filter(({ pathname }) => !pathname.startsWith("/app/"))
    .map(({ pathname, search }) => pathname + search)
  for (const path of ["/auth/refresh", "/profile", "/bundles/peta-jalan",
    "/bundles/peta-jalan/endpoints?view=list&limit=40", "/bundles/peta-jalan/versions"])
    assert.equal(calls.filter(one => one === path).length, 1, `${path} of ${calls}`)
  const early = asked.findIndex(({ pathname }) => pathname.endsWith("/early.js"))
  assert.ok(early < asked.findIndex(({ pathname }) => pathname === "/auth/refresh"))
})

test("endpoints are found while one types", async () => {
  await page.getByRole("searchbox").fill("jembatan ke-77")
  await page.getByText("1 endpoint ditemukan").waitFor()
  await check(page, "the search")
  await page.getByRole("searchbox").fill("")
  await fold("Jembatan").click()
  await shows(page.locator(".docs-line"), 91)
})

test("an endpoint tells its parameters, its payload and its responses", async () => {
  await link("Ubah ruas").click()
  await heading("Ubah ruas").waitFor()
  await heading("Bab", 2).waitFor()
  await page.getByText("Endpoint ini usang").waitFor()
  await row("titik").getByText("pipeDelimited").waitFor()
  await row("kode").getByText("≥ 2").waitFor()
  await page.locator("#payload").getByText("Tepat satu dari:").waitFor()
  await page.locator("#responses pre").first().getByText("Semanggi").waitFor()
  await link("Respons").click()
  await page.locator("#responses:focus").waitFor()
  await check(page)
})

test("a call stands as code, in the language that was chosen last", async () => {
  const tab = (name, isChosen) => page.getByRole("tab", { name, exact: true, selected: isChosen })
  const code = name => page.getByRole("tabpanel", { name, exact: true })
  await code("curl").getByText("X-API-Key: API_KEY_ANDA").waitFor()
  await tab("curl", true).press("ArrowRight")
  await tab("JavaScript", true).press("ArrowRight")
  await code("Python").getByText("requests.put(").waitFor()
  await shows(page.getByRole("tabpanel"), 1)
  await code("Python").getByRole("button", { name: "Salin" }).click()
  await page.getByText("Berhasil disalin").waitFor()
  await page.reload()
  await code("Python").getByText("API_KEY_ANDA").waitFor()
  await tab("Python", true).press("Home")
  await code("curl").waitFor()
})

test("a schema within itself is followed as far as somebody opens it", async () => {
  const responses = page.locator("#responses")
  const names = responses.locator('.prop-name:text-is("nama")')
  await shows(names, 1)
  await responses.locator("summary", { hasText: "Simpul" }).last().click()
  await shows(names, 2)
  await responses.locator("summary", { hasText: "berulang" }).last().click()
  await shows(names, 3)
  await check(page, "the opened schema")
})

test("whoever opens a version that has ended is led to the current one", async () => {
  const call = await callsOf(server.api, "penerbit"), own = "/admin/bundles/peta-jalan"
  const added = await call("POST", `${own}/import`, { document: DOCUMENT, as: "version",
    version: "2.0.0" })
  assert.equal(added.status, 200)
  assert.equal((await call("POST", `${own}/versions/1.0.0/retire`)).status, 200)
  await reader.open("/marketplace/peta-jalan/docs?version=1.0.0")
  await heading("Versi ini sudah dihentikan").waitFor()
  await check(page)
  await link("Baca versi yang berlaku").click()
  await page.getByText("Versi 2.0.0").first().waitFor()
  await link("Ubah ruas").click()
  await heading("Ubah ruas").waitFor()
})

test("an address leads to a response, and a phone shows one part after the other", async () => {
  const phone = await person(browser, server.api, { phone: true, dark: true })
  await signIn(phone, "budi")
  await phone.page.getByRole("heading", { level: 1, name: "API Marketplace" }).waitFor()
  await phone.open(new URL(page.url()).pathname.replace("/app", "") + "#response-404")
  await phone.page.getByText("Tanpa isi.").waitFor()
  await check(phone.page)
  await phone.open("/marketplace/peta-jalan/docs")
  await phone.page.getByRole("link", { name: "Ubah ruas" }).waitFor()
  await check(phone.page)
  await done(phone.page)
  await done(page)
})

/* The packs that these import before they run. */
async function packsOf(release, names, seen = new Set()) {
  for (const name of names.filter(one => !seen.has(one))) {
    seen.add(name)
    const answer = await fetch(`${server.api}/app/${release}/pack/${name}`)
    assert.equal(answer.status, 200, name)
    const found = [...(await answer.text()).matchAll(/^import .* from '\.\/([^']+)';$/gm)]
    await packsOf(release, found.map(([, path]) => path), seen)
  }
  return seen
}

test("every page comes with the scripts, words and styles of its first view", async () => {
  for (const { path, area = [] } of routes) {
    const html = await (await fetch(`${server.api}/app${path.replaceAll(":", "x")}`)).text()
    const release = html.match(/\/app\/(v-[0-9a-f]{16})\//)[1]
    const ahead = html.matchAll(/rel="modulepreload" href="[^"]*\/pack\/([^"]+)"/g)
    const names = [...ahead].map(([, name]) => name)
    assert.ok(names.some(name => name.startsWith("pages-")), path)
    assert.deepEqual([...await packsOf(release, names)].sort(), [...names].sort(), path)
    const areas = [area].flat()
    for (const one of areas) assert.ok(names.includes(`locales-id-${one}.js`), `${path}: ${one}`)
    const styles = await fetch(`${server.api}/app/${release}/pack/styles-${areas.join("-")}.css`)
    assert.equal(styles.status, 200, path)
    assert.ok(html.includes(`/pack/styles-${areas.join("-")}.css" data-areas="`), path)
  }
})

/* In the browser: the modules of packs that give something else than their sources do, and how many
 * were compared. What import() asks for has another address in a pack. */
async function comparePacks({ base, files }) {
  const text = one => typeof one === "function"
    ? String(one).replace(/import\([^)]*\)(\.then\(\(\{ root \}\) => root\))?/g, "import()") : one
  const said = module => Object.keys(module).sort()
    .map(name => `${name}: ${JSON.stringify(module[name], (_, one) => text(one))}`)
  const idOf = file => `$${file.slice(0, -3).replace(/[^a-zA-Z0-9]/g, "_")}`
  const byId = new Map(files.map(file => [idOf(file), file]))
  const wrong = [], seen = []
  for (const name of files.map(file => file.replaceAll("/", "-"))) {
    if (!(await fetch(`${base}pack/${name}`, { method: "HEAD" })).ok) continue
    for (const [id, packed] of Object.entries(await import(`${base}pack/${name}`))) {
      if (!byId.has(id) || id === "$app") continue    // the app starts once
      seen.push(byId.get(id))
      const source = said(await import(`${base}${byId.get(id)}`))
      if (String(said(packed)) !== String(source)) wrong.push(byId.get(id))
    }
  }
  return { wrong, seen }
}

test("a pack gives what its sources give", async () => {
  const html = await (await fetch(`${server.api}/app/`)).text()
  const base = html.match(/\/app\/v-[0-9a-f]{16}\//)[0]
  const webapp = new URL("../../webapp/", import.meta.url)
  const files = readdirSync(webapp, { recursive: true })
    .filter(path => path.endsWith(".js") && !/^(node_modules|authenticator|locales)/.test(path))
  const reader = await person(browser, server.api)
  await reader.page.goto(`${server.api}${base}css/base.css`)    // no app, and no policy, of its own
  const { wrong, seen } = await reader.page.evaluate(comparePacks, { base, files })
  assert.deepEqual(wrong, [])
  assert.deepEqual(files.filter(one => !seen.includes(one)).sort(), ["app.js", "early.js",
    "lib/captcha-worker.js", "lib/sha256.js", "theme.js"])
  assert.equal(new Set(seen).size, seen.length)
  await reader.context.close()
})

/* In the browser: what these style sheets say, one after another. What the value of a property of
 * ours says is kept as it was written. */
async function rulesOf(paths) {
  const texts = await Promise.all(paths.map(async path => (await fetch(path)).text()))
  const sheets = texts.map(text => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    return [...sheet.cssRules].map(rule => rule.cssText)
  })
  return sheets.flat().map(rule => rule.replace(/\s+/g, " ").replace(/(?<=[,:(]) | (?=\))/g, ""))
}

test("packed styles say what their sources say", async () => {
  const source = readFileSync(new URL("../../webapp/index.html", import.meta.url), "utf8")
  const named = [...source.matchAll(/href="\/app\/(css\/[^"]+)"/g)].map(([, path]) => path)
  const html = await (await fetch(`${server.api}/app/`)).text()
  const base = html.match(/\/app\/v-[0-9a-f]{16}\//)[0]
  const reader = await person(browser, server.api)
  await reader.page.goto(`${server.api}${base}css/base.css`)
  const rules = paths => reader.page.evaluate(rulesOf, paths.map(path => base + path))
  assert.deepEqual(await rules(["pack/styles.css"]), await rules(named))
  const lists = new Set(routes.map(({ area = [] }) => [area].flat().join("-")))
  for (const areas of lists) {
    const own = areas.split("-").map(area => `css/areas/${area}.css`)
    assert.deepEqual(await rules([`pack/styles-${areas}.css`]), await rules(own), areas)
  }
  await reader.context.close()
})

test("where bundles are public a stranger reads them, and signs in to go on", async () => {
  const stranger = await person(browser, server.api)
  const seen = stranger.page, call = await callsOf(server.api, "admin")
  await stranger.open("/marketplace/peta-jalan/docs")
  await seen.getByLabel("Username atau No. WhatsApp").waitFor()
  await shows(seen.getByText("Lihat API Marketplace tanpa masuk").filter({ visible: true }), 0)
  await call("PATCH", "/admin/settings", { "bundles.public": true })
  await stranger.open("/marketplace/peta-jalan/docs")
  await seen.getByRole("link", { name: "Masuk untuk mendapat API Key" }).waitFor()
  await check(seen)
  await seen.getByRole("link", { name: "Tentang bundle ini" }).click()
  await seen.getByRole("link", { name: "Masuk untuk mengajukan" }).click()
  await seen.getByLabel("Username atau No. WhatsApp").waitFor()
  await seen.getByRole("link", { name: "Lihat API Marketplace tanpa masuk" }).click()
  await seen.getByRole("heading", { level: 1, name: "API Marketplace" }).waitFor()
  await done(seen)
})
