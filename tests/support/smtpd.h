/* Smtpd: a mail server in this process that behaves as the test says, and keeps what it was given.
 * One conversation at a time. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct smtpd;

struct smtpd_manner {
    bool offers_starttls, speaks_tls;       /* with the certificate it was opened with */
    const char *login;                      /* AUTH PLAIN's base64; NULL: wants none */
    const char *to_rcpt, *to_data;          /* the answer in place of 250; NULL: 250 */
    bool hangs_up_after_data;               /* has the mail, and says nothing */
    bool hangs_up_at_once;
    unsigned waits_ms;                      /* before its greeting */
};

struct smtpd_heard {
    unsigned connections, mails;
    bool was_encrypted, was_logged_in;
    char from[128], to[128], name[128];     /* name: of EHLO */
    char mail[65536];                       /* the last one, dots undone */
};

/* cert and key: PEM files, or NULL. */
struct smtpd *smtpd_open(const char *cert, const char *key);
void smtpd_close(struct smtpd *s);
uint16_t smtpd_port(const struct smtpd *s);
void smtpd_behave(struct smtpd *s, struct smtpd_manner manner);
const struct smtpd_heard *smtpd_heard(struct smtpd *s);     /* once a conversation is over */
