/* Every error code and field fault of the server has words in the web app, in both languages. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { read } from "./document.mjs"
import id from "../../webapp/locales/id.js"
import en from "../../webapp/locales/en.js"

const source = read("server/base/errors.h")
const [errors, faults] = source.split("#define FIELD_FAULTS")
const codes = [...errors.matchAll(/X\(\w+, (\d+), "(\w+)"/g)].filter(one => one[1] >= 400)
  .map(one => one[2])
const fields = [...faults.matchAll(/X\("(\w+)"/g)].map(one => one[1])

for (const [language, words] of Object.entries({ id, en })) {
  test(`every error has words in ${language}`, () => {
    assert.ok(codes.length > 20)
    for (const code of codes) assert.ok(words[`problem.${code}`], `problem.${code}`)
  })
  test(`every field fault has words in ${language}`, () => {
    assert.ok(fields.length > 10)
    for (const code of fields) assert.ok(words[`field.${code}`], `field.${code}`)
  })
}

test("both languages have the same keys", () => {
  assert.deepEqual(Object.keys(id).sort(), Object.keys(en).sort())
})
