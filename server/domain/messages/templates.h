/* The words of every message: name, how long it is worth sending (seconds; 0: for ever), subject
 * (e-mail) and text, each in Indonesian and English. {code}, {link} and the members of the
 * message's params are filled in. */
#pragma once

#define MESSAGE_TEMPLATES(X)                                                                     \
    X("otp", 300,                                                                                \
      "Kode OTP Simpul", "Simpul OTP code",                                                      \
      "Kode OTP Simpul Anda: {code}. Berlaku 5 menit. Jangan berikan kepada siapa pun, "         \
      "termasuk petugas kami.",                                                                  \
      "Your Simpul OTP code: {code}. Valid for 5 minutes. Do not give it to anyone, our staff "  \
      "included.")                                                                               \
    X("sign_up_link", 1800,                                                                      \
      "Selesaikan pendaftaran Simpul", "Complete your Simpul registration",                      \
      "Halo {name}, buka tautan ini dalam 30 menit untuk menyelesaikan pendaftaran Anda: {link}" \
      "\nAbaikan pesan ini jika Anda tidak mendaftar.",                                          \
      "Hello {name}, open this link within 30 minutes to complete your registration: {link}"     \
      "\nIgnore this message if you did not sign up.")                                           \
    X("account_exists", 86400,                                                                   \
      "Ada yang mendaftar dengan e-mail Anda", "Someone signed up with your e-mail address",     \
      "Seseorang mencoba mendaftar di Simpul dengan alamat e-mail ini, padahal akun Anda sudah " \
      "ada. Jika itu Anda, silakan masuk atau gunakan Lupa password: {link}",                    \
      "Someone tried to sign up at Simpul with this e-mail address, but you already have an "    \
      "account. If it was you, sign in or reset your password: {link}")                          \
    X("password_reset", 1800,                                                                    \
      "Atur ulang password Simpul", "Reset your Simpul password",                                \
      "Buka tautan ini untuk mengatur ulang password Simpul Anda: {link}"                        \
      "\nTautan berlaku 30 menit dan hanya sekali. Abaikan jika Anda tidak memintanya.",         \
      "Open this link to reset your Simpul password: {link}"                                     \
      "\nThe link is valid for 30 minutes and once only. Ignore it if you did not ask for it.")  \
    X("password_changed", 86400,                                                                 \
      "Password Simpul Anda diubah", "Your Simpul password was changed",                         \
      "Password akun Simpul Anda baru saja diubah. Jika bukan Anda, segera atur ulang password " \
      "dan hubungi admin portal: {link}",                                                        \
      "The password of your Simpul account has just been changed. If it was not you, reset your "\
      "password and contact the portal's admin at once: {link}")                                 \
    X("totp_reset", 1800,                                                                        \
      "Konfirmasi Permintaan Reset TOTP", "Confirm your request to reset TOTP",                  \
      "Kami menerima permintaan reset TOTP untuk akun Simpul Anda. Untuk melanjutkan, buka "     \
      "tautan ini dan pilih Reset TOTP: {link}"                                                  \
      "\nTautan berlaku 30 menit dan hanya sekali. Abaikan jika Anda tidak memintanya; TOTP "    \
      "Anda tetap aktif.",                                                                       \
      "We received a request to reset TOTP of your Simpul account. To go on, open this link and "\
      "choose Reset TOTP: {link}"                                                                \
      "\nThe link is valid for 30 minutes and once only. Ignore it if you did not ask for it; "  \
      "your TOTP stays active.")                                                                 \
    X("sessions_revoked", 86400,                                                                 \
      "Sesi Simpul Anda diakhiri", "Your Simpul session was ended",                              \
      "Sebuah token sesi Simpul Anda dipakai dua kali, sehingga sesi itu kami akhiri. Masuk "    \
      "kembali, dan ubah password jika Anda curiga: {link}",                                     \
      "A token of your Simpul session was used twice, so we ended that session. Sign in again, " \
      "and change your password if in doubt: {link}")                                            \
    X("approval_reported", 86400,                                                                \
      "Permintaan masuk yang bukan dari Anda", "A sign-in request that was not yours",           \
      "Anda menjawab \"Bukan saya\" di Simpul Authenticator untuk permintaan masuk dari {ip} "   \
      "({browser}) pada {at}. Kami menolaknya, dan selama 20 menit tidak ada permintaan yang "   \
      "dikirim ke perangkat Anda. Yang meminta sudah tahu password Anda: segera ubah. {link}",   \
      "You answered \"Not me\" in the Simpul Authenticator to a sign-in request from {ip} "      \
      "({browser}) at {at}. We refused it, and for 20 minutes no request goes to your device. "  \
      "Whoever asked knows your password: change it at once. {link}")                            \
    X("phone_changed", 86400,                                                                    \
      "Nomor WhatsApp akun Simpul Anda diubah", "Your Simpul account's WhatsApp number changed", \
      "Nomor WhatsApp akun Simpul Anda baru saja diganti menjadi {new}. Jika bukan Anda: masuk " \
      "dengan e-mail Anda, ubah password, akhiri semua sesi lain, dan hubungi admin portal "     \
      "segera: {link}",                                                                          \
      "The WhatsApp number of your Simpul account has just been replaced by {new}. If it was "   \
      "not you: sign in with your e-mail address, change your password, end all other "          \
      "sessions, and contact the portal's admin at once: {link}")                                \
    X("email_changed", 86400,                                                                    \
      "Alamat e-mail akun Simpul Anda diubah", "Your Simpul account's e-mail address changed",   \
      "Alamat e-mail akun Simpul Anda baru saja diganti menjadi {new}. Jika bukan Anda: masuk "  \
      "dengan nomor WhatsApp Anda, ubah password, akhiri semua sesi lain, dan hubungi admin "    \
      "portal segera: {link}",                                                                   \
      "The e-mail address of your Simpul account has just been replaced by {new}. If it was "    \
      "not you: sign in with your WhatsApp number, change your password, end all other "         \
      "sessions, and contact the portal's admin at once: {link}")                                \
    X("notification", 604800,                                                                    \
      "{title}", "{title}",                                                                      \
      "{title}\n{body}\n{link}",                                                                 \
      "{title}\n{body}\n{link}")
