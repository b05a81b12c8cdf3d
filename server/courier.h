/* Courier: the threads that hand messages over. Each channel has its own, as many as its backend
 * takes messages at once, so that a slow provider holds up neither another channel nor any other
 * job. */
#pragma once

struct courier;
struct db;

/* After messages_setup(). */
struct courier *courier_start(struct db *db);
void courier_stop(struct courier *c);       /* what is under way is finished or given up within
                                               seconds; accepts NULL */
