#include "domain/settings/settings.h"

#include "base/text.h"
#include "store/db.h"

#include <pthread.h>
#include <string.h>

const struct setting portal_settings[] = {
    { "institutions.required", "false|true", "false",
      "Hanya anggota yang instansinya sudah tervalidasi dapat mengirim pengajuan.",
      "Only members whose institution has been validated may send a request." },
    { "bundles.public", "false|true", "false",
      "Bundle yang terbit dan dokumentasinya dapat dibaca tanpa masuk.",
      "Published bundles and their documentation can be read without signing in." },
    { "totp.policy.members", "mandatory|optional|off", "optional",
      "TOTP saat anggota masuk: wajib, boleh dipilih sendiri, atau tidak dipakai.",
      "TOTP when members sign in: mandatory, their own choice, or not used." },
    { "totp.policy.staff", "mandatory|optional|off", "optional",
      "TOTP saat peninjau, penerbit, dan admin masuk: wajib, pilihan sendiri, atau tidak dipakai.",
      "TOTP when reviewers, publishers and admins sign in: mandatory, their choice, or not used." },
    { "totp.approval", "number|simple", "number",
      "Persetujuan di Simpul Authenticator: dengan mengetik angka dari layar, atau cukup Ya.",
      "Approval in the Simpul Authenticator: by typing the number on the screen, or a bare Yes." },
    { "totp.reset_delay", "0|1|24|72", "24",
      "Jam antara reset TOTP oleh admin dan berlakunya; selama itu pemilik akun dapat membatalkan.",
      "Hours until an admin's TOTP reset takes effect, in which the account's owner may cancel." },
    { "messages.numbers", "any|warn|mobile", "warn",
      "Nomor yang dikirimi pesan: semua nomor, semua dengan catatan, atau hanya ponsel Indonesia.",
      "Numbers that get messages: any, any with a note in the log, or Indonesian mobiles only." },
    { "messages.day", NULL, "5000",
      "Pesan sehari yang dapat dipicu siapa saja (daftar, kode, lupa password), semua jalur.",
      "Messages a day that anybody may cause (sign-up, codes, forgotten passwords), all channels.",
      1, 1000000 },
    { "messages.day.whatsapp", NULL, "5000",
      "Bagian WhatsApp dari batas sehari itu.",
      "WhatsApp's part of that daily limit.", 0, 1000000 },
    { "messages.day.sms", NULL, "1000",
      "Bagian SMS dari batas sehari itu.", "SMS's part of that daily limit.", 0, 1000000 },
    { "messages.day.email", NULL, "5000",
      "Bagian e-mail dari batas sehari itu.", "E-mail's part of that daily limit.", 0, 1000000 },
    { "messages.recipient", NULL, "20",
      "Pesan sehari semacam itu kepada satu nomor atau alamat e-mail.",
      "Such messages a day to one number or e-mail address.", 1, 1000 },
    { "messages.address", NULL, "300",
      "Pesan sehari semacam itu yang dapat dipicu dari satu alamat IP.",
      "Such messages a day that one IP address may cause.", 1, 100000 },
    { "testing.day", NULL, "500",
      "Panggilan Test API sehari ke Development bagi tiap anggota, tanpa API Key.",
      "Test API calls a day to Development for each member, without an API key.", 1, 100000 },
};
enum { SETTINGS = sizeof portal_settings / sizeof portal_settings[0], NONE = -1 };
const int portal_setting_count = SETTINGS;

/* The number itself, or the index of the value among its choices. A read that began before a change
 * does not put the old value back: the generation tells. */
static struct {
    pthread_mutex_t lock;
    int64_t generation;
    bool is_filled;
    int64_t chosen[SETTINGS];
} cache = { .lock = PTHREAD_MUTEX_INITIALIZER };

static int find_setting(const char *name)
{
    for (int i = 0; i < SETTINGS; i++) {
        if (text_is(portal_settings[i].name, name))
            return i;
    }
    return NONE;
}

