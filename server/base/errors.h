/* The list of errors: name, HTTP status, wire code, and what it says in Indonesian and English.
 *
 * The wording is the default for the code; an endpoint may say something more exact with
 * req_say(). The web app's own words are keyed by the same codes. */
#pragma once

#define ERRORS(X)                                                                                \
    X(OK, 200, "ok", "Berhasil", "Success")                                                      \
    X(BAD_INPUT, 400, "bad_input",                                                               \
      "Permintaan tidak dapat dibaca. Periksa bentuk JSON atau formulirnya.",                    \
      "The request cannot be read. Check its JSON or form.")                                     \
    X(PROPERTY_REQUIRED, 400, "property_required",                                               \
      "Ada isian wajib yang belum dikirim.", "A required property is missing.")                  \
    X(OTP_INVALID, 400, "otp_invalid",                                                           \
      "Kode OTP Tidak Sesuai", "The OTP code does not match")                                    \
    X(OTP_EXPIRED, 400, "otp_expired",                                                           \
      "Kode OTP sudah kedaluwarsa. Kirim ulang kode untuk mendapat yang baru.",                  \
      "The OTP code has expired. Resend it to get a new one.")                                   \
    X(TOTP_INVALID, 400, "totp_invalid",                                                         \
      "Kode TOTP Tidak Sesuai", "The TOTP code does not match")                                  \
    X(NUMBER_WRONG, 400, "number_wrong",                                                         \
      "Angka tidak sesuai dengan yang tampil di layar masuk.",                                   \
      "The number is not the one on the sign-in page.")                                          \
    X(TOKEN_INVALID, 400, "token_invalid",                                                       \
      "Tautan atau token tidak berlaku lagi. Mulai lagi dari awal.",                             \
      "The link or token is no longer valid. Start again.")                                      \
    X(PASSKEY_INVALID, 400, "passkey_invalid",                                                   \
      "Passkey ini tidak dapat diterima. Coba lagi, atau masuk dengan password.",                \
      "This passkey cannot be accepted. Try again, or sign in with your password.")              \
    X(PASSKEY_UNKNOWN, 400, "passkey_unknown",                                                   \
      "Passkey ini tidak dikenal di sini. Mungkin sudah dihapus; masuklah dengan password.",     \
      "This passkey is not known here. It may have been removed; sign in with your password.")   \
    X(CAPTCHA_INVALID, 400, "captcha_invalid",                                                   \
      "Pemeriksaan otomatis gagal. Muat ulang halaman lalu coba lagi.",                          \
      "The automatic check failed. Reload the page and try again.")                              \
    X(PROPERTY_INVALID, 400, "property_invalid",                                                 \
      "Ada isian yang perlu diperbaiki.", "Some fields need correcting.")                        \
    X(PHONE_TAKEN, 400, "phone_taken",                                                           \
      "Nomor telepon sudah terdaftar.", "Phone number already exists")                           \
    X(USERNAME_TAKEN, 400, "username_taken",                                                     \
      "Username sudah terdaftar.", "Username already exists")                                    \
    X(EMAIL_TAKEN, 400, "email_taken",                                                           \
      "E-mail sudah terdaftar.", "Email already exists")                                         \
    X(UNAUTHENTICATED, 401, "unauthenticated",                                                   \
      "Anda belum masuk atau sesi sudah berakhir. Silakan masuk.",                               \
      "You are not signed in, or the session has ended. Please sign in.")                        \
    X(CREDENTIALS_WRONG, 401, "credentials_wrong",                                               \
      "Invalid username or password", "Invalid username or password")                            \
    X(KEY_MISSING, 401, "key_missing",                                                           \
      "API Key tidak disertakan. Kirim di header X-API-Key.",                                    \
      "The API key is missing. Send it in the X-API-Key header.")                                \
    X(KEY_MALFORMED, 401, "key_malformed",                                                       \
      "API Key tidak lengkap atau salah ketik. Salin ulang seluruhnya.",                         \
      "The API key is incomplete or mistyped. Copy all of it again.")                            \
    X(KEY_UNKNOWN, 401, "key_unknown",                                                           \
      "API Key tidak dikenal. Mungkin sudah dihapus; buat yang baru di portal.",                 \
      "The API key is unknown. It may have been deleted; create a new one in the portal.")       \
    X(KEY_INACTIVE, 401, "key_inactive",                                                         \
      "API Key tidak aktif. Aktifkan kembali di portal.",                                        \
      "The API key is inactive. Activate it in the portal.")                                     \
    X(KEY_EXPIRED, 401, "key_expired",                                                           \
      "API Key sudah kedaluwarsa. Buat yang baru di portal.",                                    \
      "The API key has expired. Create a new one in the portal.")                                \
    X(DEVICE_REFUSED, 401, "device_refused",                                                     \
      "Perangkat ini tidak dikenal portal, atau jamnya tidak tepat. Pasangkan lagi bila perlu.", \
      "The portal does not know this device, or its clock is wrong. Pair it again if need be.")  \
    X(FORBIDDEN, 403, "forbidden",                                                               \
      "Akun Anda tidak berwenang melakukan ini.", "Your account may not do this.")               \
    X(OTP_REQUIRED, 403, "otp_required",                                                         \
      "Masukkan Kode OTP yang dikirim melalui WhatsApp.",                                        \
      "Enter the OTP code sent by WhatsApp.")                                                    \
    X(TOTP_REQUIRED, 403, "totp_required",                                                       \
      "Masukkan kode TOTP dari aplikasi authenticator Anda.",                                    \
      "Enter the TOTP code of your authenticator app.")                                          \
    X(APPROVAL_REQUIRED, 403, "approval_required",                                               \
      "Setujui permintaan masuk ini di Simpul Authenticator, atau ketikkan kodenya.",            \
      "Approve this sign-in in the Simpul Authenticator, or type its code.")                     \
    X(TOTP_ENROLMENT_REQUIRED, 403, "totp_enrolment_required",                                   \
      "Aktifkan TOTP dulu untuk menyelesaikan proses masuk.",                                    \
      "Activate TOTP first to complete the sign-in.")                                            \
    X(ACCOUNT_SUSPENDED, 403, "account_suspended",                                               \
      "Akun ini ditangguhkan. Hubungi admin portal.",                                            \
      "This account is suspended. Contact the portal's admin.")                                  \
    X(STEP_UP_REQUIRED, 403, "step_up_required",                                                 \
      "Demi keamanan, buktikan dulu bahwa ini Anda, lalu ulangi perubahan ini.",                 \
      "For safety, prove first that it is you, and then repeat this change.")                    \
    X(TOTP_ACTIVE, 409, "totp_active",                                                           \
      "TOTP sudah aktif. Reset atau nonaktifkan dulu sebelum memakai perangkat lain.",           \
      "TOTP is active already. Reset or disable it before using another device.")                \
    X(APPROVAL_OVER, 409, "approval_over",                                                       \
      "Permintaan masuk ini sudah dijawab, kedaluwarsa, atau diganti yang lebih baru.",          \
      "This sign-in request was answered, has expired, or gave way to a newer one.")             \
    X(TOTP_NOT_ACTIVE, 409, "totp_not_active",                                                   \
      "TOTP belum aktif di akun ini.", "TOTP is not active on this account.")                    \
    X(TOTP_OFF, 409, "totp_off",                                                                 \
      "TOTP tidak dipakai menurut kebijakan portal saat ini.",                                   \
      "The portal's present policy does not use TOTP.")                                          \
    X(OWN_ACCOUNT, 409, "own_account",                                                           \
      "Peran dan status akun sendiri hanya dapat diubah admin lain.",                            \
      "Only another admin can change your own role and status.")                                 \
    X(LAST_ADMIN, 409, "last_admin",                                                             \
      "Ini satu-satunya admin aktif. Angkat admin lain dulu.",                                   \
      "This is the only active admin. Appoint another one first.")                               \
    X(INSTITUTION_NOT_VALIDATED, 403, "institution_not_validated",                               \
      "Instansi Anda belum divalidasi admin. Tunggu pemberitahuan sebelum mengajukan.",          \
      "Your institution is not validated yet. Wait for the notice before sending a request.")    \
    X(REQUEST_BARRED, 403, "request_barred",                                                     \
      "Pengajuan ulang untuk Bundle API ini ditutup oleh peninjau.",                             \
      "The reviewer has closed this API bundle to new requests from you.")                       \
    X(KEY_ENVIRONMENT_MISMATCH, 403, "key_environment_mismatch",                                 \
      "API Key ini milik environment yang lain.",                                                \
      "This API key belongs to the other environment.")                                          \
    X(IP_NOT_ALLOWED, 403, "ip_not_allowed",                                                     \
      "Alamat IP pemanggil tidak ada dalam daftar izin API Key ini.",                            \
      "The caller's IP address is not on this API key's allow-list.")                            \
    X(ACCESS_NOT_APPROVED, 403, "access_not_approved",                                           \
      "Akses ke Bundle API ini belum disetujui. Ajukan akses di portal.",                        \
      "Access to this API bundle is not approved. Request it in the portal.")                    \
    X(ACCESS_REVOKED, 403, "access_revoked",                                                     \
      "Akses ke Bundle API ini telah dicabut. Alasannya ada di halaman pengajuan.",              \
      "Access to this API bundle was revoked. The reason stands on the request's page.")         \
    X(NOT_FOUND, 404, "not_found", "Tidak ditemukan.", "Not found.")                             \
    X(BUNDLE_UNKNOWN, 404, "bundle_unknown",                                                     \
      "Bundle API tidak dikenal. Periksa alamatnya.",                                            \
      "The API bundle is unknown. Check the address.")                                           \
    X(ENDPOINT_UNKNOWN, 404, "endpoint_unknown",                                                 \
      "Alamat ini tidak ada di dokumen Bundle API. Periksa path-nya.",                           \
      "This address is not in the API bundle's document. Check its path.")                       \
    X(METHOD_NOT_ALLOWED, 405, "method_not_allowed",                                             \
      "Metode ini tidak tersedia di alamat tersebut.",                                           \
      "This method is not available at that address.")                                           \
    X(CONFLICT, 409, "conflict",                                                                 \
      "Data ini baru saja berubah. Muat ulang lalu coba lagi.",                                  \
      "This has just changed. Reload and try again.")                                            \
    X(EMAIL_REGISTERED, 409, "email_registered",                                                 \
      "E-mail sudah terdaftar.", "Email is already registered")                                  \
    X(INVALID_TRANSITION, 409, "invalid_transition",                                             \
      "Status pengajuan sudah berubah, sehingga keputusan ini tidak dapat diambil.",             \
      "The request's state has changed, so this decision cannot be taken.")                      \
    X(REQUEST_LIVE, 409, "request_live",                                                         \
      "Masih ada pengajuan yang berjalan untuk Bundle API ini.",                                 \
      "There is already a live request for this API bundle.")                                    \
    X(KEY_ACTIVE, 409, "key_active",                                                             \
      "API Key masih aktif. Nonaktifkan dulu sebelum menghapus.",                                \
      "The API key is still active. Deactivate it before deleting it.")                          \
    X(KEYS_FULL, 409, "keys_full",                                                               \
      "Batas jumlah API Key tercapai. Hapus yang tidak dipakai.",                                \
      "You have reached the number of API keys allowed. Delete the unused ones.")                \
    X(PASSKEY_REGISTERED, 409, "passkey_registered",                                             \
      "Passkey ini sudah terdaftar.", "This passkey is registered already.")                     \
    X(PASSKEYS_FULL, 409, "passkeys_full",                                                       \
      "Batas 20 passkey tercapai. Hapus yang tidak dipakai.",                                    \
      "You have reached the limit of 20 passkeys. Remove the unused ones.")                      \
    X(IDEMPOTENCY_MISMATCH, 409, "idempotency_mismatch",                                         \
      "Idempotency-Key ini sudah dipakai untuk isi yang lain.",                                  \
      "This Idempotency-Key was used with another body.")                                        \
    X(SLUG_TAKEN, 409, "slug_taken",                                                             \
      "Alamat singkat ini sudah dipakai bundle lain.",                                           \
      "This slug is taken by another bundle.")                                                   \
    X(BUNDLE_STATE, 409, "bundle_state",                                                         \
      "Status bundle ini tidak mengizinkan perubahan itu.",                                      \
      "The bundle's state does not allow this change.")                                          \
    X(VERSION_TAKEN, 409, "version_taken",                                                       \
      "Bundle ini sudah punya versi dengan nama itu.",                                           \
      "The bundle has a version of this name already.")                                          \
    X(VERSIONS_FULL, 409, "versions_full",                                                       \
      "Satu bundle paling banyak punya 50 versi. Hapus yang sudah dihentikan.",                  \
      "A bundle has at most 50 versions. Delete those that are retired.")                        \
    X(VERSION_STATE, 409, "version_state",                                                       \
      "Status versi ini tidak mengizinkan perubahan itu.",                                       \
      "The version's state does not allow this change.")                                         \
    X(VERSION_CHANGED, 409, "version_changed",                                                   \
      "Versi ini sudah berubah sejak Anda membukanya. Muat ulang, lalu periksa lagi.",           \
      "The version has changed since you opened it. Load it again and look once more.")          \
    X(DOCUMENT_CHANGED, 409, "document_changed",                                                 \
      "Dokumen di alamat itu bukan lagi yang tadi dibandingkan. Bandingkan sekali lagi.",        \
      "The document at that address is no longer the one that was compared. Compare once more.") \
    X(ENDPOINT_TAKEN, 409, "endpoint_taken",                                                     \
      "Bundle ini sudah punya endpoint dengan metode dan path itu.",                             \
      "The bundle has an endpoint with this method and path already.")                           \
    X(BUNDLE_NOT_READY, 409, "bundle_not_ready",                                                 \
      "Isi alamat upstream dulu sebelum menerbitkan.",                                           \
      "Give the bundle an upstream before publishing it.")                                       \
    X(VERSION_RETIRED, 410, "version_retired",                                                   \
      "Versi ini sudah dihentikan. Gunakan versi yang berlaku.",                                 \
      "This version has ended. Use the current one.")                                            \
    X(TOO_LARGE, 413, "too_large",                                                               \
      "Kiriman terlalu besar.", "The request is too large.")                                     \
    X(UNSUPPORTED_MEDIA, 415, "unsupported_media",                                               \
      "Jenis kiriman ini tidak didukung.", "This media type is not supported.")                  \
    X(INVALID_FIELDS, 422, "invalid_fields",                                                     \
      "Ada isian yang perlu diperbaiki.", "Some fields need correcting.")                        \
    X(DOCUMENT_UNUSABLE, 422, "document_unusable",                                               \
      "Dokumen OpenAPI tidak dapat dipakai.", "The OpenAPI document cannot be used.")            \
    X(REQUEST_INVALID, 422, "request_invalid",                                                   \
      "Permintaan tidak sesuai dengan dokumen API. Perbaiki yang disebut dalam errors.",         \
      "The request does not match the API's document. Correct what errors names.")               \
    X(RECIPIENT_REFUSED, 422, "recipient_refused",                                               \
      "Nomor ini tidak dapat menerima pesan dari portal. Pakai nomor ponsel Indonesia (628…).",  \
      "The portal does not send messages to this number. Use an Indonesian mobile (628…).")      \
    X(TOO_MANY, 429, "too_many_requests",                                                        \
      "Terlalu banyak percobaan. Tunggu sebentar lalu coba lagi.",                               \
      "Too many attempts. Wait a moment and try again.")                                         \
    X(RATE_LIMITED, 429, "rate_limited",                                                         \
      "Terlalu banyak panggilan dalam waktu singkat. Tunggu sesuai header Retry-After.",         \
      "Too many calls in a short time. Wait as the Retry-After header says.")                    \
    X(QUOTA_EXCEEDED, 429, "quota_exceeded",                                                     \
      "Kuota panggilan untuk Bundle API ini sudah habis. Pakai lagi setelah kuota diperbarui.",  \
      "The quota of calls to this API bundle is used up. Call again once it is renewed.")        \
    X(HEADERS_TOO_LARGE, 431, "headers_too_large",                                               \
      "Header permintaan terlalu besar.", "The request's headers are too large.")                \
    X(INTERNAL, 500, "internal", "Internal error", "Internal error")                             \
    X(UPSTREAM_UNREACHABLE, 502, "upstream_unreachable",                                         \
      "Server penyedia API tidak dapat dihubungi. Coba lagi nanti.",                             \
      "The provider's server cannot be reached. Try again later.")                               \
    X(UPSTREAM_INVALID, 502, "upstream_invalid",                                                 \
      "Server penyedia API memberi jawaban yang rusak.",                                         \
      "The provider's server gave a broken answer.")                                             \
    X(ANSWER_TOO_LARGE, 502, "answer_too_large",                                                 \
      "Jawaban server penyedia API melebihi ukuran yang diizinkan.",                             \
      "The provider's answer is larger than is allowed.")                                        \
    X(BUSY, 503, "busy",                                                                         \
      "Server sedang sibuk. Coba lagi sebentar lagi.",                                           \
      "The server is busy. Try again shortly.")                                                  \
    X(BUNDLE_BUSY, 503, "bundle_busy",                                                           \
      "Bundle API ini sedang melayani sebanyak yang diizinkan. Coba lagi sebentar lagi.",        \
      "This API bundle serves as many calls as it may. Try again shortly.")                      \
    X(UPSTREAM_RESTING, 503, "upstream_resting",                                                 \
      "Server penyedia API sedang bermasalah dan diistirahatkan. Tunggu sesuai Retry-After.",    \
      "The provider's server is in trouble and rests. Wait as the Retry-After header says.")     \
    X(UPSTREAM_TIMEOUT, 504, "upstream_timeout",                                                 \
      "Server penyedia API terlalu lama menjawab.",                                              \
      "The provider's server took too long to answer.")

