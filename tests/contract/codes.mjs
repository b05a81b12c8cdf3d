/* Which codes a handler can answer, as far as the sources tell: those that it and whatever it calls
 * return. Calls through a table count as calls of all that stands in it. */
import { readdirSync } from "node:fs"
import { read } from "./document.mjs"

const ROOT = new URL("../../server/", import.meta.url)

/** What errors.h lists: NAME to { status, code }. */
export const errors = new Map(
  [...read("server/base/errors.h").split("#define FIELD_FAULTS")[0]
    .matchAll(/X\((\w+), (\d+), "(\w+)"/g)]
    .filter(([, , status]) => Number(status) >= 400)
    .map(([, name, status, code]) => [name, { status, code }]))

const sources = folder => readdirSync(new URL(folder, ROOT), { withFileTypes: true })
  .flatMap(one => one.isDirectory() ? sources(`${folder}${one.name}/`)
    : one.name.endsWith(".c") ? [`${folder}${one.name}`] : [])

const plain = text => text.replace(/\/\*[^]*?\*\//g, " ").replace(/"(?:[^"\\\n]|\\.)*"/g, '""')

/* A function, or a table at the head of a file: both begin at a line's start and end with the brace
 * that stands there alone. */
const HEAD = String.raw`^(static )?[a-z][^;{}]*?\b(\w+)(?:\([^;{}]*\)\n\{|(?:\[[^\]\n]*\])? = \{)`
const PART = new RegExp(String.raw`${HEAD}([^]*?)\n\};?$`, "gm")

/* An error that is only looked for: the function does not answer it, and perhaps does not pass it
 * on. */
const LOOKED_FOR = /(?:[!=]= *|case +)([A-Z][A-Z_0-9]+)/g

const errorsIn = text => [...text.matchAll(/\b[A-Z][A-Z_0-9]+\b/g)].map(([word]) => word)
  .filter(word => errors.has(word))

function partsOf(path) {
  return [...plain(read(`server/${path}`)).matchAll(PART)].map(([, isOwn, name, body]) => ({
    path, isOwn, name, words: new Set(body.match(/\b[A-Za-z_]\w*\b/g)),
    answered: errorsIn(body.replace(LOOKED_FOR, "")),
    lookedFor: new Set([...body.matchAll(LOOKED_FOR)].map(one => one[1])),
  }))
}

const parts = sources("").flatMap(partsOf)
const owned = new Map(parts.map(part => [`${part.path} ${part.name}`, part]))
const shared = new Map(parts.filter(part => !part.isOwn).map(part => [part.name, part]))
for (const part of parts) {
  part.calls = [...part.words].filter(word => word !== part.name)
    .map(word => owned.get(`${part.path} ${word}`) ?? shared.get(word)).filter(Boolean)
  part.may = new Set(part.answered)
  part.must = new Set(part.answered)
}

const addAll = (set, codes) => {
  const before = set.size
  for (const code of codes) set.add(code)
  return set.size > before
}

/* Round after round, until nothing comes to anything any more. */
function spread() {
  let isMore = false
  for (const part of parts) for (const callee of part.calls) {
    const passed = [...callee.must].filter(code => !part.lookedFor.has(code))
    isMore = addAll(part.may, callee.may) || isMore
    isMore = addAll(part.must, passed) || isMore
  }
  return isMore
}
while (spread());

const GUARDS = {
  READER: ["UNAUTHENTICATED"], SIGNED_IN: ["UNAUTHENTICATED"], INTERNAL_CLIENT: ["UNAUTHENTICATED"],
  DEVICE: ["DEVICE_REFUSED"], ...Object.fromEntries(["STAFF", "REVIEWER", "PUBLISHER", "ADMIN"]
    .map(guard => [guard, ["UNAUTHENTICATED", "FORBIDDEN"]])),
}

/* What the gateway refuses with is what a test call of it is refused with. */
const ofGateway = parts
  .filter(({ path }) => /^(gateway|domain\/(access|limits|shield))\//.test(path))
  .flatMap(part => part.answered)

const before = route => [
  ...(GUARDS[route.guard] ?? []), ...(route.needsStepUp ? ["STEP_UP_REQUIRED"] : []),
  ...(route.isIdempotent ? ["IDEMPOTENCY_MISMATCH"] : []),
  ...(route.handler === "bundle_test_post" ? ofGateway : []),
]

/* What the sources let one think, and what is not so: a bundle that is new has one version and
 * no header that was kept, and only who activates a key meets the admin's word against it. */
const NEVER = {
  admin_bundles_post: ["CONFLICT", "VERSION_TAKEN", "VERSIONS_FULL"],
  admin_bundles_import: ["CONFLICT", "VERSION_TAKEN", "VERSIONS_FULL"],
  key_deactivate_post: ["FORBIDDEN"],
}

/** The wire codes of a route: those that it surely answers, and those that it might. */
export function codesOf(route) {
  const part = shared.get(route.handler), first = before(route)
  const never = NEVER[route.handler] ?? []
  const wire = names => new Set([...first, ...names].filter(name => !never.includes(name))
    .map(name => errors.get(name).code))
  return { must: wire(part.must), may: wire(part.may) }
}
