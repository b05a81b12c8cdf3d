/*
 * Writes generated/passwords.txt for the server: the passwords and words that people choose most,
 * lower case, one a line, most common first. Run by script/setup after the packages are installed.
 */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs"

const lists = [
  "language-common/src/passwords.json",
  "language-id/src/commonWords.json",
  "language-id/src/names.json",
  "language-id/src/wikipedia.json",
]

const here = new URL(".", import.meta.url)

function wordsIn(list) {
  const file = new URL(`node_modules/@zxcvbn-ts/${list}`, here)
  const words = JSON.parse(readFileSync(file, "utf8"))
  if (!Array.isArray(words) || words.length < 1000) throw new Error(`${list} is not a word list`)
  return words.map((word) => word.trim().toLowerCase()).filter((word) => /^\P{Cc}+$/u.test(word))
}

const words = new Set(lists.flatMap(wordsIn))
const target = new URL("generated/passwords.txt", here)
const unfinished = new URL("generated/passwords.txt.new", here)
mkdirSync(new URL("generated/", here), { recursive: true })
writeFileSync(unfinished, [...words].join("\n") + "\n")
renameSync(unfinished, target)
console.log(`reference/generated/passwords.txt: ${words.size} entries`)
