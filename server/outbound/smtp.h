/* SMTP: one mail handed to the operator's mail server. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

struct smtp_server {
    const char *url;                /* smtp://HOST:PORT or smtps://HOST:PORT */
    const char *name;               /* what we call ourselves in EHLO */
    const char *user, *password;    /* NULL: no login */
    const char *ca_file;            /* "" or NULL: the system's */
    bool demands_tls;               /* by STARTTLS, for smtp:// */
};

struct smtp_mail {
    const char *from, *to;          /* bare addresses, without control characters */
    const char *text;               /* headers, empty line and body, in lines that end in CRLF */
};

enum smtp_end {
    SMTP_TAKEN,
    SMTP_NOT_YET,                   /* not reachable, no login, or 4xx: it has nothing */
    SMTP_REFUSED,                   /* 5xx for this recipient or this mail */
    SMTP_NO_ANSWER,                 /* the mail was handed over, and no answer came */
};

struct smtp_answer {
    enum smtp_end end;
    const char *why;                /* unless TAKEN: nothing personal in it */
};

void smtp_send(struct arena *a, const struct smtp_server *server, const struct smtp_mail *mail,
               struct smtp_answer *out);

/* Connects, speaks TLS, logs in, and leaves. NULL: all is well; otherwise why not. */
const char *smtp_fault(struct arena *a, const struct smtp_server *server);
