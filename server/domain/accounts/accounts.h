/* Accounts: people, what they are known by, and how they are found.
 *
 * Personal data is sealed in its columns and found by blind indexes. User name (without regard to
 * case), e-mail address and phone number are each unique among all accounts. An account that was
 * never verified keeps them only until pending_until; after that a newcomer may take them over.
 *
 * Whether a password is right, and what else a sign-in needs, is domain/sessions' business. */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct db;

enum { USERNAME_MIN = 3, USERNAME_MAX = 64, NAME_MAX_CHARS = 100, EMAIL_MAX = 254 };

#define PLATFORMS "ONAPPS|ONMART|ONMARKET|OSAS"
#define USER_TYPES "penyedia|non_penyedia"
#define GENDERS "Laki-Laki|Perempuan"

struct account {
    const char *id;                 /* usr_… */
    const char *username;           /* as it was chosen */
    const char *password_hash;      /* PHC string */
    const char *first_name, *last_name;     /* last_name may be "" */
    const char *email;              /* lower case */
    const char *phone_number;       /* 62…; NULL: none */
    const char *gender;             /* of GENDERS; NULL: not told */
    const char *date_of_birth;      /* YYYY-MM-DD; NULL: not told */
    const char *picture_file_id;    /* NULL: none */
    const char *role;               /* member, reviewer, publisher, admin */
    const char *user_type;          /* of USER_TYPES */
    const char *institution_id;     /* NULL: none */
    const char *platform;           /* of PLATFORMS; NULL: not told */
    const char *language;           /* id, en */
    const char *status;             /* unverified, active, suspended */
    bool is_demo;
    int64_t created_at, updated_at;
    int64_t pending_until;          /* while unverified: until when its names are its own */
    int64_t verified_at;            /* 0: never */
    int64_t password_changed_at;
};

/* ---- what people are known by (accounts/names.c) */

/* +62…, 0062…, 08…, 8…, 62… with blanks, dots and dashes becomes 62…; false unless that has 9 to
 * 17 digits. *out may be text itself. */
bool phone_normalise(struct arena *a, const char *text, const char **out);
bool phone_is_mobile(const char *phone);        /* looks like an Indonesian mobile number */
char *email_normalise(struct arena *a, const char *text);      /* trimmed, lower case */

/* One text for all the ways in which a login can be written, so that attempts add up. */
const char *login_normalise(struct arena *a, const char *text);

/* The code of the fault (FIELD_FAULTS), or NULL. */
const char *username_fault(const char *username);
const char *email_fault(const char *email);

/* ---- creating and finding */

/* In the caller's transaction. Takes id (NULL: a new one is made and filled in), names, hash and
 * the rest; role, user_type, language and status have defaults (member, non_penyedia, id, active).
 * The phone number must be normalised. In this order: PHONE_TAKEN, USERNAME_TAKEN, EMAIL_TAKEN. */
enum err account_create(struct db *tx, struct arena *a, struct account *account, int64_t now);

/* The same three refusals without creating anything; any may be NULL. */
enum err account_names_free(struct db *db, struct arena *a, const struct account *wanted,
                            int64_t now);

enum err account_find(struct db *db, struct arena *a, const char *id, struct account *out);

/* login: phone number in any form, e-mail address, or user name. NOT_FOUND. */
enum err account_find_login(struct db *db, struct arena *a, const char *login,
                            struct account *out);
enum err account_find_email(struct db *db, struct arena *a, const char *email,
                            struct account *out);
enum err account_find_phone(struct db *db, struct arena *a, const char *phone,
                            struct account *out);       /* in any form */

/* ---- changing; each NOT_FOUND for an unknown id */

/* Active from now on. An account that is suspended stays so. */
enum err account_verify(struct db *tx, const char *id, int64_t now);
enum err account_rename(struct db *tx, const char *id, const char *first_name,
                        const char *last_name, int64_t now);
/* Those of gender and date_of_birth that are not NULL. */
enum err account_set_basics(struct db *tx, const char *id, const struct account *basics,
                            int64_t now);
/* In place of the one before; normalised. PHONE_TAKEN; EMAIL_TAKEN, by this account itself, too. */
enum err account_set_phone(struct db *tx, struct arena *a, const char *id, const char *phone,
                           int64_t now);
enum err account_set_email(struct db *tx, struct arena *a, const char *id, const char *email,
                           int64_t now);
enum err account_set_password(struct db *tx, const char *id, const char *hash, int64_t now);
/* A hash of the same password under other costs. */
enum err account_rehash(struct db *tx, const char *id, const char *hash);
enum err account_set_picture(struct db *tx, const char *id, const char *file_id, int64_t now);
enum err account_set_institution(struct db *tx, const char *id, const char *institution_id,
                                 int64_t now);
enum err account_set_role(struct db *tx, const char *id, const char *role, int64_t now);
enum err account_set_status(struct db *tx, const char *id, const char *status, int64_t now);

/* What is shown of it or may be done by it changed elsewhere: other processes look anew. */
enum err account_touch(struct db *tx, const char *id, int64_t now);

/* While unverified: keeps its names at least until then. */
enum err account_keep_pending(struct db *tx, const char *id, int64_t until);
/* Deletes an account that was never verified; leaves any other alone. */
enum err account_drop_pending(struct db *tx, const char *id);

/* ---- lists (accounts/list.c) */

struct accounts {
    struct account *items;
    int count;
};

/* NULL asks for any. search: the beginning of a user name, or a whole e-mail address or phone
 * number. */
struct account_filter {
    const char *search, *role, *status;
    const char *before;             /* id of the last one seen */
};

/* At most limit: newest first, or with search by user name. */
enum err accounts_list(struct db *db, struct arena *a, const struct account_filter *filter,
                       int limit, struct accounts *out);
/* Active accounts of this role, oldest first. */
enum err accounts_of_role(struct db *db, struct arena *a, const char *role, struct accounts *out);
enum err accounts_of_institution(struct db *db, struct arena *a, const char *institution_id,
                                 struct accounts *out);
/* The ids of those that were changed at or after since. */
typedef void account_id_fn(const char *id);
enum err accounts_changed_since(struct db *db, int64_t since, account_id_fn *each);
/* Hands over the id of each that is suspended. */
enum err accounts_each_suspended(struct db *db, account_id_fn *each);

/* Whether any account has demo credentials; production does not start then. */
enum err accounts_have_demo(struct db *db, bool *out);

/* Deletes what was never verified within seven days. */
enum err accounts_sweep(struct db *db, int64_t now);