static int64_t choice_of(const struct setting *s, const char *value)
{
    int64_t number = NONE;
    if (!s->choices)
        return text_to_int(value, s->min, s->max, &number) ? number : NONE;
    size_t const length = strlen(value);
    int index = 0;
    for (const char *at = s->choices; *at; index++) {
        size_t const end = strcspn(at, "|");
        if (end == length && strncmp(at, value, length) == 0)
            return index;
        at += at[end] ? end + 1 : end;
    }
    return NONE;
}

static const char *choice_text(struct arena *a, const struct setting *s, int64_t index)
{
    if (!s->choices)
        return arena_printf(a, "%lld", (long long)index);
    const char *at = s->choices;
    for (; index > 0; index--)
        at += strcspn(at, "|") + 1;
    return arena_printf(a, "%.*s", (int)strcspn(at, "|"), at);
}

bool setting_takes(const struct setting *s, const char *value)
{
    return choice_of(s, value) != NONE;
}

static enum err read_all(struct db *db, int64_t chosen[SETTINGS])
{
    AUTO_ARENA struct arena a = { 0 };
    for (int i = 0; i < SETTINGS; i++)
        chosen[i] = choice_of(&portal_settings[i], portal_settings[i].fallback);
    AUTO_QUERY struct query q = db_query(db, "SELECT name, value FROM settings ORDER BY name");
    while (query_next(&q)) {
        int const i = find_setting(column_text(&q, &a));
        const char *value = column_text(&q, &a);
        if (i != NONE && choice_of(&portal_settings[i], value) != NONE)
            chosen[i] = choice_of(&portal_settings[i], value);
    }
    return query_result(&q);
}

static enum err fill(struct db *db, int index, int64_t *out)
{
    int64_t chosen[SETTINGS];
    pthread_mutex_lock(&cache.lock);
    int64_t const generation = cache.generation;
    pthread_mutex_unlock(&cache.lock);
    TRY(read_all(db, chosen));
    pthread_mutex_lock(&cache.lock);
    if (generation == cache.generation) {
        memcpy(cache.chosen, chosen, sizeof chosen);
        cache.is_filled = true;
    }
    pthread_mutex_unlock(&cache.lock);
    *out = chosen[index];
    return OK;
}

static enum err choice_find(struct db *db, int index, int64_t *out)
{
    pthread_mutex_lock(&cache.lock);
    bool const is_filled = cache.is_filled;
    if (is_filled)
        *out = cache.chosen[index];
    pthread_mutex_unlock(&cache.lock);
    return is_filled ? OK : fill(db, index, out);
}

enum err setting_text(struct db *db, struct arena *a, const char *name, const char **out)
{
    int const index = find_setting(name);
    int64_t choice = 0;
    if (index == NONE)
        return err_because(NOT_FOUND, "no setting %s", name);
    TRY(choice_find(db, index, &choice));
    *out = choice_text(a, &portal_settings[index], choice);
    return OK;
}

enum err setting_number(struct db *db, const char *name, int64_t *out)
{
    int const index = find_setting(name);
    if (index == NONE || portal_settings[index].choices)
        return err_because(NOT_FOUND, "no setting %s that is a number", name);
    return choice_find(db, index, out);
}

bool setting_is(struct db *db, const char *name)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *text = "";
    return setting_text(db, &a, name, &text) == OK && text_is(text, "true");
}

enum err setting_change(struct db *tx, const char *name, const char *value, const char *by,
                        int64_t now)
{
    int const index = find_setting(name);
    if (index == NONE)
        return err_because(NOT_FOUND, "no setting %s", name);
    if (!setting_takes(&portal_settings[index], value))
        return err_because(BAD_INPUT, "%s is no value of %s", value, name);
    return db_run(tx, "INSERT INTO settings (name, value, updated_at, updated_by)"
                      " VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO UPDATE SET"
                      " value = excluded.value, updated_at = excluded.updated_at,"
                      " updated_by = excluded.updated_by",
                  TEXT(name), TEXT(value), INT(now), TEXT(by));
}

void settings_forget(void)
{
    pthread_mutex_lock(&cache.lock);
    cache.generation++;
    cache.is_filled = false;
    pthread_mutex_unlock(&cache.lock);
}
