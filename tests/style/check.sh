#!/bin/bash
# The rules of style that a machine can keep and neither a compiler nor clang-tidy does: doors,
# arrows, memory, banned calls, sizes. Prints each breach as path:line: rule, then the totals.
#   tests/style/check.sh [FOLDER]      FOLDER instead of this checkout (check_test.sh uses it)
set -uo pipefail
cd "${1:-$(dirname "$0")/../..}" || exit 2
shopt -s globstar nullglob

export LC_ALL=C.UTF-8
results=$(mktemp)
trap 'rm -f "$results"' EXIT

files_in() { # FOLDERS PATTERN…: the files under the folders whose names match
    local folders=$1 names=() pattern present=() folder
    shift
    for pattern in "$@"; do names+=(-o -name "$pattern"); done
    read -ra folders <<<"$folders"
    for folder in "${folders[@]}"; do [ -e "$folder" ] && present+=("$folder"); done
    [ ${#present[@]} -gt 0 ] || return 0
    find "${present[@]}" \( -name node_modules -o -name generated \) -prune -o \
        -type f \( -false "${names[@]}" \) -print | sort
}

rule() { # NAME, breaches on standard input: one a line
    local breaches
    breaches=$(cat)
    if [ -z "$breaches" ]; then echo passed >>"$results"; return; fi
    echo failed >>"$results"
    printf '%s\n' "${breaches//$'\n'/ [$1]$'\n'} [$1]"
}

grep_in() { # PATTERN FILES…: path:line:text of matching lines; quiet without files
    local pattern=$1
    shift
    [ $# -gt 0 ] || return 0
    grep -nHP -- "$pattern" "$@" || true
}

mapfile -t c_files < <(files_in "server tests" '*.c' '*.h')
mapfile -t server_files < <(files_in server '*.c' '*.h')
mapfile -t js_files < <(files_in "webapp tests reference" '*.js' '*.mjs')
mapfile -t css_files < <(files_in webapp '*.css')
mapfile -t sh_files < <(files_in "script tests .ci deploy" '*.sh' run server test bench setup)
mapfile -t sql_files < <(files_in db '*.sql')

# ---- doors: an outside library's header is included in its own folder only

door() { # HEADER-PATTERN FOLDER-PATTERN
    grep_in "^\s*#\s*include\s*[<\"]$1[>\"]" "${server_files[@]}" | grep -vP "^server/($2)/" || true
}
{
    door '(sqlite3|libpq-fe)\.h' 'store'
    door '(ulfius|u_\w+)\.h' 'web'
    door '(argon2|jwt|oath|liboath/oath)\.h' 'crypto'
    door '(fido(/[^>"]*)?|cbor(/[^>"]*)?)\.h' 'crypto'
    door 'openssl/(?!(ssl|err|x509v3|x509_vfy)\.h)[^>"]*' 'crypto'
    door 'openssl/(ssl|err|x509v3|x509_vfy)\.h' 'crypto|gateway'
    door 'curl/[^>"]*' 'outbound'
    door 'zlib\.h' 'web|crypto'
    door 'brotli/[^>"]*' 'web'
    door 'microhttpd\.h' 'web|gateway'
    door '(gd|qrencode|png|jpeglib|webp/[^>"]*)\.?h?' 'picture'
    door 'yaml\.h' 'domain/documents'
    door 'pcre2[^>"]*\.h' 'domain/validation'
    door 'qpdf/[^>"]*' 'pdf'
} | rule door

# ---- arrows: includes point down only

arrow() { # FROM-PATTERN INCLUDED-PATTERN EXCEPT-FILE-PATTERN
    grep_in "^\s*#\s*include\s*\"(?:\.\./)*(?:$2)" "${server_files[@]}" |
        grep -P "^server/(?:$1)" | grep -vP "^server/(?:$3):" || true
}
readonly NONE='(?!)'
{
    arrow 'base/' '(?!base/)\w+/|routes|config|main' "$NONE"
    arrow '(store|crypto|outbound|pdf|picture)/' '(web|gateway|domain)/|routes' "$NONE"
    arrow 'web/' '(domain|gateway)/' "$NONE"
    arrow 'gateway/' 'web/' "$NONE"
    arrow 'domain/' '(web|gateway)/|routes' 'domain/.*(_api|_guard)\.[ch]'
    arrow 'domain/usage/' 'domain/(bundles|keys|reports)/' "$NONE"
    arrow 'domain/.*(_api|_guard)\.[ch]' 'gateway/' "$NONE"
} | rule arrow

# ---- tables: the one domain that inserts into a table is the only one that names it

sql_mentions() { # VERBS: "folder table path:line" for each table that a domain's statements name
    grep_in "\b($1)\s+[a-z_]+" "${server_files[@]}" | grep -P '^server/domain/' |
        while IFS=: read -r path line text; do
            local folder=${path#server/domain/}
            grep -oP "\b(?:$1)\s+\K[a-z_]+" <<<"$text" | sed "s|.*|${folder%%/*} & $path:$line|"
        done
}
foreign_tables() {
    [ ${#sql_files[@]} -gt 0 ] || return 0
    { grep -hoiP 'CREATE (VIRTUAL )?TABLE (IF NOT EXISTS )?\K\w+' "${sql_files[@]}" |
          sed 's/^/table /'
      sql_mentions 'INSERT INTO' | sed 's/^/owner /'
      sql_mentions 'FROM|INTO|UPDATE|JOIN' | sed 's/^/names /'
    } | awk '
        $1 == "table" { known[$2] = 1 }
        $1 == "owner" && ($3 in known) {
            if (!($3 in owner)) owner[$3] = $2
            else if (owner[$3] != $2) print $4 ": inserts into " $3 ", a table of " owner[$3]
        }
        $1 == "names" && ($3 in owner) && owner[$3] != $2 {
            print $4 ": names " $3 ", a table of " owner[$3]
        }' | sort -u
}
foreign_tables | rule table

# ---- C: memory, calls, comments

# The plumbing owns what outlives a request; free() is all that follows open_memstream().
readonly KEEPERS='access|files|health|limits|shield|usage|validation'
readonly PLUMBING="(base|store|web|gateway|crypto|picture|domain/($KEEPERS))/"
grep_in '(?<![\w.>])(malloc|calloc|realloc|free)\s*\(' "${server_files[@]}" |
    grep -vP "^server/($PLUMBING|[a-z]+\.c)" | rule memory
grep_in '(?<![\w.>])(strcpy|strcat|sprintf|vsprintf|atoi|atol|atof|gets|strtok)\s*\(' \
    "${c_files[@]}" | rule banned-call
# Text between double quotes is put aside first: addresses hold two slashes.
for file in "${c_files[@]}"; do
    sed -E 's/"([^"\\]|\\.)*"/""/g' "$file" | grep -nP '(?<!:)//' | sed "s|^|$file:|"
done | rule line-comment
grep_in '\bgoto\b' "${server_files[@]}" | grep -vP ':\s*(/?\*|.*/\*.*\bgoto\b)' | rule goto
grep_in '\btypedef\s+(struct|enum|union)\s*(\w+\s*)?(\{|\w+\s*;)' "${server_files[@]}" |
    rule typedef

# ---- the web app

grep_in '\.(innerHTML|outerHTML)\s*=|insertAdjacentHTML|document\.write\b' "${js_files[@]}" |
    grep -P '^webapp/' | grep -vP '^webapp/lib/html\.js:' | rule inner-html
grep_in '\beval\s*\(|new Function\b|javascript:' "${js_files[@]}" | grep -P '^webapp/' |
    grep -vP "['\"\`/]\^?javascript:" | rule eval
grep_in '!important' "${css_files[@]}" | rule important
# A count at once is one of the page as it was; shows() waits for the page as it becomes.
grep_in '\.count\(\)' "${js_files[@]}" | grep -P '^tests/browser/' | rule count
for file in "${css_files[@]}"; do
    awk -v file="$file" '{ line = $0; sub(/\/\*.*\*\//, "", line) }
        line ~ /(^|[ ,>+~(])#[A-Za-z_-][A-Za-z0-9_-]*[^;]*[{,]/ && line !~ /:.*#[0-9a-fA-F]{3,8}/ {
            print file ":" FNR ": " line }' "$file"
done | rule css-id
# A function that starts at the margin ends at the next brace at the margin.
for file in "${js_files[@]}"; do
    awk -v file="$file" '
        /^(export )?(default )?(async )?function/ ||
        /^(export )?const [A-Za-z_]+ = (async )?(\(|[A-Za-z_]+ =>).*\{$/ { start = FNR }
        /^}/ && start {
            lines = FNR - start + 1
            if (lines > 40) print file ":" start ": a function of " lines " lines"
            start = 0
        }' "$file"
done | rule js-function

# ---- sizes and white space

too_long() { # LIMIT FILES…
    local limit=$1 file lines
    shift
    for file in "$@"; do
        lines=$(wc -l <"$file")
        [ "$lines" -le "$limit" ] || echo "$file:$lines: longer than $limit lines"
    done
}
mapfile -t code < <(printf '%s\n' "${js_files[@]}" | grep -vP '/locales/' | grep . || true)
too_long 400 "${c_files[@]}" "${code[@]}" "${sh_files[@]}" "${sql_files[@]}" | rule file-size
too_long 250 "${css_files[@]}" | rule css-size
grep_in '^(?!.*https?://\S{60,}).{101,}$' "${c_files[@]}" "${code[@]}" "${css_files[@]}" \
    "${sh_files[@]}" "${sql_files[@]}" | sed -E 's/^([^:]+:[0-9]+):.*/\1: over 100 columns/' |
    rule columns
grep_in '\t' "${c_files[@]}" "${js_files[@]}" "${css_files[@]}" "${sh_files[@]}" "${sql_files[@]}" |
    rule tab
grep_in '[ \t]+$' "${c_files[@]}" "${js_files[@]}" "${css_files[@]}" "${sh_files[@]}" \
    "${sql_files[@]}" | rule trailing-space
grep_in '\b(TO''DO|FIX''ME|XX''X|HA''CK)\b' "${c_files[@]}" "${js_files[@]}" "${css_files[@]}" \
    "${sql_files[@]}" "${sh_files[@]}" | rule unfinished

failed=$(grep -c failed "$results")
echo "$(grep -c passed "$results") passed, $failed failed"
[ "$failed" -eq 0 ]
