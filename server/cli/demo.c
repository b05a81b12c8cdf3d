/* simpul demo: the demo data, in development only. */
#include "cli/cli.h"

#include "base/clock.h"
#include "crypto/password.h"
#include "crypto/secret.h"
#include "demo/data.h"
#include "domain/access/access.h"
#include "store/db.h"

#include <stdio.h>

static enum err load(struct cli *c, struct store *store, int *made)
{
    access_open();
    enum err const e = demo_data_load(&c->config, store_db(store), clock_now(), made);
    access_close();
    password_stop();
    return e;
}

enum err cli_demo(struct cli *c)
{
    struct store *store = NULL;
    int made = 0;
    if (c->argc)
        return err_because(BAD_INPUT, "simpul demo");
    if (c->config.is_production)
        return err_because(BAD_INPUT, "demo data is for development only (SIMPUL_MODE)");
    if (!c->config.demo_port)
        return err_because(BAD_INPUT, "the demo bundles need the demo upstream (SIMPUL_DEMO_PORT)");
    TRY(cli_open(c, true, &store));
    enum err const e = load(c, store, &made);
    store_close(store);
    secret_close();
    if (!e)
        printf("%d demo accounts and bundles were new\n", made);
    return e;
}
