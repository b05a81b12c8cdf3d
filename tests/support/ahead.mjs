/* Writes webapp/ahead.txt: for each route the module of its page, its areas and its early calls, of
 * which the server makes what a page asks for ahead. A test of the web app says when that is due:
 *   node tests/support/ahead.mjs */
import { readdirSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { routes } from "../../webapp/routes.js"

const webapp = new URL("../../webapp/", import.meta.url)
const file = new URL("ahead.txt", webapp)

/* What the modules of pages touch when they are read. */
globalThis.document ??= {
  querySelector: () => null, addEventListener() {}, hidden: true, documentElement: {},
}

async function pathsOfPages() {
  const paths = new Map()
  for (const path of readdirSync(new URL("pages/", webapp), { recursive: true })) {
    if (path.endsWith(".js")) paths.set(await import(new URL(`pages/${path}`, webapp)), path)
  }
  return paths
}

export async function ahead() {
  const paths = await pathsOfPages(), lines = []
  for (const { path, page, area = [] } of routes) {
    const module = await page()
    lines.push([path, `pages/${paths.get(module)}`, area, module.early ?? []].flat().join(" "))
  }
  return `${lines.join("\n")}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(file, await ahead())
