/* The console's pure parts: where JSON breaks, what a schema allows, what is sent, what is kept. */
import assert from "node:assert/strict"
import { File } from "node:buffer"
import { test } from "node:test"
import { faultsOf } from "../../webapp/lib/conform.js"
import { jsonFault } from "../../webapp/lib/json-fault.js"
import {
  bodyFields, bodyText, extraHeaders, faultsIn, parameterFields, valueIn,
} from "../../webapp/lib/trial-fields.js"
import { useArea, useLanguage } from "../../webapp/lib/i18n.js"
import { keepable, shownPath } from "../../webapp/lib/trial-history.js"
import { refused } from "../../webapp/components/trial-answer.js"
import { blobOf, fileNameOf, lookOf, statusWords, toneOf, trialOf } from "../../webapp/lib/trial.js"

const codes = (schema, value, schemas) => faultsOf(schema, value, schemas)
  .map(({ at, code }) => (at ? `${at} ${code}` : code))

test("a fault in JSON is told by line and column", () => {
  assert.equal(jsonFault('{"a": [1, {"b": null}], "c": "\\u00e9"}'), null)
  assert.equal(jsonFault(" [] "), null)
  assert.deepEqual(jsonFault('{\n  "a": 1,\n}'), { line: 3, column: 1 })
  assert.deepEqual(jsonFault('{"a" 1}'), { line: 1, column: 6 })
  assert.deepEqual(jsonFault("[1 2]"), { line: 1, column: 4 })
  assert.deepEqual(jsonFault('{"a":1} x'), { line: 1, column: 9 })
  assert.deepEqual(jsonFault('{"a":\n"b\n"}'), { line: 2, column: 1 })
  assert.deepEqual(jsonFault("[01]"), { line: 1, column: 2 })
  assert.deepEqual(jsonFault(""), { line: 1, column: 1 })
  assert.equal(jsonFault("[".repeat(200_000)).line, 1)
})

test("a value is held against its schema", () => {
  assert.deepEqual(codes({ type: "integer", minimum: 1, maximum: 9 }, 10), ["maximum"])
  assert.deepEqual(codes({ type: "integer" }, 1.5), ["type"])
  assert.deepEqual(codes({ type: "number", exclusiveMinimum: 0 }, 0), ["above"])
  assert.deepEqual(codes({ type: "number", maximum: 5, exclusiveMaximum: true }, 5), ["below"])
  assert.deepEqual(codes({ type: "number", multipleOf: 0.1 }, 0.3), [])
  assert.deepEqual(codes({ type: "string", minLength: 2, pattern: "^a" }, "b"),
    ["min_length", "pattern"])
  assert.deepEqual(codes({ type: "string", maxLength: 1 }, "😀"), [])
  assert.deepEqual(codes({ type: "string", format: "date" }, "2026-02-31x"), ["format"])
  assert.deepEqual(codes({ enum: ["a", "b"] }, "c"), ["enum"])
  assert.deepEqual(codes({ type: ["string", "null"] }, null), [])
  assert.deepEqual(codes({ type: "string", nullable: true }, null), [])
  assert.deepEqual(codes({ type: "array", items: { type: "integer" }, uniqueItems: true },
    [1, "x", 1]), ["unique", "/1 type"])
})

test("objects are looked into, by reference and in circles", () => {
  const schemas = { Orang: { type: "object", required: ["nama", "id"], additionalProperties: false,
    properties: { nama: { type: "string" }, id: { type: "integer", readOnly: true },
      anak: { type: "array", items: { $ref: "#/components/schemas/Orang" } } } } }
  const orang = { $ref: "#/components/schemas/Orang" }
  assert.deepEqual(codes(orang, { nama: "Sri", anak: [{ nama: "Adi" }] }, schemas), [])
  assert.deepEqual(codes(orang, { anak: [{ nama: 1, "a/b": 2 }] }, schemas),
    ["/nama required", "/anak/0/nama type", "/anak/0/a~1b unknown"])
  let deep = { nama: "x" }
  for (let i = 0; i < 5000; i++) deep = { nama: "x", anak: [deep] }
  assert.deepEqual(codes(orang, deep, schemas), [])
})

