/* Providers: a backend for each channel that the test tells what to say, and asks what it heard. */
#pragma once

#include "domain/messages/delivery.h"
#include "domain/messages/messages.h"
#include "support/sealed.h"

#define PHONE "6281234567890"
#define EMAIL "budi@contoh.go.id"

struct provider {
    struct outcome says;                /* next */
    int asked;
    char code[16], text[200], to[100], id[64];      /* of what it was given last */
};
extern struct provider whatsapp, sms, email;
extern struct backend of_whatsapp, of_sms, of_email;

extern const struct outcome takes_it, is_down, refuses_it, is_silent;

/* A sealed world with these three, each taking what it is given. End with sealed_end. */
int providers_begin(void **state);
#define with_providers(test) cmocka_unit_test_setup_teardown(test, providers_begin, sealed_end)

/* A code, a notification and a reset link to PHONE, the latter two also to EMAIL. */
extern const struct message code_message, notice_message, reset_message;

void write_down(struct world *w, const struct message *m, int64_t now);
struct mail nth_message(struct world *w, int n);            /* oldest first */
int count_of(struct world *w, const char *status);          /* NULL: any */
int kept_contents(struct world *w);                         /* rows that are not wiped */

/* What a process leaves behind that is killed while the providers are asked. */
void dies_while_handing_over(struct world *w, int64_t now);
