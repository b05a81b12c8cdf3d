/* Tokens of a session: what sessions.c and refresh.c share. Only this folder includes it. */
#pragma once

#include "domain/sessions/sessions.h"

struct account;

/* A fresh refresh token for the session, in the caller's transaction. */
enum err refresh_token_add(struct db *tx, struct arena *a, const char *session_id, int64_t now,
                           const char **out);

/* Signs the access token and tells how long both last; out->refresh is there already. */
enum err tokens_complete(struct arena *a, const struct session *s, const char *role,
                         const char *issuer, int64_t now, struct tokens *out);

/* NOT_FOUND turned into UNAUTHENTICATED; the latter too unless the account is active. */
enum err account_must_be_active(struct db *db, struct arena *a, const char *id,
                                struct account *out);

#define SESSION_COLUMNS "s.id, s.account_id, s.amr, s.ip, s.user_agent, s.native_app, " \
                        "s.created_at, s.last_used_at, s.expires_at"
struct query;
struct session session_read(struct query *q, struct arena *a);
