/* Accepting: clients for a loop. Each loop has a listener of its own, and the kernel deals clients
 * out among them by chance, so that of a few busy ones all may come to the same core. A loop that
 * has more than twice as many as another hands the next ones to the one with the fewest. */
#pragma once

#include "gateway/loop.h"

void accepting_open(struct loop *loop, int listener, unsigned client_max);
bool accepting_is_due(const struct loop *loop);
void accepting_run(struct loop *loop);      /* some of those that wait */
void accepting_take(struct loop *loop);     /* those that were handed over */
void accepting_close(struct loop *loop);    /* accepts no more; may be called twice */
