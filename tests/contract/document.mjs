/* The OpenAPI document and the route table, read for the tests of this folder. */
import { readFileSync } from "node:fs"
import { parse } from "yaml"

const root = new URL("../../", import.meta.url)
export const read = path => readFileSync(new URL(path, root), "utf8")
export const document = parse(read("openapi/openapi.yaml"))

const METHODS = ["get", "put", "post", "patch", "delete"]

/** Every operation of the document: { method, path, operation }. */
export const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  METHODS.filter(method => item[method])
    .map(method => ({ method: method.toUpperCase(), path, operation: item[method] })))

/** The codes of an operation: its own, and those that any may answer. */
export const codesIn = operation =>
  new Set([...document["x-error-codes"], ...(operation["x-error-codes"] ?? [])])

const ROW = /\{\s*"(\w+)",\s*"([^"]+)",\s*([A-Z_]+),\s*(\w+)\s*([^}]*)\}/g

/** Every row of server/routes.c: { method, path, guard, handler, needsStepUp,
 * isIdempotent }; a parameter as {name}. */
export const routes = [...read("server/routes.c").split("metrics_routes[]")[0].matchAll(ROW)]
  .map(([, method, path, guard, handler, rest]) => ({
    method, path: path.replace(/:(\w+)/g, "{$1}"), guard, handler,
    needsStepUp: rest.includes(".needs_step_up = true"),
    isIdempotent: rest.includes(".is_idempotent = true"),
  }))
  .filter(route => !["/", "/app", "/app/*"].includes(route.path))

export const name = ({ method, path }) => `${method} ${path}`
