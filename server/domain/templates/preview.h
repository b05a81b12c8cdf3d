/* Preview: how words would arrive, with sample values, and whether they may stand. */
#pragma once

#include "domain/messages/messages.h"
#include "domain/messages/sms.h"
#include "domain/templates/catalogue.h"

enum { SUBJECT_MAX = 120, TEXT_MAX = 4000, WHATSAPP_MAX = 1024 };

struct preview {
    const char *subject, *text;     /* filled in; a notice's in its frame */
    int length;                     /* of the text, in characters */
    struct sms sms;
};

enum err preview_of(struct db *db, struct arena *a, const struct entry *entry, bool is_english,
                    const struct words *words, struct preview *out);

/* What keeps words from standing; code NULL: nothing. */
struct objection {
    const char *field, *code;       /* a code of FIELD_FAULTS */
    const char *id, *en;            /* more exact words than the code's own; NULL: none */
};
struct objection objection_to(struct arena *a, const struct entry *entry,
                              const struct words *words, const struct preview *preview);

/* The message that a test sends: to whom is the caller's to say. */
enum err preview_message(struct db *db, struct arena *a, const struct entry *entry,
                         bool is_english, struct message *out);
