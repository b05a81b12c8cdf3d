/* The document is valid OpenAPI 3.1, and its examples fit its schemas. */
import assert from "node:assert/strict"
import { test } from "node:test"
import { fileURLToPath } from "node:url"
import { createConfig, lint } from "@redocly/openapi-core"

test("the OpenAPI document passes the linter", async () => {
  const config = await createConfig({
    extends: ["recommended"],
    rules: {
      "no-server-example.com": "off",
      "operation-4xx-response": "off",
      "no-unused-components": "off",
      "security-defined": "error",
      "no-invalid-media-type-examples": "error",
    },
  })
  const ref = fileURLToPath(new URL("../../openapi/openapi.yaml", import.meta.url))
  const problems = (await lint({ ref, config })).filter(one => !one.ignored)
  const told = problems.map(one =>
    `${one.ruleId}: ${one.message} at ${one.location?.[0]?.pointer}`).join("\n")
  assert.equal(problems.length, 0, told)
})
