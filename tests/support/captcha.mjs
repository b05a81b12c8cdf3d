/* Solves the ALTCHA challenge on standard input, as the page's worker does; prints the answer. */
import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"

const answer = JSON.parse(readFileSync(0, "utf8"))
const { algorithm, challenge, salt, maxnumber, signature } = answer.data ?? answer
let number = 0
while (number <= maxnumber
  && createHash("sha256").update(salt + number).digest("hex") !== challenge) number++
const solved = { algorithm, challenge, number, salt, signature }
process.stdout.write(Buffer.from(JSON.stringify(solved)).toString("base64"))
