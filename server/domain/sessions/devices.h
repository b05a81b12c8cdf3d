/* Devices: where an account signed in before, so that a sign-in from elsewhere can be announced.
 *
 * A browser is known by a random cookie that it keeps and that says nothing about it. A native app,
 * which keeps no cookies, is known by its name and the network it calls from (the first 16 bits of
 * an IPv4 address, 32 of an IPv6 one). Stored is a keyed hash of either together with the account:
 * nobody can read from it who uses which device, nor which accounts share one. The DEVICES_KEPT
 * used last stay known. */
#pragma once

#include "domain/sessions/sessions.h"

enum { DEVICES_KEPT = 50 };

/* In the transaction that begins the session. Tells the account of a device it was never seen on,
 * unless this is its very first sign-in, and knows the device from now on. *device: what the
 * browser's cookie has to say from now on; NULL for a native app. */
enum err session_announce(struct db *tx, struct arena *a, const struct session_begin *begin,
                          int64_t now, const char **device);
