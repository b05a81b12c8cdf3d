/* Courier: the threads that hand messages over. Each channel has its own, as many as its backend
 * takes messages at once, so that a slow provider holds up neither another channel nor any other
 * job. */
#pragma once

struct courier;
struct db;

/* After messages_setup(). */
struct courier *courier_start(struct db *db);

/* Both accept NULL. What is under way is finished or given up within seconds from the first. */
void courier_hurry(struct courier *c);      /* takes up nothing more, and does not wait */
void courier_stop(struct courier *c);