/* What can be wrong with one field: code, Indonesian, English. */
#define FIELD_FAULTS(X)                                                                          \
    X("required", "Wajib diisi.", "This is required.")                                           \
    X("wrong_type", "Jenis nilainya salah.", "The value has the wrong type.")                    \
    X("too_short", "Terlalu pendek.", "Too short.")                                              \
    X("too_long", "Terlalu panjang.", "Too long.")                                               \
    X("out_of_range", "Di luar rentang yang diperbolehkan.", "Out of the allowed range.")        \
    X("not_a_choice", "Bukan salah satu pilihan.", "Not one of the choices.")                    \
    X("bad_characters", "Ada karakter yang tidak diperbolehkan.", "It has characters that are "  \
      "not allowed.")                                                                            \
    X("bad_email", "Alamat e-mail tidak benar.", "The e-mail address is not valid.")             \
    X("bad_phone", "Nomor tidak benar. Contoh: 6281234567890.",                                  \
      "The number is not valid. Example: 6281234567890.")                                        \
    X("bad_date", "Tanggal tidak benar. Contoh: 1996-10-18.",                                    \
      "The date is not valid. Example: 1996-10-18.")                                             \
    X("bad_time", "Waktu tidak benar. Contoh: 2026-11-21T10:00:00Z.",                            \
      "The time is not valid. Example: 2026-11-21T10:00:00Z.")                                   \
    X("bad_ip", "Alamat IP atau rentang CIDR tidak benar.",                                      \
      "Not a valid IP address or CIDR range.")                                                   \
    X("bad_url", "Alamat URL tidak benar.", "The URL is not valid.")                             \
    X("bad_origin", "Asal tidak benar. Contoh: https://peta.contoh.go.id, tanpa garis miring.",  \
      "Not a valid origin. Example: https://map.example.org, without a slash at its end.")       \
    X("any_origin", "Asal * tidak dapat bersama asal lain atau kredensial.",                     \
      "The origin * goes neither with others nor with credentials.")                             \
    X("not_reached", "Alamat ini tidak menjawab dengan dokumen.",                                \
      "This address did not answer with a document.")                                            \
    X("private_target", "Alamat pribadi tidak diperbolehkan.",                                   \
      "Private addresses are not allowed.")                                                      \
    X("bad_key", "Kunci publik tidak benar: JWK EC P-256 dengan x dan y.",                       \
      "Not a valid public key: a JWK, EC on P-256, with x and y.")                               \
    X("bad_path", "Harus diawali garis miring, tanpa spasi, tanda tanya, atau #.",                \
      "It begins with a slash and has no blank, question mark or #.")                            \
    X("bad_slug", "Hanya huruf kecil, angka, dan tanda hubung.",                                 \
      "Only lower-case letters, digits and hyphens.")                                            \
    X("reserved", "Header ini diisi sendiri oleh gateway.",                                      \
      "The gateway writes this header itself.")                                                  \
    X("not_documented", "Tidak ada di dokumen Bundle API ini.",                                  \
      "Not in this API bundle's document.")                                                      \
    X("bad_uuid", "UUID tidak benar.", "Not a valid UUID.")                                      \
    X("bad_pattern", "Tidak sesuai dengan pola.", "It does not match the pattern.")              \
    X("bad_json", "Tidak dapat dibaca sebagai JSON.", "It cannot be read as JSON.")              \
    X("bad_form", "Formulir tidak dapat dibaca.", "The form cannot be read.")                    \
    X("not_a_multiple", "Bukan kelipatan yang diminta.", "Not a multiple of what is asked for.") \
    X("too_few", "Isinya terlalu sedikit.", "Too few entries.")                                  \
    X("too_many", "Isinya terlalu banyak.", "Too many entries.")                                 \
    X("not_unique", "Ada isi yang sama.", "Some entries are the same.")                          \
    X("no_match", "Tidak sesuai dengan bentuk yang diperbolehkan.",                              \
      "None of the allowed forms.")                                                              \
    X("many_matches", "Sesuai dengan lebih dari satu bentuk.", "Of more than one form.")         \
    X("must_not_match", "Bentuk ini tidak diperbolehkan.", "This form is not allowed.")          \
    X("too_complex", "Terlalu rumit untuk diperiksa.", "Too complex to be checked.")             \
    X("taken", "Sudah dipakai.", "Already taken.")                                               \
    X("unchanged", "Sama dengan yang sekarang.", "The same as now.")                             \
    X("unknown", "Tidak dikenal.", "Unknown.")                                                   \
    X("in_the_past", "Harus di masa depan.", "It must lie in the future.")                       \
    X("must_agree", "Harus disetujui.", "You must agree.")                                       \
    X("password_common", "Password ini terlalu umum. Pilih yang lain.",                          \
      "This password is too common. Choose another.")                                            \
    X("password_personal", "Password tidak boleh sama dengan data Anda.",                        \
      "The password must not equal your own data.")                                              \
    X("password_wrong", "Password saat ini salah.", "The current password is wrong.")            \
    X("password_mismatch", "Konfirmasi password tidak sesuai",                                   \
      "The password confirmation does not match")                                                \
    X("not_a_pdf", "Berkas harus PDF.", "The file must be a PDF.")                               \
    X("not_a_picture", "Berkas harus gambar JPEG, PNG, atau WebP.",                              \
      "The file must be a JPEG, PNG or WebP picture.")                                           \
    X("file_too_large", "Berkas terlalu besar.", "The file is too large.")                      \
    X("unknown_variable", "Ada nama dalam kurung kurawal yang tidak dikenal.",                   \
      "There is an unknown name in braces.")                                                     \
    X("missing_variable", "Ada nama dalam kurung kurawal yang wajib dan belum ada.",             \
      "A name in braces that must be there is missing.")                                         \
    X("sms_too_long", "Terlalu panjang untuk SMS.", "Too long for an SMS.")                      \
    X("no_address", "Akun Anda belum mempunyai alamat untuk jalur ini.",                         \
      "Your account has no address for this channel.")
