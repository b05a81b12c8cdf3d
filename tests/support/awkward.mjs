/* Endpoints whose calls are hard to write down: what stands in their samples, and what has to
 * arrive. `values` go to callFrom(); `meant` is written by hand: path below the bundle with its
 * segments decoded, query pairs decoded, headers, and the body. */

/* Everything that some language or shell takes for its own. */
export const HARD = "it's \"so\" \\ \\n $HOME ${HOME} {$a} `id` $(id) %s !! # ; & < > | * ~ ?> //"
  + " /* \"\"\" ''' \\\\ \\\" \\' \\u0041 é € 😀 नम"
const LINES = `baris "satu"\n\tbaris 'dua' \\ $HOME\n  baris tiga \`id\`\n`
/* Headers take no more than this. */
const HEADER = `kata "dalam" 'petik' \\ $HOME \`id\` !! %s {a}, b; c=d`

const parameter = (place, name, more = {}) =>
  ({ name, in: place, required: place === "path", schema: { type: "string" }, ...more })
const list = more => ({ schema: { type: "array", items: { type: "string" } }, ...more })
const object = more => ({ schema: { type: "object", additionalProperties: true }, ...more })
const content = type => ({ content: { [type]: { schema: {} } } })
const files = { content: { "multipart/form-data": { schema: { type: "object", properties: {
  berkas: { type: "array", items: { type: "string", format: "binary" } },
  surat: { type: "string", format: "binary" },
} } } } }

const json = (id, method, value, type = "application/json") => ({
  id, method, path: `/json/${id}`, body: content(type),
  values: typeof value === "string" ? { type, text: value } : { type, body: value },
  meant: { json: typeof value === "string" ? value : JSON.stringify(value), type },
})

const text = (id, type, value, method = "POST") => ({
  id, method, path: `/teks/${id}`, body: content(type),
  values: { type, text: value }, meant: { text: value, type },
})

const form = (id, body, fields) => ({
  id, method: "POST", path: `/form/${id}`, body: content("application/x-www-form-urlencoded"),
  values: { type: "application/x-www-form-urlencoded", body }, meant: { fields },
})

const multipart = (id, body, parts) => ({
  id, method: "POST", path: `/unggah/${id}`, body: files,
  values: { type: "multipart/form-data", body }, meant: { parts },
})

const octets = (id, filename, type) => ({
  id, method: "PUT", path: `/berkas/${id}`,
  body: { content: { [type]: { schema: { type: "string", format: "binary" } } } },
  values: { type, body: file(filename, type) }, meant: { file: filename, type },
})

const file = (filename, type = "application/pdf") => ({ filename, type })

const PLACES = [
  { id: "jalur", method: "GET", path: "/warga/{nama}/anak/{nomor}",
    parameters: [parameter("path", "nama"), parameter("path", "nomor")],
    values: { path: { nama: "Ni Luh \"Ayu\" & Søren's #1?=50%+;", nomor: "😀 ke-2" } },
    meant: { segments: ["warga", "Ni Luh \"Ayu\" & Søren's #1?=50%+;", "anak", "😀 ke-2"] } },
  { id: "gaya-jalur", method: "GET", path: "/gaya/{a}/{b}/{c}",
    parameters: [parameter("path", "a", list()),
      parameter("path", "b", list({ style: "label", explode: true })),
      parameter("path", "c", list({ style: "matrix", explode: true }))],
    values: { path: { a: ["1 2", "ü"], b: ["x", "y"], c: ["p", "q"] } },
    meant: { segments: ["gaya", "1 2,ü", ".x.y", ";c=p;c=q"] } },
  { id: "daftar", method: "GET", path: "/cari",
    parameters: [parameter("query", "jenis", list()), parameter("query", "koma",
      list({ explode: false })), parameter("query", "pipa", list({ style: "pipeDelimited",
      explode: false })), parameter("query", "saring", object({ style: "deepObject" }))],
    values: { query: { jenis: ["a b", "c&d=e", "ü'\""], koma: ["1", "2"], pipa: ["x", "y"],
      saring: { nama: "Budi $HOME", kota: "`id`" } } },
    meant: { segments: ["cari"], query: [["jenis", "a b"], ["jenis", "c&d=e"], ["jenis", "ü'\""],
      ["koma", "1,2"], ["pipa", "x|y"], ["saring[nama]", "Budi $HOME"],
      ["saring[kota]", "`id`"]] } },
  { id: "kueri", method: "GET", path: "/kueri", parameters: [parameter("query", "k ü[]"),
    parameter("query", "kosong")], values: { query: { "k ü[]": HARD, kosong: "" } },
    meant: { segments: ["kueri"], query: [["k ü[]", HARD], ["kosong", ""]] } },
  { id: "header", method: "GET", path: "/header", parameters: [parameter("header", "X-Catatan"),
    parameter("header", "X-Kosong"), parameter("cookie", "kue")],
    values: { header: { "X-Catatan": HEADER, "X-Kosong": "" }, cookie: { kue: "a b;c" } },
    meant: { segments: ["header"], headers: { "x-catatan": HEADER, "x-kosong": "",
      cookie: "kue=a%20b%3Bc" } } },
  { id: "huruf", method: "GET", path: "/kafé/{kode}", parameters: [parameter("path", "kode")],
    values: { path: { kode: "1" } }, meant: { segments: ["kafé", "1"] } },
]

