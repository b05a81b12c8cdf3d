/* Demo upstream: a few APIs as an agency would have them, served by this process on loopback, so
 * that everything can be tried with no other machine. In development only. */
#pragma once

#include "base/err.h"
#include "web/req.h"

struct server;

extern const struct route demo_routes[];
extern const int demo_route_count;

/* Port 0 takes a free one. The config is borrowed until demo_stop(). INTERNAL without the
 * reference data. */
enum err demo_start(const struct config *config, int port, struct server **out);
void demo_stop(struct server *s);               /* accepts NULL */
