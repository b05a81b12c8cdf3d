/* Publishing: a member, a publisher, a reviewer and an admin who are signed in, and their words
 * for the tests of bundles over HTTP. */
#pragma once

#include "support/signed_in.h"

extern const char *member, *publisher, *reviewer, *admin;      /* their tokens */

int publishing_begin(void **state);         /* a server, and these four */

/* Calls of the publisher's; bodies are JSON text. */
struct answer post(const char *path, const char *body);
struct answer patch(const char *slug, const char *body);
struct answer as_publisher(const char *method, const char *slug, const char *move);

extern const char UPSTREAMS[];              /* both environments, one with a header */
extern const char DOCUMENT[];               /* OpenAPI: /sekolah/{id} and /sekolah */

/* A published bundle; more is further members of the body, from a comma on. */
void publish(const char *slug, const char *name, const char *more);
