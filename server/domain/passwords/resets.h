/* Resets and changes of passwords.
 *
 * Who forgot the password gets a link by WhatsApp, good for thirty minutes and once. Whether the
 * number is known shows neither in the answer nor in its time: both ways write a row and seal a
 * message. A new password ends the other sessions and is told to its owner. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdint.h>

struct db;

enum { RESET_TTL_S = 30 * 60 };

struct forgotten {
    const char *phone_number;       /* normalised */
    const char *ip;                 /* who asks */
};
/* OK whether or not the number is known, and when the last link is too young for another. Likewise
 * TOO_MANY with *retry_s, where this number or whoever asks caused too many messages, and
 * RECIPIENT_REFUSED (messages/afford.h). */
enum err password_forgot(struct db *db, struct arena *a, const struct forgotten *f, int64_t now,
                         int64_t *retry_s);

/* Why a new password was not taken: fault is a code of FIELD_FAULTS, field names the input it
 * belongs to. */
struct password_refusal {
    const char *field, *fault;
};

struct password_reset {
    const char *token, *password, *confirmation, *ip;
};
/* TOKEN_INVALID; INVALID_FIELDS with the refusal; BUSY. Ends all sessions. */
enum err password_reset(struct db *db, struct arena *a, const struct password_reset *reset,
                        int64_t now, struct password_refusal *why);

struct password_change {
    const char *account_id, *session_id, *current, *password, *confirmation, *ip;
};
/* INVALID_FIELDS with the refusal; BUSY. Ends all sessions but the one it comes from. */
enum err password_change(struct db *db, struct arena *a, const struct password_change *change,
                         int64_t now, struct password_refusal *why);

/* In the caller's transaction: no link that is out there works any more. */
enum err password_resets_void(struct db *tx, const char *account_id);

enum err password_resets_sweep(struct db *db, int64_t now);
