/* simpul serve: runs the portal until SIGTERM or SIGINT. */
#include "cli/cli.h"

#include "base/log.h"
#include "crypto/secret.h"
#include "portal.h"
#include "store/db.h"

#include <malloc.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* Both signals are blocked before any thread starts, so that only sigwait takes them. */
static void block_signals(sigset_t *set)
{
    sigemptyset(set);
    sigaddset(set, SIGTERM);
    sigaddset(set, SIGINT);
    pthread_sigmask(SIG_BLOCK, set, NULL);
    signal(SIGPIPE, SIG_IGN);
}

static void raise_file_limit(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static enum err serve(struct cli *c, struct store *store, const sigset_t *set)
{
    struct portal *portal = NULL;
    TRY(portal_start(&c->config, store, &portal));
    int got = 0;
    LOG(INFO, "ready", LOG_TEXT("version", SIMPUL_VERSION));
    sigwait(set, &got);
    LOG(INFO, "stopping", LOG_TEXT("signal", strsignal(got)));
    portal_stop(portal);
    return OK;
}

enum err cli_serve(struct cli *c)
{
    struct store *store = NULL;
    sigset_t set;
    if (c->argc)
        return err_because(BAD_INPUT, "simpul serve");
    mallopt(M_ARENA_MAX, 4);
    raise_file_limit();
    block_signals(&set);
    TRY(cli_open(c, true, &store));
    enum err const e = serve(c, store, &set);
    store_close(store);
    secret_close();
    return e;
}
