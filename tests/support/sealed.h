/* A world in which columns can be sealed: with a master secret. */
#pragma once

#include "support/world.h"

int sealed_begin(void **state);
int sealed_end(void **state);

#define in_a_sealed_world(test) cmocka_unit_test_setup_teardown(test, sealed_begin, sealed_end)

/* The content of the newest message to a recipient, in the world's arena; "" without one. */
const char *code_sent_to(struct world *w, const char *to);
const char *link_sent_to(struct world *w, const char *to);
int messages_sent_to(struct world *w, const char *to);

/* Hands over what is due on every channel, as the courier does. */
void deliver_all(struct world *w, int64_t now);
