/* Rows of accounts: for the files of this folder only. */
#pragma once

#include "domain/accounts/accounts.h"
#include "store/db.h"

/* The order account_read reads them in. */
#define ACCOUNT_COLUMNS                                                                          \
    "id, username, password_hash, first_name, last_name, email, phone_number, gender,"           \
    " date_of_birth, picture_file_id, role, user_type, institution_id, platform, language,"      \
    " status, is_demo, created_at, updated_at, pending_until, verified_at, password_changed_at"

/* The row that the query stands on, opened. */
enum err account_read(struct query *q, struct arena *a, struct account *out);
enum err accounts_read(struct query *q, struct arena *a, int limit, struct accounts *out);

char *account_seal(struct arena *a, const char *id, const char *column, const char *text);
char *username_key(struct arena *a, const char *username);
