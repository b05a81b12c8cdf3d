/*
 * A fresh server for a test: free ports, a data folder of its own, demo data, ended by its pid.
 *   const server = await startServer();  …  await server.stop()
 * As a program it runs a command beside such a server and ends with the command's status:
 *   node tests/support/server.mjs COMMAND ARGUMENT…
 * The command finds the addresses in SIMPUL_PUBLIC_URL and SIMPUL_GATEWAY_URL.
 */
import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, openSync, readFileSync, rmSync } from "node:fs"
import { createServer } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"

export const root = fileURLToPath(new URL("../..", import.meta.url))
const STARTS_WITHIN_MS = 60_000
const STOPS_WITHIN_MS = 15_000

async function freePort() {
  const listener = createServer().listen(0, "127.0.0.1")
  await once(listener, "listening")
  const { port } = listener.address()
  listener.close()
  await once(listener, "close")
  return port
}

async function isReady(url) {
  try {
    return (await fetch(`${url}/readyz`)).ok
  } catch {
    return false
  }
}

async function untilReady(server) {
  for (let waited = 0; waited < STARTS_WITHIN_MS; waited += 50) {
    if (server.process.exitCode !== null) break
    if (await isReady(server.api)) return
    await sleep(50)
  }
  server.process.kill("SIGKILL")
  throw new Error(`the server did not start:\n${server.log()}`)
}

async function settings(dataDir) {
  const [api, gateway, demo] = [await freePort(), await freePort(), await freePort()]
  return {
    SIMPUL_DATA_DIR: dataDir,
    SIMPUL_DEMO_PORT: String(demo),
    SIMPUL_API_LISTEN: `127.0.0.1:${api}`,
    SIMPUL_GATEWAY_LISTEN: `127.0.0.1:${gateway}`,
    SIMPUL_PUBLIC_URL: `http://127.0.0.1:${api}`,
    SIMPUL_GATEWAY_URL: `http://127.0.0.1:${gateway}`,
  }
}

/* Starts a server; again on the same data folder when a stopped server's env is given. */
export async function startServer({ env = {} } = {}) {
  const dataDir = env.SIMPUL_DATA_DIR ?? mkdtempSync(join(tmpdir(), "simpul-server-"))
  const all = { ...(await settings(dataDir)), ...env }
  const logFile = join(dataDir, "server.log")
  const output = openSync(logFile, "a")
  const child = spawn(join(root, "script/server"), {
    env: { ...process.env, ...all },
    stdio: ["ignore", output, output],
  })
  const server = {
    api: all.SIMPUL_PUBLIC_URL,
    gateway: all.SIMPUL_GATEWAY_URL,
    dataDir,
    env: all,
    process: child,
    log: () => readFileSync(logFile, "utf8"),
    stop: () => stop(server),
    kill: () => kill(server),
    remove: () => rmSync(dataDir, { recursive: true, force: true }),
  }
  await untilReady(server)
  return server
}

/* Ends it as an operator does; its data folder goes too. It must end by itself and in order. */
async function stop(server) {
  const child = server.process
  const ended = child.exitCode !== null ? Promise.resolve() : once(child, "exit")
  child.kill("SIGTERM")
  const patience = new AbortController()
  const late = sleep(STOPS_WITHIN_MS, "late", { signal: patience.signal }).catch(() => {})
  const isLate = (await Promise.race([ended, late])) === "late"
  patience.abort()
  if (isLate) child.kill("SIGKILL")
  const log = server.log()
  server.remove()
  if (isLate || child.exitCode !== 0) {
    throw new Error(`the server ended with ${isLate ? "delay" : child.exitCode}:\n${log}`)
  }
}

/* Ends it as a power failure does; its data folder stays. */
async function kill(server) {
  const ended = once(server.process, "exit")
  server.process.kill("SIGKILL")
  await ended
}

async function runBeside([command, ...args]) {
  const server = await startServer()
  const child = spawn(command, args, {
    stdio: "inherit",
    env: { ...process.env, ...server.env },
  })
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal))
  const [status] = await once(child, "exit")
  if (status !== 0) console.log(`the server's log:\n${server.log().slice(-4000)}`)
  await server.stop()
  process.exitCode = status ?? 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runBeside(process.argv.slice(2))