test("one of several ways must fit", () => {
  const schema = { oneOf: [{ type: "string" }, { type: "object", required: ["a"] }] }
  assert.deepEqual(codes(schema, { a: 1 }), [])
  assert.deepEqual(codes(schema, { b: 1 }), ["ways"])
})

const endpoint = {
  method: "POST", path: "/orang/{nik}",
  parameters: [
    { in: "path", name: "nik", required: true, schema: { type: "string", pattern: "^\\d{4}$" },
      example: "1234" },
    { in: "query", name: "tag", schema: { type: "array", items: { type: "integer" } } },
    { in: "query", name: "aktif", schema: { type: "boolean" } },
    { in: "query", name: "urut", schema: { type: "string", enum: ["naik", "turun"] } },
    { in: "query", name: "saring", style: "deepObject", schema: { type: "object" } },
    { in: "header", name: "X-Jejak", schema: { type: "string" } },
  ],
  request_body: { content: {
    "application/json": { schema: { type: "object", properties: { nama: { type: "string" } } },
      example: { nama: "Sri" } },
    "multipart/form-data": { schema: { type: "object", required: ["surat"], properties: {
      surat: { type: "string", format: "binary" }, judul: { type: "string" } } } },
  } },
}

test("each parameter has the control that fits it, filled in with its example", () => {
  const fields = parameterFields(endpoint)
  assert.deepEqual(fields.map(one => one.kind),
    ["text", "list", "choice", "choice", "json", "text"])
  assert.deepEqual(fields.map(one => one.required), [true, false, false, false, false, false])
  assert.equal(fields[0].value, "1234")
  assert.deepEqual(fields[2].choices, ["true", "false"])
  assert.deepEqual(bodyFields(endpoint, "multipart/form-data").map(one => one.kind),
    ["file", "text"])
  assert.equal(bodyText(endpoint, "application/json"), '{\n  "nama": "Sri"\n}')
})

test("what was filled in is counted as its schema counts", () => {
  const [nik, tag] = parameterFields(endpoint)
  assert.deepEqual(valueIn(tag, { "query.tag#0": "1", "query.tag#10": "3", "query.tag#2": "2",
    "query.tag#3": "" }), ["1", "2", "3"])
  assert.equal(valueIn(tag, { "query.tag#0": "" }), undefined)
  assert.deepEqual(faultsIn(tag, ["1", "dua"], {}).map(one => one.at), ["/1"])
  assert.deepEqual(faultsIn(nik, undefined, {}).map(one => one.code), ["required"])
  assert.deepEqual(faultsIn(nik, "12", {}).map(one => one.code), ["pattern"])
})

const FILLED = { "environment": "development", "key": "spl_prod_rahasia", "path.nik": "12 4/é",
  "query.tag#0": "1", "query.tag#1": "2", "query.aktif": "false", "query.urut": "",
  "query.saring": '{"kota": "Bogor"}', "type": "application/json", "body": '{"nama": "Sri"}',
  "extra#0": "X-Lain", "extra-value#0": "ya", "extra#1": "", "extra-value#1": "x" }

test("a form becomes a call, with the key only for Production", async () => {
  const sent = await trialOf(endpoint, FILLED, { environment: "development", key: FILLED.key })
  assert.deepEqual(sent, {
    environment: "development", method: "POST", path: "/orang/12%204%2F%C3%A9",
    query: "tag=1&tag=2&aktif=false&saring%5Bkota%5D=Bogor",
    headers: { "X-Lain": "ya", "Content-Type": "application/json" }, body: '{"nama": "Sri"}',
  })
  const other = await trialOf(endpoint, FILLED, { environment: "production", key: FILLED.key })
  assert.equal(other.key, FILLED.key)
  assert.deepEqual(extraHeaders(FILLED), [["X-Lain", "ya"]])
})

