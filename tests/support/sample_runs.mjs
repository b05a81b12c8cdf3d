/* How printed samples are run: each as it stands, in the folder that holds the files they name. One
 * process runs many where the language allows; what each of them says goes to one output. */
import { execFile } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { promisify } from "node:util"

const ENV = { LC_ALL: "C.UTF-8", PATH: process.env.PATH, HOME: process.env.HOME,
  GOCACHE: process.env.GOCACHE ?? "/tmp/simpul-samples-go", GO111MODULE: "off" }

const BASH = 'for file; do . "$file"; echo "[ended $?]"; done'
const NODE = `for (const file of process.argv.slice(1)) {
  try { await import(file) } catch (error) { console.log(error) } }`
const PYTHON = `import sys, traceback
for file in sys.argv[1:]:
    try: exec(compile(open(file, encoding="utf-8").read(), file, "exec"), {})
    except Exception: print(traceback.format_exc())`
const PHP = `foreach (array_slice($argv, 1) as $file) {
  try { (function ($file) { include $file; })($file); } catch (Throwable $e) { echo $e, "\\n"; } }`
/* What an application of Laravel does before its own code runs. */
const LARAVEL = `require "/usr/share/php/Illuminate/autoload.php";
  require_once "/usr/share/php/GuzzleHttp/autoload.php";
  $app = new Illuminate\\Container\\Container;
  $app->singleton(Illuminate\\Http\\Client\\Factory::class);
  Illuminate\\Support\\Facades\\Facade::setFacadeApplication($app); ${PHP}`

const each = script => `for file; do ( cd "$FILES" && ${script} ) 2>&1; done`

/* Mono's compiler knows C# 7 but for a Main that is awaited, which newer ones start like this. */
const STARTER = `class Starter { static void Main() { ((System.Threading.Tasks.Task)
  typeof(Program).GetMethod("Main", System.Reflection.BindingFlags.Static
  | System.Reflection.BindingFlags.NonPublic).Invoke(null, null)).GetAwaiter().GetResult(); } }`

const RUNS = {
  curl: ["bash", "-c", BASH, "samples"],
  javascript: ["node", "--input-type=module", "-e", NODE, "--"],
  python: ["/usr/bin/python3", "-c", PYTHON],
  php: ["php", "-d", "display_errors=stderr", "-r", PHP, "--"],
  laravel: ["php", "-d", "display_errors=stderr", "-r", LARAVEL, "--"],
  java: ["bash", "-c", each('java -Dfile.encoding=UTF-8 -XX:TieredStopAtLevel=1 "$file"'), "-"],
  go: ["bash", "-c", each('go run "$file"'), "-"],
  csharp: ["bash", "-c", each(`echo '${STARTER}' >"$file.start.cs" && \
    mcs -nologo -nowarn:28 -main:Starter -r:System.Net.Http -out:"$file.exe" "$file" \
    "$file.start.cs" && mono "$file.exe"`), "-"],
}

const NAMES = { curl: "sample.sh", javascript: "sample.mjs", python: "sample.py",
  php: "sample.php", laravel: "sample.php", java: "Main.java", go: "main.go",
  csharp: "Program.cs" }

export const languages = Object.keys(RUNS)

/* Runs the texts of one language one after another; what they said. */
export async function runSamples(language, texts, folder) {
  const files = texts.map((text, at) => {
    const file = join(folder, language, String(at), NAMES[language])
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
    return file
  })
  const [command, ...args] = RUNS[language]
  const options = { cwd: folder, env: { ...ENV, FILES: folder }, maxBuffer: 1 << 26 }
  return promisify(execFile)(command, [...args, ...files], options).then(
    ({ stdout, stderr }) => ({ stdout, stderr }),
    ({ stdout = "", stderr = "", message }) => ({ stdout, stderr: `${stderr}\n${message}` }))
}
