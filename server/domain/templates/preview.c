#include "domain/templates/preview.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "domain/messages/sample.h"
#include "domain/messages/variables.h"

static const char FRAME[] = "notification";

/* A notice goes out as the frame's message: its title and body are values there. */
static struct message framed(struct arena *a, const struct entry *entry, const struct words *words,
                             const struct message *sample)
{
    struct message m = *sample;
    m.template = entry->is_notice ? FRAME : entry->name;
    if (!entry->is_notice)
        return m;
    struct words const filled = words_filled(a, words, sample);
    m.params = json_text(a, json_pack("{ss ss}", "title", filled.subject, "body", filled.text));
    return m;
}

enum err preview_of(struct db *db, struct arena *a, const struct entry *entry, bool is_english,
                    const struct words *words, struct preview *out)
{
    struct message const sample = sample_message(a, entry->built_in, entry->sample_link,
                                                 is_english);
    struct message const m = framed(a, entry, words, &sample);
    struct words shown = *words;
    if (entry->is_notice)
        TRY(message_words(db, a, FRAME, m.language, &shown));
    shown = words_filled(a, &shown, &m);
    *out = (struct preview){ shown.subject, shown.text, (int)text_length(shown.text),
                             sms_measure(shown.text) };
    return OK;
}

enum err preview_message(struct db *db, struct arena *a, const struct entry *entry,
                         bool is_english, struct message *out)
{
    struct words words;
    TRY(words_of(db, a, entry->name, is_english, entry->built_in, &words));
    struct message const sample = sample_message(a, entry->built_in, entry->sample_link,
                                                 is_english);
    *out = framed(a, entry, &words, &sample);
    return OK;
}

static struct objection about_name(struct arena *a, const struct wording *w)
{
    bool const is_missing = text_is(w->code, "missing_variable");
    return (struct objection){
        w->field, w->code,
        arena_printf(a, is_missing ? "{%s} harus ada di dalam teks."
                                   : "{%s} tidak dikenal. Pakai nama dari daftar.", w->name),
        arena_printf(a, is_missing ? "{%s} must stand in the text."
                                   : "{%s} is unknown. Use a name from the list.", w->name),
    };
}

static bool goes_by(const struct entry *entry, const char *channel)
{
    return text_is_one_of(channel, entry->channels);
}

struct objection objection_to(struct arena *a, const struct entry *entry,
                              const struct words *words, const struct preview *preview)
{
    struct wording const wording = words_check(a, entry->built_in, words);
    if (wording.code)
        return about_name(a, &wording);
    if (goes_by(entry, "sms") && preview->sms.parts > SMS_PARTS_MAX)
        return (struct objection){
            "text", "sms_too_long",
            arena_printf(a, "Terlalu panjang untuk SMS: %d bagian, paling banyak %d.",
                         preview->sms.parts, SMS_PARTS_MAX),
            arena_printf(a, "Too long for an SMS: %d parts, at most %d.", preview->sms.parts,
                         SMS_PARTS_MAX) };
    if (goes_by(entry, "whatsapp") && preview->length > WHATSAPP_MAX)
        return (struct objection){ .field = "text", .code = "too_long" };
    return (struct objection){ 0 };
}
