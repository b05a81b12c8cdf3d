/*
 * Providers of messages for tests: an HTTP one that is described in a file, and a mail server.
 * Each keeps what it was given, and can be down, silent, or in a bad mood.
 */
import { once } from "node:events"
import { writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { createServer as createListener } from "node:net"

async function bodyOf(request) {
  const pieces = []
  for await (const piece of request) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

async function listen(listener, port) {
  listener.listen(port, "127.0.0.1")
  await once(listener, "listening")
  return listener.address().port
}

/*
 * A provider called "contoh". answer({ body, response }) says what becomes of a call; what it
 * counts as taken goes into taken. More members of its description in more.
 */
export async function startProvider(more = {}) {
  const provider = { calls: [], taken: [], answer: take, port: 0 }
  const handle = async (request, response) => {
    const body = Object.fromEntries(new URLSearchParams(await bodyOf(request)))
    provider.calls.push(body)
    await provider.answer({ body, response, provider })
  }
  const open = async () => {
    provider.server = createServer(handle)
    provider.port = await listen(provider.server, provider.port)
  }
  provider.up = open
  provider.down = () => new Promise(resolve => {
    provider.server.close(resolve)
    provider.server.closeAllConnections()
  })
  await open()
  provider.describe = file => writeFileSync(file, JSON.stringify({
    name: "contoh",
    channels: ["whatsapp", "sms"],
    request: {
      url: `http://127.0.0.1:${provider.port}/kirim`,
      form: { to: "{to}", text: "{text}", code: "{code}", id: "{id}" },
    },
    taken: { pointer: "/status", equals: true },
    id: "/id",
    ...more,
  }))
  return provider
}

const say = (response, status, body) => {
  response.writeHead(status, { "Content-Type": "application/json" })
  response.end(JSON.stringify(body))
}

/* Ways to answer. */
export function take({ body, response, provider }) {
  provider.taken.push(body)
  say(response, 200, { status: true, id: `p-${provider.taken.length}` })
}

/* One that knows what it has by the caller's id. */
export function takeOnce({ body, response, provider }) {
  if (!provider.taken.some(one => one.id === body.id)) provider.taken.push(body)
  say(response, 200, { status: true, id: `p-${body.id}` })
}

export const fail = status => ({ response }) => say(response, status, { status: false })

/* Takes it over, and never says so. */
export const takeInSilence = ({ body, provider }) => void provider.taken.push(body)

/* One conversation with a mail client: what is not a command is the mail. */
function converse(socket, mails) {
  let text = "", inData = false
  const reply = line => socket.write(`${line}\r\n`)
  const cut = end => {
    const at = text.indexOf(end)
    if (at < 0) return null
    const head = text.slice(0, at)
    text = text.slice(at + end.length)
    return head
  }
  const hear = line => {
    inData = /^DATA$/i.test(line)
    if (/^QUIT$/i.test(line)) socket.end("221 bye\r\n")
    else reply(inData ? "354 go on" : "250 ok")
  }
  const next = () => {
    const piece = cut(inData ? "\r\n.\r\n" : "\r\n")
    if (piece === null) return false
    if (!inData) hear(piece)
    else {
      mails.push(piece)
      inData = false
      reply("250 kept")
    }
    return true
  }
  socket.on("error", () => {})
  socket.on("data", piece => {
    text += piece
    while (next());
  })
  reply("220 contoh ESMTP")
}

/* A mail server without TLS or login, as on loopback; mails as they came. */
export async function startMailServer() {
  const mails = []
  const listener = createListener(socket => converse(socket, mails))
  const port = await listen(listener, 0)
  return { mails, port, stop: () => listener.close() }
}
