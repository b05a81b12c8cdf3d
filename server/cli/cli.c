#include "cli/cli.h"

#include "base/text.h"
#include "crypto/secret.h"
#include "domain/messages/delivery.h"
#include "store/db.h"
#include "store/migrate.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum err make_data_dir(const char *path)
{
    if (mkdir(path, 0700) == 0 || errno == EEXIST)
        return OK;
    return err_because(INTERNAL, "cannot make the data folder %s: %s", path, strerror(errno));
}

enum err cli_open(struct cli *c, bool migrates, struct store **out)
{
    struct store *store = NULL;
    messages_portal(c->config.public_url);
    bool const is_new = access(c->config.database_path, F_OK) != 0;
    TRY(make_data_dir(c->config.data_dir));
    TRY(secret_open(c->config.secret_file, is_new));
    TRY(store_open(c->config.database_path, &store));
    enum err const e = migrates ? migrate(store_db(store), c->config.migrations_dir, NULL) : OK;
    if (e) {
        store_close(store);
        return e;
    }
    *out = store;
    return OK;
}

const char *cli_option(const struct cli *c, const char *name)
{
    for (int i = 0; i + 1 < c->argc; i++) {
        if (text_starts(c->argv[i], "--") && text_is(c->argv[i] + 2, name))
            return c->argv[i + 1];
    }
    return NULL;
}

enum err cli_config(struct cli *c)
{
    bool const markdown = c->argc == 1 && text_is(c->argv[0], "--markdown");
    if (c->argc > markdown)
        return err_because(BAD_INPUT, "simpul config [--markdown]");
    config_print(stdout, &c->config, markdown);
    return OK;
}

enum err cli_migrate(struct cli *c)
{
    struct store *store = NULL;
    int ran = 0;
    TRY(cli_open(c, false, &store));
    enum err const e = migrate(store_db(store), c->config.migrations_dir, &ran);
    store_close(store);
    if (!e)
        printf("%d migrations ran\n", ran);
    return e;
}
