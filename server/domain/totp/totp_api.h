/* The handlers for /totp and for its resets; routes.c says who may call each. */
#pragma once

#include "web/req.h"

handler totp_get, totp_enrolment_post, totp_activate_post, totp_disable_post, recovery_codes_post;
handler totp_reset_request_post, totp_reset_post, totp_reset_cancel_post, user_totp_reset_post;

/* What others are told of an account's TOTP: {"state", "reset_due_at"}. */
enum err totp_summary_json(struct req *r, const char *account_id, json_t **out);
