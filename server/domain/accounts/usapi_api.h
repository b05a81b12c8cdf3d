/* What USAPI's two registrations have in common: the account in the body, its refusals, and the
 * words of each. These are the source's own, in English whatever the reader asks for. */
#pragma once

#include "domain/accounts/accounts.h"
#include "web/req.h"

/* The members of an account into *out, without password and hash. Where they are wrong:
 * PROPERTY_INVALID, the phone number's form first, in the words that are given. */
enum err usapi_account(struct req *r, const char *phone_words, struct account *out);

/* 6 to 128 characters: a trusted server answers for its own rules. */
const char *usapi_password(struct req *r);

/* PROPERTY_INVALID naming the first bad member, where there is one. */
enum err usapi_check(struct req *r);

/* A domain's refusal in the source's words; any other error as it is. */
enum err usapi_taken(struct req *r, enum err e);
