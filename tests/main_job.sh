#!/bin/bash
# The main job with nothing but curl, step by step, against a running development server:
#   tests/main_job.sh            talks to script/server's addresses
#   node tests/support/server.mjs tests/main_job.sh     starts a server of its own for it
# Each step says what it does and what must come back; the last line counts them.
set -uo pipefail
api=${SIMPUL_PUBLIC_URL:-http://127.0.0.1:8080}
gateway=${SIMPUL_GATEWAY_URL:-http://127.0.0.1:8081}
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

step() { printf '\n%s\n' "$*"; }

# call METHOD URL [CURL ARGUMENT…]: the body lands in $body, the status in $status
call() {
    local method=$1 url=$2
    shift 2
    status=$(curl -sS --max-time 20 -o "$work/body" -w '%{http_code}' -X "$method" "$url" "$@")
    body=$(cat "$work/body")
}
json() { call "$1" "$2" -H 'Content-Type: application/json' -d "$3" "${@:4}"; }
value() { jq -r "$1 // empty" "$work/body"; }

expect() { # STATUS [JQ FILTER EXPECTED]…
    local wanted=$1 fine=1
    shift
    [ "$status" = "$wanted" ] || fine=0
    while [ $# -gt 1 ]; do
        [ "$(value "$1")" = "$2" ] || fine=0
        shift 2
    done
    if [ $fine = 1 ]; then
        passed=$((passed + 1))
        echo "  ok    $status"
    else
        failed=$((failed + 1))
        echo "  FAIL  $status (wanted $wanted): $body"
    fi
}

sign_in() { # USER PASSWORD: prints the token
    json POST "$api/auth" "{\"username\":\"$1\",\"password\":\"$2\"}"
    value .token
}
outbox() { # ADDRESS JQ: a member of the newest message to it
    curl -sS --get --data-urlencode "to=$1" "$api/dev/outbox" | jq -r ".data[0]$2 // empty"
}
captcha() { # solves the proof of work that a browser solves
    curl -sS "$api/captcha" | node "$here/support/captcha.mjs"
}

run=$(date +%s | tail -c 8)
phone=62812$run
user="kurnia $run"
password="kopi pagi di teras $run"

step 'A visitor signs up. The browser would solve the captcha; so does this script.'
json POST "$api/signup" "$(jq -n --arg u "$user" --arg p "$password" --arg n "$phone" \
    --arg e "kurnia.$run@contoh.go.id" --arg c "$(captcha)" '{username: $u, password: $p, email: $e,
    first_name: "Kurnia", last_name: "Sari", mode: "OTP", phone_number: $n, platform: "OSAS",
    institution_name: "Dinas Kominfo Kota Contoh", institution_type: "Pemerintah Daerah",
    user_type: "non_penyedia", captcha: $c}')"
expect 200 .status true
sign_up=$(value .token)

step 'A wrong code is refused, the one that WhatsApp brought is taken.'
code=$(outbox "$phone" .code)
wrong=$(printf '%06d' $(((10#${code:-0} + 1) % 1000000)))
json POST "$api/signup/verify" "{\"token\":\"$sign_up\",\"code\":\"$wrong\"}"
expect 400 .code otp_invalid .message 'Kode OTP Tidak Sesuai'
json POST "$api/signup/verify" "{\"token\":\"$sign_up\",\"code\":\"$code\"}"
expect 200 .status true

step 'Sign in: by user name, and by the phone number as people write it.'
member=$(sign_in "$user" "$password")
expect 200
sign_in "0${phone#62}" "$password" >/dev/null
expect 200
me=(-H "Authorization: Bearer $member")

step 'Find a bundle by search and by tag, and look at it.'
call GET "$api/bundles?q=prov" "${me[@]}"
expect 200 '.data[0].slug' wilayah
tag=$(value '.data[0].tags[0]')
call GET "$api/bundles?tag=$tag" "${me[@]}"
expect 200 '[.data[].slug] | index("wilayah") != null' true
call GET "$api/bundles/wilayah" "${me[@]}"
expect 200 .data.access none

step 'Request it, with a letter.'
"$here/support/letter.sh" 'Permohonan akses data wilayah' >"$work/letter.pdf"
request=$(jq -cn '{bundle: "wilayah", application_name: "Peta Layanan",
    purpose: "Menampilkan wilayah layanan", agreed: true}')
call POST "$api/requests" "${me[@]}" -F "request=$request;type=application/json" \
    -F "letter=@$work/letter.pdf;type=application/pdf"
expect 201 .data.status submitted
id=$(value .data.id)

step 'A second one for the same bundle has to wait for the first.'
call POST "$api/requests" "${me[@]}" -F "request=$request;type=application/json" \
    -F "letter=@$work/letter.pdf;type=application/pdf"
expect 409 .code request_live

step 'A reviewer finds it in the queue, reads the letter and asks for a revision.'
reviewer=$(sign_in reviewer simpul-demo-reviewer)
staff=(-H "Authorization: Bearer $reviewer")
call GET "$api/admin/requests?status=submitted" "${staff[@]}"
expect 200 "[.data[].id] | index(\"$id\") != null" true
call GET "$api/requests/$id/letter" "${staff[@]}"
if [ "$status" = 200 ] && cmp -s "$work/body" "$work/letter.pdf"; then
    passed=$((passed + 1))
    echo '  ok    the letter is byte for byte what was sent'
else
    failed=$((failed + 1))
    echo "  FAIL  the letter came back changed ($status)"
fi
json POST "$api/admin/requests/$id/revise" '{}' "${staff[@]}"
expect 422 '.errors[0].field' note
json POST "$api/admin/requests/$id/revise" '{"note":"Surat belum ditandatangani."}' "${staff[@]}"
expect 200 .data.status revision_requested

step 'The member is told, sends a revised letter, and the request is submitted again.'
call GET "$api/notifications" "${me[@]}"
expect 200 '.data[0].link != null' true
"$here/support/letter.sh" 'Permohonan akses, sudah ditandatangani' >"$work/revised.pdf"
call POST "$api/requests/$id/revision" "${me[@]}" -F "request=$request;type=application/json" \
    -F "letter=@$work/revised.pdf;type=application/pdf"
expect 200 .data.status submitted

step 'A key before the approval is a key without access.'
json POST "$api/keys" '{"label":"Laptop","environment":"development"}' "${me[@]}"
expect 201 .data.status active
key=$(value .data.key) key_id=$(value .data.id)
call GET "$gateway/development/wilayah/provinsi" -H "X-API-Key: $key"
expect 403 .code access_not_approved

step 'Approved: the same key reaches the upstream.'
json POST "$api/admin/requests/$id/approve" '{"note":"Lengkap."}' "${staff[@]}"
expect 200 .data.status approved
json POST "$api/admin/requests/$id/approve" '{"note":"Lengkap."}' "${staff[@]}"
expect 409 .code invalid_transition
call GET "$gateway/development/wilayah/provinsi" -H "X-API-Key: $key"
expect 200 '[.. | strings | select(. == "JAWA BARAT" or . == "Jawa Barat")] | length > 0' true
call POST "$gateway/development/wilayah/gema?salam=halo" -H "X-API-Key: $key" -d 'isi badan'
expect 200 '[.. | strings | select(contains("spl_"))] | length' 0

step 'A Production key calls Production, and only that.'
json POST "$api/keys" '{"label":"Server","environment":"production"}' "${me[@]}"
expect 201
production=$(value .data.key)
call GET "$gateway/production/wilayah/provinsi" -H "Authorization: Bearer $production"
expect 200
call GET "$gateway/development/wilayah/provinsi" -H "X-API-Key: $production"
expect 403 .code key_environment_mismatch

step 'Deactivated: the very next call is refused.'
call POST "$api/keys/$key_id/deactivate" "${me[@]}"
expect 200
call GET "$gateway/development/wilayah/provinsi" -H "X-API-Key: $key"
expect 401 .code key_inactive
call POST "$api/keys/$key_id/activate" "${me[@]}"
call GET "$gateway/development/wilayah/provinsi" -H "X-API-Key: $key"
expect 200

step 'The reviewer revokes the access: every key of this member is refused at once.'
json POST "$api/admin/requests/$id/revoke" '{"note":"Penyalahgunaan."}' "${staff[@]}"
expect 200 .data.status revoked
call GET "$gateway/development/wilayah/provinsi" -H "X-API-Key: $key"
expect 403 .code access_revoked
call GET "$gateway/production/wilayah/provinsi" -H "X-API-Key: $production"
expect 403 .code access_revoked
call GET "$api/requests/$id" "${me[@]}"
expect 200 '[.data.timeline[].status] | join(" ")' \
    'submitted revision_requested submitted approved revoked'

step 'All of it stands in the audit log.'
admin=$(sign_in admin simpul-demo-admin)
call GET "$api/admin/audit?subject=$id" -H "Authorization: Bearer $admin"
expect 200 '.data | length >= 3' true

printf '\n%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" -eq 0 ]
