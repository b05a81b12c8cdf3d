/* An upstream on loopback that keeps what it heard, by the X-Sample of each request, and readers
 * of the bodies that it heard. */
import { once } from "node:events"
import { createServer } from "node:http"

/* Answers with the name of the sample, so that what a sample prints can be looked at, too. */
export async function startEcho() {
  const heard = new Map()
  const server = createServer(async (request, response) => {
    const chunks = await request.toArray()
    const name = request.headers["x-sample"]
    heard.set(name, [...(heard.get(name) ?? []), { method: request.method, url: request.url,
      headers: request.headers, body: Buffer.concat(chunks) }])
    response.setHeader("Content-Type", "text/plain").end(`terdengar: ${name}\n`)
  }).listen(0, "127.0.0.1")
  await once(server, "listening")
  return {
    url: `http://127.0.0.1:${server.address().port}/dasar`,
    heard,
    stop: () => { server.closeAllConnections(); server.close() },
  }
}

const unquoted = text => text.replace(/^"(.*)"$/s, "$1").replace(/\\(["\\])/g, "$1")
  .replaceAll("%22", '"')

/* name="…" of a header, or the form that carries its encoding. */
function word(header, name) {
  const plain = new RegExp(`[; ]${name}=("(?:[^"\\\\]|\\\\.)*"|[^;]*)`).exec(header)?.[1]
  const coded = new RegExp(`[; ]${name}\\*=utf-8''([^;]*)`, "i").exec(header)?.[1]
  if (coded !== undefined) return decodeURIComponent(coded)
  return plain === undefined ? undefined : unquoted(plain)
}

function partOf(text) {
  const end = text.indexOf("\r\n\r\n")
  const headers = Object.fromEntries(text.slice(0, end).split("\r\n")
    .map(line => [line.split(":")[0].toLowerCase(), line.slice(line.indexOf(":") + 1).trim()]))
  const disposition = Buffer.from(headers["content-disposition"], "latin1").toString()
  const content = Buffer.from(text.slice(end + 4), "latin1").toString()
  const filename = word(disposition, "filename")
  const name = word(disposition, "name")
  return filename === undefined ? { name, value: content }
    : { name, filename, type: headers["content-type"], content }
}

/* The parts of a multipart body: {name, value} or {name, filename, type, content}. */
export function partsOf({ headers, body }) {
  const boundary = word(` ${headers["content-type"]}`, "boundary")
  return body.toString("latin1").split(`--${boundary}`).slice(1, -1)
    .map(part => partOf(part.replace(/^\r\n|\r\n$/g, "")))
}

/* JSON so that the same things are equal, however a language writes them: long numbers are kept. */
export const sameJson = text => JSON.parse(text.replace(
  /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g,
  token => (token.startsWith('"') || isShort(token) ? token : JSON.stringify(`angka ${token}`))))
const isShort = token => Math.abs(Number(token)) < Number.MAX_SAFE_INTEGER
