/* OTP: one-time codes of six digits, sent by message.
 *
 * At most one code stands for a purpose and its subject; it lives five minutes and bears five
 * guesses. A new one voids the old, may be asked for after 60 seconds, and three times; after that
 * there is a pause of fifteen minutes. Only a MAC of the code is stored. Guesses are counted before
 * they are compared, so that many at once get no more than five. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

enum { OTP_DIGITS = 6, OTP_TTL_S = 300, OTP_ATTEMPTS = 5, OTP_RESEND_S = 60, OTP_RESENDS = 3,
       OTP_PAUSE_S = 900 };

struct otp {
    const char *purpose;            /* "sign_up", "sign_in" … */
    const char *subject;            /* what it is for: the id of an account, challenge … */
    const char *account_id;         /* NULL: none yet */
    const char *channel, *to, *language, *email;    /* as in struct message */
    const char *ip;                 /* who asks for it; NULL: a client that is trusted */
    bool is_proven;                 /* whoever asks has shown a session */
};

struct otp_sent {
    int64_t expires_s;              /* from now */
    int64_t resend_s;               /* when the next may be asked for, from now */
};

/* Makes a code and queues its message, both in the caller's transaction. TOO_MANY when it is too
 * early, or costs too much (messages/afford.h): out->resend_s then says for how long (the one
 * exception to "untouched on failure"). RECIPIENT_REFUSED. */
enum err otp_send(struct db *tx, const struct otp *otp, int64_t now, struct otp_sent *out);

/* The same pace for something else that is sent, such as a link: no code, nothing queued. */
enum err otp_pace(struct db *tx, const char *purpose, const char *subject, int64_t now,
                  struct otp_sent *out);

/* Nothing is sent for it before that time. */
enum err otp_pause(struct db *tx, const char *purpose, const char *subject, int64_t now,
                   int64_t until);

/* How the code sent last fares: how long it lives (0: not any more) and when another may be asked
 * for. Zeros where nothing was sent lately. */
enum err otp_find(struct db *db, const char *purpose, const char *subject, int64_t now,
                  struct otp_sent *out);

/* OK once: the code is used up by it. OTP_INVALID; OTP_EXPIRED when none stands any more: too
 * old, used, or guessed at too often. Takes db and not a transaction, because a wrong guess must
 * be counted whatever becomes of the caller's. ip: for the audit log, may be NULL. */
enum err otp_check(struct db *db, const struct otp *otp, const char *code, const char *ip,
                   int64_t now);

enum err otps_sweep(struct db *db, int64_t now);