test("files go along as bytes", async () => {
  const file = new File([new Uint8Array([0, 255])], 'a"b.pdf', { type: "application/pdf" })
  const sent = await trialOf(endpoint, { ...FILLED, "type": "multipart/form-data",
    "body.surat": file, "body.judul": "Ya", "body": "" },
  { environment: "development", boundary: "batas" })
  assert.equal(sent.headers["Content-Type"], "multipart/form-data; boundary=batas")
  assert.equal(sent.body_encoding, "base64")
  const text = Buffer.from(sent.body, "base64").toString("latin1")
  assert.match(text, /name="surat"; filename="a%22b\.pdf"\r\n/)
  assert.match(text, /Content-Type: application\/pdf\r\n\r\n\0\xff\r\n/)
  assert.match(text, /name="judul"\r\n\r\nYa\r\n--batas--\r\n$/)
})

test("no key and no secret header is kept, and nothing that is long", () => {
  const kept = keepable({ ...FILLED, "extra#2": "Authorization", "extra-value#2": "Bearer x",
    "header.X-Auth-Token": "x", "body": "x".repeat(5000), "file": new File([], "a") })
  assert.equal(kept["path.nik"], FILLED["path.nik"])
  assert.equal(kept["extra-value#0"], "ya")
  for (const name of ["key", "extra-value#2", "header.X-Auth-Token", "body", "file"]) {
    assert.equal(name in kept, false, name)
  }
})

test("nor a secret that an address or a body names", () => {
  assert.equal(shownPath("/a?api_key=rahasia&nama=Ayu&X-Token=x"),
    "/a?api_key=…&nama=Ayu&X-Token=…")
  assert.deepEqual(keepable({ body: '{"user": {"password" : "x"}}', "body.pin": "1" }),
    { "body.pin": "1" })
  assert.deepEqual(keepable({ body: '{"nama": "token"}' }), { body: '{"nama": "token"}' })
})

const answer = (type, body, more = {}) => ({ headers: { "content-type": type }, body,
  body_encoding: "text", truncated: false, ...more })

test("an answer is shown by what it is", async () => {
  assert.equal(lookOf(answer("application/json", '{"a":1}')), "json")
  assert.equal(lookOf(answer("application/problem+json", "{oops")), "text")
  assert.equal(lookOf(answer("text/plain", "[1]")), "json")
  assert.equal(lookOf(answer("application/json", '{"a":', { truncated: true })), "text")
  assert.equal(lookOf(answer("image/png", "iVBO", { body_encoding: "base64" })), "picture")
  assert.equal(lookOf(answer("image/svg+xml", "<svg/>")), "text")
  assert.equal(lookOf(answer("application/pdf", "JVBE", { body_encoding: "base64" })), "bytes")
  assert.equal(lookOf(answer("", "")), "empty")
  assert.equal(fileNameOf(answer("text/csv; charset=utf-8", "a")), "jawaban.csv")
  assert.equal(statusWords(404), "404 Not Found")
  assert.equal(statusWords(299), "299")
  assert.equal(toneOf(503), "bad")
  const page = blobOf(answer("text/html", "<b>"))
  assert.equal(page.type, "application/octet-stream")
  assert.equal(await page.text(), "<b>")
})

const refusal = (code, access, status = 401) => String(refused(
  { code, status, message: "", requestId: "rid_1" }, { bundle: { slug: "peta", access } },
  ({ code }) => `words of ${code}`))

test("who asked for access already is not told to ask again", async () => {
  await useLanguage("id")
  await useArea(["market", "test"])
  const waits = refusal("key_missing", "submitted")
  assert.match(waits, /sedang ditinjau/)
  assert.match(waits, /href="[^"]*\/requests"/)
  assert.doesNotMatch(waits, /Ajukan akses/)
  assert.match(refusal("key_missing", "none"), /href="[^"]*\/marketplace\/peta\/request"/)
  assert.match(refusal("access_not_approved", "revoked", 403), /telah dicabut/)
})

test("a refusal is named in words, its code beside the report number", async () => {
  await useLanguage("id")
  await useArea(["market", "test"])
  const refused = refusal("key_missing", "approved")
  assert.match(refused, /401 Unauthorized/)
  assert.match(refused, /<code>key_missing<\/code>[^]*rid_1/)
  assert.match(refusal("upstream_unreachable", "approved", 502), /Permintaan gagal/)
})
