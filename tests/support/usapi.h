/* USAPI's two kinds of callers, for API tests: an internal client and a browser with a captcha. */
#pragma once

#include "support/server.h"

/* Group set-up: api_begin, and an internal client. End with api_end. */
int usapi_begin(void **state);

/* POST with the client's Basic credentials. Takes body over. */
struct answer as_client(const char *path, json_t *body);

/* The same eight times at once: asserts that one got 200 and the others 400. Takes body over. */
void assert_one_of_many(const char *path, json_t *body);

/* POST with a solved captcha in the body. Takes body over. */
struct answer as_browser(const char *path, json_t *body);

const char *captcha_answer(void);       /* a fresh one, solved */

/* The newest message's code, link or text ("text") in the development mailbox; "" without one. */
const char *mailbox(const char *to, const char *member);
int mailbox_count(const char *to);

/* ---- what the tests of sign-up say again and again */

/* Somebody of whom nothing is taken yet. */
struct person {
    const char *username, *email, *phone;
};
struct person newcomer(void);
json_t *sign_up_body(const struct person *p);           /* OTP mode, every property of the source */
json_t *anybody(void);                                  /* the same of a newcomer */
struct answer sign_up(const struct person *p);          /* by the client */
struct answer sign_up_with(const char *member, json_t *value);      /* a newcomer */

json_t *with(json_t *body, const char *name, json_t *value);        /* takes value over */
json_t *without(json_t *body, const char *name);

struct answer verify_sign_up(const char *token, const char *code);  /* code NULL: none */
struct answer resend_sign_up(const char *token);
const char *signed_up(struct answer a);             /* the token; asserts 200 */

void assert_says(struct answer a, long status, const char *message);
const char *status_of_account(const char *username);    /* "none" */

#define OTP_WORDS "Please check your WhatsApp to complete registration"
#define LINK_WORDS "Please check your email to complete registration"
