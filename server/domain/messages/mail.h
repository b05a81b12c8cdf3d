/* Mail: a message as an e-mail (RFC 5322, MIME): text, and a calm HTML part made from the same
 * words, both quoted-printable. Nothing that a message holds can add a header or a tag. */
#pragma once

#include "domain/messages/delivery.h"

#include <stdint.h>

struct mail_frame {
    const char *from_name;          /* "" for none */
    const char *from;               /* bare address */
    const char *host;               /* right of the @ in the Message-ID */
    int64_t at;
};

/* Lines end in CRLF. The Message-ID is made from the message's own id: a second copy has the same,
 * so that mail programs show one. */
char *mail_compose(struct arena *a, const struct mail_frame *frame, const struct outgoing *m);

/* The HTML part alone. */
char *mail_html(struct arena *a, const struct outgoing *m);

/* An address that can stand in an envelope: no blank, no bracket, nothing invisible. */
bool mail_address_is_sound(const char *address);
