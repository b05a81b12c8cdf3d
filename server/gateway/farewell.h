/* Farewell: a client's socket that is closed with care. Closing while the client still sends makes
 * the kernel reset the connection, and the answer may be lost with it; so the answer's end is
 * shown, and what still comes is read and thrown away for a short while. */
#pragma once

#include "gateway/loop.h"

void farewell_begin(struct loop *loop, int fd);       /* a duplicate; the caller closes its own */
void farewells_tick(struct loop *loop);
void farewells_sweep(struct loop *loop);              /* frees the closed ones */
void farewells_finish(struct loop *loop);
