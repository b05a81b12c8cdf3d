/* Catalogue: everything that the portal says by message and an admin may say in other words.
 *
 * Messages are those of messages/templates.h. Notices are the kinds of notification that also go
 * out: subject and text are the title and body that the message "notification" frames. */
#pragma once

#include "base/arena.h"
#include "domain/messages/words.h"

#include <stdbool.h>
#include <stdint.h>

struct entry {
    const char *name;               /* otp, or request.approved for a notice */
    bool is_notice;
    const char *channels;           /* "whatsapp|sms|email", or those of them that it goes by */
    const char *purpose[2];         /* Indonesian, English */
    struct words built_in[2];
    const char *sample_link;        /* a path of the web app, or NULL */
    int64_t life_s;                 /* how long it is worth sending; 0: for ever */
};

int catalogue_count(void);
bool catalogue_at(int index, struct entry *out);        /* false for a notice that is not sent */
bool catalogue_find(const char *name, struct entry *out);
