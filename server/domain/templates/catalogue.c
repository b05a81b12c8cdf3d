#include "domain/templates/catalogue.h"

#include "base/text.h"
#include "domain/messages/templates.h"
#include "domain/notifications/notifications.h"

static const struct {
    const char *name;
    int64_t life_s;
    struct words words[2];
} messages[] = {
#define X(name, life_s, subject_id, subject_en, text_id, text_en)                                \
    { name, life_s, { { subject_id, text_id }, { subject_en, text_en } } },
    MESSAGE_TEMPLATES(X)
#undef X
};
enum { MESSAGES = sizeof messages / sizeof messages[0] };

static const struct guide {
    const char *name, *channels, *sample_link, *purpose[2];
} guides[] = {
#define X(name, channels, link, id, en) { name, channels, link, { id, en } },
    MESSAGE_GUIDE(X)
#undef X
};

/* What notices are for, by how their names begin; the last one fits all. They are told in the app,
 * too, and not worth the price of an SMS. */
static const struct guide notices[] = {
    { "request.", "whatsapp|email", "/requests/req_01hf3k8m2p",
      { "Memberi tahu pemohon tentang pengajuannya.",
        "Tells members what became of their request." } },
    { "review.", "whatsapp|email", "/admin/requests/req_01hf3k8m2p",
      { "Memberi tahu peninjau tentang pengajuan.", "Tells reviewers of a request." } },
    { "bundle.", "whatsapp|email", "/bundles/wilayah",
      { "Memberi tahu pemakai sebuah Bundle API.", "Tells those who use an API bundle." } },
    { "key.", "whatsapp|email", "/keys",
      { "Memberi tahu pemilik API Key.", "Tells the owner of an API key." } },
    { "institution.", "whatsapp|email", "/profile",
      { "Memberi tahu anggota tentang instansinya.", "Tells members about their institution." } },
    { "messages.", "whatsapp|email", "/admin/messages",
      { "Memberi tahu admin tentang pengiriman pesan.",
        "Tells admins about the sending of messages." } },
    { "", "whatsapp|email", "/profile/security",
      { "Memberi tahu pemilik akun demi keamanannya.",
        "Tells the owner of an account, for its safety." } },
};

static const struct guide *guide_of(const char *name)
{
    for (size_t i = 0; i < sizeof guides / sizeof guides[0]; i++) {
        if (text_is(guides[i].name, name))
            return &guides[i];
    }
    const struct guide *g = notices;
    while (!text_starts(name, g->name))
        g++;
    return g;
}

static struct entry entry_of(const char *name, const struct words words[2])
{
    const struct guide *g = guide_of(name);
    return (struct entry){
        .name = name, .channels = g->channels, .sample_link = g->sample_link,
        .purpose = { g->purpose[0], g->purpose[1] }, .built_in = { words[0], words[1] },
    };
}

int catalogue_count(void)
{
    return MESSAGES + kind_words_count;
}

bool catalogue_at(int index, struct entry *out)
{
    if (index < MESSAGES) {
        *out = entry_of(messages[index].name, messages[index].words);
        out->life_s = messages[index].life_s;
        return true;
    }
    const struct kind_words *k = &kind_words[index - MESSAGES];
    if (!k->is_sent)
        return false;
    struct words const words[2] = { { k->title[0], k->body[0] }, { k->title[1], k->body[1] } };
    *out = entry_of(k->kind, words);
    out->is_notice = true;
    return true;
}

bool catalogue_find(const char *name, struct entry *out)
{
    struct entry found;
    for (int i = 0; i < catalogue_count(); i++) {
        if (!catalogue_at(i, &found) || !text_is(found.name, name))
            continue;
        *out = found;
        return true;
    }
    return false;
}