const METHODS = [
  { id: "kepala", method: "HEAD", path: "/kepala", values: {}, meant: { segments: ["kepala"] } },
  { id: "hapus", method: "DELETE", path: "/hapus/{id}", parameters: [parameter("path", "id")],
    values: { path: { id: "7" } }, meant: { segments: ["hapus", "7"] } },
  { id: "tanpa-isi", method: "POST", path: "/tanpa-isi", values: {}, meant: { bytes: 0 } },
  { id: "pilihan", method: "OPTIONS", path: "/pilihan", values: {},
    meant: { segments: ["pilihan"] } },
  json("hapus-isi", "DELETE", { alasan: HARD }),
  json("tambal", "PATCH", { nama: null, alamat: { kota: "Bogor" } },
    "application/merge-patch+json"),
]

const BODIES = [
  json("petik", "POST", { nama: HARD, baris: LINES, [HARD]: [HARD, [], {}, ""], "": "kosong" }),
  json("angka", "POST", '{"besar":12345678901234567890,"pecah":1.0,"kecil":-0,"x":1e400}'),
  json("biasa", "PUT", { a: [1, -2.5, true, false, null, [[]], [{}]], b: {}, c: 1e-7 }),
  json("nomor", "POST", { 0: "a", 1: "b" }),
  json("larik", "POST", [{ a: 1 }, "b"]),
  json("kosong", "POST", {}),
  json("larik-kosong", "POST", []),
  json("teks", "POST", '"hanya \\"teks\\" $HOME"'),
  json("nihil", "POST", "null"),
  json("proto", "POST", '{"__proto__":{"a":1},"b":"\\ud83d\\ude00 \\/"}'),
  json("rusak", "POST", '{"tidak": lengkap "'),
  text("baris", "text/plain; charset=utf-8", LINES + HARD),
  text("xml", "application/xml", `<?xml version="1.0"?>\n<a b="c">${"it's $HOME & ünï"}</a>`),
  text("kendali", "text/plain", "a\r\nb\u0007\u202ec\u2028\ufeffd\u00a0", "PUT"),
  text("panjang", "text/csv", "kode,nama\n".repeat(40)),
  form("ulang", { nama: HARD, hobi: ["a b", "c&d"], "k ü": "+" },
    [["nama", HARD], ["hobi", "a b"], ["hobi", "c&d"], ["k ü", "+"]]),
  form("tunggal", { nama: HARD, baris: LINES, k: "" },
    [["nama", HARD], ["baris", LINES], ["k", ""]]),
  multipart("dua", { nama: `@${HARD}`, k: "<surat.pdf;type=a", berkas: [file("satu.pdf"),
    file(`dua "b"; ü, c.pdf`)] }, [{ name: "nama", value: `@${HARD}` },
    { name: "k", value: "<surat.pdf;type=a" }, { name: "berkas", ...file("satu.pdf") },
    { name: "berkas", ...file(`dua "b"; ü, c.pdf`) }]),
  multipart("satu", { baris: LINES, surat: file("surat.pdf") },
    [{ name: "baris", value: LINES }, { name: "surat", ...file("surat.pdf") }]),
  octets("gambar", `peta "baru" it's $1.png`, "image/png"),
  multipart("isian", { a: "1", b: "" }, [{ name: "a", value: "1" }, { name: "b", value: "" }]),
]

export const AWKWARD = [...PLACES, ...METHODS, ...BODIES]

const operation = ({ id, parameters = [], body }) => ({ operationId: id, summary: id, parameters,
  ...(body && { requestBody: body }), responses: { 200: { description: "Gema" } } })

/* The OpenAPI document that describes them. */
export function awkwardDocument() {
  const paths = {}
  for (const one of AWKWARD) {
    paths[one.path] = { ...paths[one.path], [one.method.toLowerCase()]: operation(one) }
  }
  return { openapi: "3.1.0", info: { title: "Sulit", version: "1.0.0" }, paths }
}
