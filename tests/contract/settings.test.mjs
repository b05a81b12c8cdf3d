/*
 * The README's table of settings is what `simpul config --markdown` prints.
 * UPDATE=1 node --test tests/contract/settings.test.mjs writes it anew.
 */
import assert from "node:assert/strict"
import { execFileSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { test } from "node:test"
import { fileURLToPath } from "node:url"

const root = fileURLToPath(new URL("../../", import.meta.url))
const BEGIN = "<!-- settings: made by simpul config --markdown -->\n"
const END = "<!-- end of settings -->\n"

test("the README's settings are the program's", () => {
  const env = { PATH: process.env.PATH }
  const made = execFileSync(`${root}build/release/simpul`, ["config", "--markdown"], { env })
  const readme = readFileSync(`${root}README.md`, "utf8")
  const [before, rest] = readme.split(BEGIN)
  const [found, after] = rest.split(END)
  if (process.env.UPDATE) {
    writeFileSync(`${root}README.md`, before + BEGIN + made + END + after)
    return
  }
  assert.equal(found, String(made))
})
