#include "domain/messages/variables.h"

#include "base/text.h"

#include <string.h>

static const struct variable known[] = {
    { "code", true, { "kode yang diketik penerima", "the code that the reader types" },
      { "482913", "482913" } },
    { "link", true, { "tautan ke portal", "the link to the portal" }, { NULL, NULL } },
    { "title", true, { "judul pemberitahuan", "the notice's title" },
      { "Pengajuan disetujui", "Request approved" } },
    { "body", true, { "isi pemberitahuan", "what the notice says" },
      { "Akses ke Data Wilayah disetujui. Dokumentasi dan API Key sudah dapat dipakai.",
        "Access to Data Wilayah is approved. Documentation and API keys are ready for use." } },
    { "name", false, { "nama depan penerima", "the reader's first name" }, { "Budi", "Budi" } },
    { "username", false, { "nama pengguna", "the user name" }, { "budi", "budi" } },
    { "bundle", false, { "nama Bundle API", "the API bundle's name" },
      { "Data Wilayah", "Data Wilayah" } },
    { "application", false, { "nama aplikasi pemohon", "the applicant's application" },
      { "Peta Desa", "Peta Desa" } },
    { "note", false, { "catatan dari petugas", "the note of the staff" },
      { "Lampirkan surat yang sudah ditandatangani.", "Please attach the signed letter." } },
    { "label", false, { "nama API Key", "the API key's name" }, { "Server utama", "Main server" } },
    { "institution", false, { "nama instansi", "the institution's name" },
      { "Dinas Kominfo Kota Contoh", "Dinas Kominfo Kota Contoh" } },
    { "role", false, { "peran akun", "the account's role" }, { "reviewer", "reviewer" } },
    { "day", false, { "tanggal", "the day" }, { "31 Des 2026", "31 Dec 2026" } },
    { "due", false, { "waktu berlakunya", "when it takes effect" },
      { "22 Nov 2026, 10.00 WIB", "22 Nov 2026, 10:00 WIB" } },
    { "left", false, { "sisanya", "how many are left" }, { "7", "7" } },
    { "device", false, { "perangkat dan peramban", "the device and browser" },
      { "Chrome di Windows", "Chrome on Windows" } },
    { "ip", false, { "alamat IP", "the IP address" }, { "203.0.113.7", "203.0.113.7" } },
    { "browser", false, { "peramban", "the browser" },
      { "Chrome di Windows", "Chrome on Windows" } },
    { "at", false, { "waktu kejadiannya", "when it happened" },
      { "21 Nov 2026, 22.47 WIB", "21 Nov 2026, 22:47 WIB" } },
    { "new", false, { "alamat atau nomor baru, tersamar", "the new address or number, masked" },
      { "6281...89", "6281...89" } },
    { "channel", false, { "jalur pengiriman", "the channel" }, { "WhatsApp", "WhatsApp" } },
    { "used", false, { "yang sudah terpakai", "how much is used" }, { "4.000", "4,000" } },
    { "version", false, { "versi API", "the API's version" }, { "2.0.0", "2.0.0" } },
    { "before", false, { "versi sebelumnya", "the version before" }, { "1.4.0", "1.4.0" } },
    { "limit", false, { "batasnya", "the limit" }, { "5.000", "5,000" } },
};

/* One that nothing is known of stands for itself. */
static const struct variable *find(struct arena *a, const char *name)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (text_is(known[i].name, name))
            return &known[i];
    }
    struct variable *v = ARENA_NEW(a, struct variable);
    *v = (struct variable){ name, false, { name, name }, { name, name } };
    return v;
}

/* The next {name} at or behind *at, which moves behind it; NULL at the end. A brace that belongs to
 * no name comes as what it is. */
static const char *next_name(struct arena *a, const char **at)
{
    const char *start = *at + strcspn(*at, "{}");
    if (!*start)
        return NULL;
    size_t const length = strspn(start + 1, "abcdefghijklmnopqrstuvwxyz_");
    bool const is_name = *start == '{' && length > 0 && start[length + 1] == '}';
    *at = is_name ? start + length + 2 : start + 1;
    return arena_printf(a, "%.*s", is_name ? (int)length : 1, is_name ? start + 1 : start);
}

static bool has(const struct variables *all, const char *name)
{
    for (int i = 0; i < all->count; i++) {
        if (text_is(all->items[i]->name, name))
            return true;
    }
    return false;
}

static void add_names(struct arena *a, const char *words, struct variables *out)
{
    const char *name;
    while ((name = next_name(a, &words)) && out->count < VARIABLES_MAX) {
        if (!has(out, name))
            out->items[out->count++] = find(a, name);
    }
}

void variables_of(struct arena *a, const struct words built_in[2], struct variables *out)
{
    *out = (struct variables){ 0 };
    for (int i = 0; i < 2; i++) {
        add_names(a, built_in[i].text, out);
        add_names(a, built_in[i].subject, out);
    }
}

static const char *unknown_in(struct arena *a, const char *words, const struct variables *all)
{
    const char *name;
    while ((name = next_name(a, &words))) {
        if (!has(all, name))
            return name;
    }
    return NULL;
}

static const char *missing_in(struct arena *a, const struct words built_in[2],
                              const struct words *words)
{
    struct variables given = { 0 }, wanted = { 0 };
    add_names(a, words->text, &given);
    add_names(a, built_in[0].text, &wanted);
    add_names(a, built_in[1].text, &wanted);
    for (int i = 0; i < wanted.count; i++) {
        if (wanted.items[i]->is_required && !has(&given, wanted.items[i]->name))
            return wanted.items[i]->name;
    }
    return NULL;
}

struct wording words_check(struct arena *a, const struct words built_in[2],
                           const struct words *words)
{
    struct variables all;
    variables_of(a, built_in, &all);
    const char *in_subject = unknown_in(a, words->subject, &all);
    if (in_subject)
        return (struct wording){ "subject", "unknown_variable", in_subject };
    const char *in_text = unknown_in(a, words->text, &all);
    if (in_text)
        return (struct wording){ "text", "unknown_variable", in_text };
    const char *missing = missing_in(a, built_in, words);
    if (missing)
        return (struct wording){ "text", "missing_variable", missing };
    return (struct wording){ 0 };
}
