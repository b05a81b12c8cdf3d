/* The words of every kind of notification, in both languages; an admin may edit those that go out
 * as messages, too. */
#include "domain/notifications/notifications.h"

#include "base/text.h"
#include "domain/messages/words.h"

#include <jansson.h>
#include <string.h>

const struct kind_words kind_words[] = {
    /* To the member who asks for access */
    { "request.submitted", true,
      { "Pengajuan diterima", "Request received" },
      { "Pengajuan akses {bundle} sudah kami terima dan menunggu peninjauan.",
        "Your request for {bundle} has been received and waits for review." } },
    { "request.approved", true,
      { "Pengajuan disetujui", "Request approved" },
      { "Akses ke {bundle} disetujui. Dokumentasi dan API Key sudah dapat dipakai.",
        "Access to {bundle} is approved. Documentation and API keys are ready for use." } },
    { "request.rejected", true,
      { "Pengajuan ditolak", "Request rejected" },
      { "Pengajuan akses {bundle} ditolak. Catatan peninjau: {note}",
        "Your request for {bundle} was rejected. The reviewer's note: {note}" } },
    { "request.revision_requested", true,
      { "Pengajuan perlu direvisi", "Your request needs revision" },
      { "Pengajuan akses {bundle} perlu direvisi. Catatan peninjau: {note}",
        "Your request for {bundle} needs revision. The reviewer's note: {note}" } },
    { "request.revised", true,
      { "Revisi diterima", "Revision received" },
      { "Revisi pengajuan akses {bundle} sudah kami terima dan menunggu peninjauan.",
        "Your revised request for {bundle} has been received and waits for review." } },
    { "request.revoked", true,
      { "Akses dicabut", "Access revoked" },
      { "Akses ke {bundle} dicabut. Catatan peninjau: {note}",
        "Access to {bundle} was revoked. The reviewer's note: {note}" } },
    { "request.limits_changed", false,
      { "Batas panggilan diubah", "Call limits changed" },
      { "Batas panggilan Anda untuk {bundle} diubah dan langsung berlaku.",
        "Your call limits for {bundle} have changed, from the next call on." } },
    { "request.withdrawn", false,
      { "Pengajuan dibatalkan", "Request withdrawn" },
      { "Pengajuan akses {bundle} sudah Anda batalkan.",
        "You have withdrawn your request for {bundle}." } },

    /* To the reviewers */
    { "review.submitted", false,
      { "Pengajuan baru", "New request" },
      { "{application} mengajukan akses ke {bundle}.",
        "{application} asks for access to {bundle}." } },
    { "review.revised", false,
      { "Pengajuan direvisi", "Request revised" },
      { "{application} mengirim revisi untuk {bundle}.",
        "{application} has sent a revision for {bundle}." } },

    /* To everybody who may call a bundle */
    { "bundle.deprecated", true,
      { "{bundle} akan dihentikan", "{bundle} will end" },
      { "{bundle} dihentikan pada {day}. Pindahkan aplikasi Anda sebelum itu.",
        "{bundle} ends on {day}. Move your application before then." } },
    { "bundle.retired", true,
      { "{bundle} dihentikan", "{bundle} has ended" },
      { "{bundle} tidak dapat dipanggil lagi. Carilah penggantinya di marketplace.",
        "{bundle} can no longer be called. Look for what takes its place in the marketplace." } },
    { "version.added", true,
      { "{bundle} punya versi baru", "{bundle} has a new version" },
      { "Versi {version} kini berlaku. Versi {before} tetap dapat dipanggil di alamatnya sendiri.",
        "Version {version} is the current one now. Version {before} can still be called at an "
        "address of its own." } },
    { "version.ends", true,
      { "Versi {version} dari {bundle} akan dihentikan", "Version {version} of {bundle} will end" },
      { "Versi {version} dari {bundle} dihentikan pada {day}. Pindahkan aplikasi Anda ke versi "
        "yang berlaku sebelum itu.",
        "Version {version} of {bundle} ends on {day}. Move your application to the current version "
        "before then." } },
    { "version.retired", true,
      { "Versi {version} dari {bundle} dihentikan", "Version {version} of {bundle} has ended" },
      { "Versi {version} dari {bundle} tidak dapat dipanggil lagi. Pakailah versi yang berlaku.",
        "Version {version} of {bundle} can no longer be called. Use the current version." } },

    /* About keys */
    { "key.deactivated", true,
      { "API Key dinonaktifkan admin", "API key deactivated by an admin" },
      { "API Key {label} dinonaktifkan. Catatan admin: {note}",
        "The API key {label} was deactivated. The admin's note: {note}" } },

    /* About quotas; {day} is the day on which they are renewed */
    { "quota.warned", false,
      { "Kuota {name} hampir habis", "The quota of {name} is nearly used up" },
      { "{used} dari {limit} panggilan sudah terpakai. Kuota diperbarui pada {day}.",
        "{used} of {limit} calls are used. The quota is renewed on {day}." } },
    { "quota.reached", true,
      { "Kuota {name} habis", "The quota of {name} is used up" },
      { "Semua {limit} panggilan untuk {name} sudah terpakai; panggilan berikutnya ditolak sampai "
        "kuota diperbarui pada {day}.",
        "All {limit} calls to {name} are used; further calls are refused until the quota is "
        "renewed on {day}." } },

    /* About institutions */
    { "institution.validated", true,
      { "Instansi tervalidasi", "Institution validated" },
      { "{institution} sudah divalidasi.", "{institution} has been validated." } },
    { "institution.rejected", true,
      { "Validasi instansi ditolak", "Institution not validated" },
      { "Data {institution} belum dapat divalidasi. Catatan admin: {note}",
        "{institution} could not be validated. The admin's note: {note}" } },

    /* To the admins */
    { "messages.budget_low", true,
      { "Batas pesan hari ini hampir tercapai", "Today's limit for messages is near" },
      { "Pesan {channel} yang dapat dipicu siapa saja: {used} dari {limit} untuk hari ini. "
        "Periksa apakah ada yang menyalahgunakannya.",
        "Messages that anybody may cause ({channel}): {used} of {limit} for today. Check whether "
        "somebody abuses them." } },
    { "messages.budget_spent", true,
      { "Batas pesan hari ini tercapai", "Today's limit for messages is reached" },
      { "Pesan {channel} yang dapat dipicu siapa saja: {used} dari {limit}. Sampai tengah malam "
        "pendaftaran dan lupa password tidak dilayani lewat jalur ini.",
        "Messages that anybody may cause ({channel}): {used} of {limit}. Until midnight nobody can "
        "sign up or reset a password through this channel." } },

    /* About the account's safety */
    { "password.changed", true,
      { "Password diubah", "Password changed" },
      { "Password akun Anda baru saja diubah. Jika bukan Anda, segera hubungi admin portal.",
        "Your password has just been changed. If it was not you, contact the portal's admin." } },
    { "session.reused", true,
      { "Sesi diakhiri demi keamanan", "Session ended for safety" },
      { "Sebuah token sesi dipakai dua kali, sehingga sesi itu diakhiri. Jika Anda curiga, "
        "ubah password.",
        "A session's token was used twice, so that session was ended. If in doubt, change your "
        "password." } },
    { "session.new_device", true,
      { "Masuk dari perangkat baru", "Sign-in from a new device" },
      { "Akun Anda baru saja dipakai masuk dari perangkat baru: {device}, alamat {ip}. Jika bukan "
        "Anda, akhiri sesi itu dan ubah password.",
        "Your account was just signed in to from a new device: {device}, address {ip}. If it was "
        "not you, end that session and change your password." } },
    { "phone.changed", false,       /* contact.c sends it to the old number and address */
      { "Nomor WhatsApp diubah", "WhatsApp number changed" },
      { "Nomor WhatsApp akun Anda sekarang {new}. Jika bukan Anda, segera hubungi admin portal.",
        "Your account's WhatsApp number is now {new}. If it was not you, contact the portal's "
        "admin." } },
    { "email.changed", false,
      { "Alamat e-mail diubah", "E-mail address changed" },
      { "Alamat e-mail akun Anda sekarang {new}. Jika bukan Anda, segera hubungi admin portal.",
        "Your account's e-mail address is now {new}. If it was not you, contact the portal's "
        "admin." } },
    { "device.paired", false,
      { "Perangkat dipasangkan", "Device paired" },
      { "{device} dipasangkan sebagai Simpul Authenticator akun Anda.",
        "{device} was paired as your account's Simpul Authenticator." } },
    { "device.removed", true,
      { "Perangkat dilepas", "Device removed" },
      { "{device} bukan lagi Simpul Authenticator akun Anda; saat masuk Anda mengetik kode. Jika "
        "bukan Anda yang melepasnya, reset TOTP.",
        "{device} is no longer your account's Simpul Authenticator; signing in asks for a code. If "
        "it was not you who removed it, reset TOTP." } },
    { "approval.reported", false,
      { "Permintaan masuk Anda laporkan", "You reported a sign-in request" },
      { "Permintaan masuk dari {ip} ({browser}) pada {at} kami tolak. Yang meminta tahu password "
        "Anda: segera ubah.",
        "The sign-in request from {ip} ({browser}) at {at} was refused. Whoever asked knows your "
        "password: change it at once." } },
    { "totp.enabled", true,
      { "TOTP diaktifkan", "TOTP enabled" },
      { "TOTP akun Anda baru saja diaktifkan. Jika bukan Anda, segera hubungi admin portal.",
        "TOTP has just been enabled on your account. If it was not you, contact the portal's "
        "admin." } },
    { "totp.disabled", true,
      { "TOTP dinonaktifkan", "TOTP disabled" },
      { "TOTP akun Anda baru saja dinonaktifkan. Jika bukan Anda, segera ubah password dan "
        "hubungi admin portal.",
        "TOTP has just been disabled on your account. If it was not you, change your password "
        "and contact the portal's admin." } },
    { "totp.reset", true,
      { "TOTP direset", "TOTP was reset" },
      { "TOTP akun Anda sudah direset, perangkat lama tidak berlaku lagi, dan semua sesi "
        "diakhiri. Jika bukan Anda, segera ubah password dan hubungi admin portal.",
        "TOTP of your account was reset, the old device no longer works, and all sessions were "
        "ended. If it was not you, change your password and contact the portal's admin." } },
    { "totp.reset_planned", true,
      { "TOTP akan direset", "TOTP will be reset" },
      { "Admin portal akan mereset TOTP akun Anda pada {due}. Jika bukan Anda yang memintanya, "
        "masuk dan batalkan di halaman Keamanan.",
        "The portal's admin will reset TOTP of your account at {due}. If you did not ask for it, "
        "sign in and cancel it on the Security page." } },
    { "totp.reset_cancelled", true,
      { "Reset TOTP dibatalkan", "TOTP reset cancelled" },
      { "Reset TOTP akun Anda sudah dibatalkan.", "The TOTP reset of your account was "
        "cancelled." } },
    { "totp.guessed", true,
      { "Ada yang menebak kode TOTP Anda", "Someone is guessing your TOTP codes" },
      { "Seseorang yang mengetahui password Anda berkali-kali memasukkan kode TOTP yang salah. "
        "Segera ubah password.",
        "Someone who knows your password has entered wrong TOTP codes many times. Change your "
        "password now." } },
    { "recovery.used", true,
      { "Kode pemulihan dipakai", "A recovery code was used" },
      { "Satu kode pemulihan akun Anda baru saja dipakai; tersisa {left}. Jika bukan Anda, segera "
        "ubah password dan hubungi admin portal.",
        "A recovery code of your account has just been used; {left} are left. If it was not you, "
        "change your password and contact the portal's admin." } },
    { "recovery.renewed", true,
      { "Kode pemulihan diganti", "Recovery codes replaced" },
      { "Kode pemulihan akun Anda baru saja diganti; yang lama tidak berlaku lagi. Jika bukan "
        "Anda, segera ubah password.",
        "Your account's recovery codes have just been replaced; the old ones no longer work. If "
        "it was not you, change your password." } },
    { "passkey.added", true,
      { "Passkey ditambahkan", "Passkey added" },
      { "Passkey \"{label}\" baru saja ditambahkan ke akun Anda dan dapat dipakai untuk masuk. "
        "Jika bukan Anda, segera hapus di halaman Keamanan dan ubah password.",
        "The passkey \"{label}\" has just been added to your account and can be used to sign in. "
        "If it was not you, remove it on the Security page at once and change your password." } },
    { "passkey.removed", true,
      { "Passkey dihapus", "Passkey removed" },
      { "Passkey \"{label}\" tidak dapat lagi dipakai untuk masuk ke akun Anda. Jika bukan Anda "
        "yang menghapusnya, segera ubah password.",
        "The passkey \"{label}\" can no longer be used to sign in to your account. If it was not "
        "you who removed it, change your password at once." } },
    { "passkey.cloned", true,
      { "Passkey mungkin disalin", "A passkey may have been copied" },
      { "Upaya masuk dengan passkey \"{label}\" ditolak karena hitungannya mundur: mungkin ada "
        "yang menyalinnya. Hapus passkey itu di halaman Keamanan dan buat yang baru.",
        "A sign-in with the passkey \"{label}\" was refused because its counter went back: "
        "somebody may have copied it. Remove it on the Security page and create a new one." } },
    { "role.changed", true,
      { "Peran akun diubah", "Your role was changed" },
      { "Peran akun Anda sekarang: {role}.", "Your account's role is now: {role}." } },
};
const int kind_words_count = sizeof kind_words / sizeof kind_words[0];

