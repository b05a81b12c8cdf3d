/* Every error code and field fault of the server has words in the web app, in both languages. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { read } from "./document.mjs"
import * as id from "../../webapp/locales/id.js"
import * as en from "../../webapp/locales/en.js"

const all = async language => Object.assign({},
  ...(await Promise.all(language.names.map(name => language.load(name)))).map(one => one.default))
const words = { id: await all(id), en: await all(en) }

const source = read("server/base/errors.h")
const [errors, faults] = source.split("#define FIELD_FAULTS")
const codes = [...errors.matchAll(/X\(\w+, (\d+), "(\w+)"/g)].filter(one => one[1] >= 400)
  .map(one => one[2])
const fields = [...faults.matchAll(/X\("(\w+)"/g)].map(one => one[1])

for (const language of ["id", "en"]) {
  test(`every error has words in ${language}`, () => {
    assert.ok(codes.length > 20)
    for (const code of codes) assert.ok(words[language][`problem.${code}`], `problem.${code}`)
  })
  test(`every field fault has words in ${language}`, () => {
    assert.ok(fields.length > 10)
    for (const code of fields) assert.ok(words[language][`field.${code}`], `field.${code}`)
  })
}

test("both languages have the same keys", () => {
  assert.deepEqual(Object.keys(words.id).sort(), Object.keys(words.en).sort())
})
