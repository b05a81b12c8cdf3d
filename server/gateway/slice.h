/* Slice: how long a thread may keep its processor while others wait for it. */
#pragma once

/* Asks for the shortest slice there is (0.1 ms) for the thread that calls. Its share of the
 * processor stays what it is, but it comes back sooner after it gave way or slept. Linux 6.12 and
 * later; no other system takes notice, nor does a thread that is scheduled in another way. */
void slice_shorten(void);
