/* Server: an Ulfius instance that gives every route of a table the same life: request id, route,
 * guard, limit, body, handler, answer, one log line. */
#pragma once

#include "base/err.h"
#include "web/req.h"

struct server;

/* Listens on a numeric host. The app and the table are borrowed until server_stop. Port 0 takes a
 * free one. */
enum err server_start(const struct app *app, const struct route *routes, int count,
                      const char *host, int port, struct server **out);
int server_port(const struct server *s);

/* Takes no more connections, lets the calls under way finish for 10 s at most, and frees. */
void server_stop(struct server *s);                             /* accepts NULL */

/* What /metrics tells of all servers of this process. */
struct server_figures {
    int64_t in_flight;
    int64_t answers[6];             /* by hundreds of the status; [0] counts what has none */
    int64_t micros;                 /* spent answering, all together */
};
struct server_figures server_figures(void);