const struct kind_words *kind_words_find(const char *kind)
{
    for (int i = 0; i < kind_words_count; i++) {
        if (text_is(kind_words[i].kind, kind))
            return &kind_words[i];
    }
    return NULL;
}

/* 5000 as 5.000, in English as 5,000. */
static const char *number_words(struct arena *a, json_int_t number, bool english)
{
    char *digits = arena_printf(a, "%lld", (long long)number);
    size_t const length = strlen(digits), sign = number < 0;
    char *out = arena_alloc(a, length * 2 + 1), *to = out;
    for (size_t i = 0; i < length; i++) {
        if (i > sign && (length - i) % 3 == 0)
            *to++ = english ? ',' : '.';
        *to++ = digits[i];
    }
    return out;
}

static const char *param(struct arena *a, const json_t *params, const char *name, bool english)
{
    const json_t *value = json_object_get(params, name);
    const char *text = json_string_value(value);
    if (json_is_integer(value))
        return number_words(a, json_integer_value(value), english);
    if (text && text_is(name, "day") && date_is_valid(text))
        return date_words(a, text, english);
    return text ? text : "-";
}

static const char *fill(struct arena *a, const char *words, const json_t *params, bool english)
{
    char *out = arena_copy(a, "");
    for (const char *at = words; *at;) {
        size_t const plain = strcspn(at, "{");
        const char *name = at + plain, *end = strchr(name, '}');
        if (!*name || !end)
            return arena_printf(a, "%s%s", out, at);
        const char *wanted = arena_printf(a, "%.*s", (int)(end - name - 1), name + 1);
        out = arena_printf(a, "%s%.*s%s", out, (int)plain, at, param(a, params, wanted, english));
        at = end + 1;
    }
    return out;
}

enum err notification_words(struct db *db, struct arena *a, const struct notice_source *from,
                            bool english, struct notice *out)
{
    const struct kind_words *k = kind_words_find(from->kind);
    if (!k) {
        *out = (struct notice){ from->kind, "" };
        return OK;
    }
    struct words const built_in[2] = { { k->title[0], k->body[0] }, { k->title[1], k->body[1] } };
    struct words words;
    TRY(words_of(db, a, k->kind, english, built_in, &words));
    json_t *params = from->params ? json_loads(from->params, 0, NULL) : NULL;
    *out = (struct notice){ fill(a, words.subject, params, english),
                            fill(a, words.text, params, english) };
    json_decref(params);
    return OK;
}
