/* The words of every message: name, how long it is worth sending (seconds; 0: for ever), subject
 * (e-mail) and text, each in Indonesian and English. {code}, {link} and the members of the
 * message's params are filled in; what they mean stands in variables.c. MESSAGE_GUIDE below tells
 * the admin who edits the words what each is for. */
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
    X("channel_test", 600,                                                                       \
      "Pesan uji Simpul", "Simpul test message",                                                 \
      "Pesan uji dari Simpul, diminta oleh {username}. Jalur ini berfungsi.",                    \
      "A test message from Simpul, asked for by {username}. This channel works.")                \
    X("notification", 604800,                                                                    \
      "{title}", "{title}",                                                                      \
      "{title}\n{body}\n{link}",                                                                 \
      "{title}\n{body}\n{link}")

/* For each of them: the channels it may go by, where its {link} leads in a preview, and what it is
 * for, in Indonesian and English. */
#define MESSAGE_GUIDE(X)                                                                         \
    X("otp", "whatsapp|sms|email", NULL,                                                         \
      "Kode sekali pakai untuk mendaftar, masuk, atau membuktikan sebuah nomor atau alamat.",    \
      "The one-time code for signing up, signing in, or proving a number or an address.")        \
    X("sign_up_link", "email", "/signup/confirm?token=" SAMPLE_TOKEN,                            \
      "Tautan untuk menyelesaikan pendaftaran lewat e-mail.",                                    \
      "The link that completes a registration by e-mail.")                                       \
    X("account_exists", "email", "/password/forgot",                                             \
      "Memberi tahu pemilik e-mail bahwa ada yang mendaftar dengan alamatnya.",                  \
      "Tells the owner of an e-mail address that somebody signed up with it.")                   \
    X("password_reset", "whatsapp|sms|email", "/password/reset#token=" SAMPLE_TOKEN,             \
      "Tautan untuk mengatur ulang password yang terlupa.",                                      \
      "The link that resets a forgotten password.")                                              \
    X("totp_reset", "email", "/totp/reset#token=" SAMPLE_TOKEN,                                  \
      "Tautan untuk mengonfirmasi permintaan reset TOTP.",                                       \
      "The link that confirms a request to reset TOTP.")                                         \
    X("approval_reported", "email", "/profile/security",                                         \
      "Peringatan setelah penerima menjawab \"Bukan saya\" di Simpul Authenticator.",            \
      "The warning after somebody answered \"Not me\" in the Simpul Authenticator.")             \
    X("phone_changed", "whatsapp|sms|email", "/profile/sessions",                                \
      "Memberi tahu nomor lama dan e-mail bahwa nomor akunnya diganti.",                         \
      "Tells the old number and the mailbox that the account's number was replaced.")            \
    X("email_changed", "whatsapp|sms|email", "/profile/sessions",                                \
      "Memberi tahu alamat lama dan nomor WhatsApp bahwa alamat e-mail akunnya diganti.",        \
      "Tells the old address and the number that the account's e-mail address was replaced.")    \
    X("channel_test", "whatsapp|sms|email", NULL,                                                \
      "Menguji sebuah jalur pengiriman, dikirim kepada admin sendiri.",                          \
      "Tries a channel; sent to the admin who asks for it.")                                     \
    X("notification", "whatsapp|email", "/notifications",                                        \
      "Bingkai semua pemberitahuan: judul dan isinya disisipkan di sini.",                       \
      "The frame of every notice: its title and body are put in here.")
#define SAMPLE_TOKEN "u7Yw2kq0mV4cT9sLx1bNf8RjGd3HzPaE5oQiKtUvWyA"
