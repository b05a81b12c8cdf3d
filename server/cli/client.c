/* simpul client: credentials of programs. */
#include "cli/cli.h"

#include "base/clock.h"
#include "base/text.h"
#include "domain/audit/audit.h"
#include "domain/clients/clients.h"
#include "store/db.h"

#include <stdio.h>

static const char usage[] = "simpul client create --label TEXT [--kind internal|partner]\n"
                            "       simpul client list\n"
                            "       simpul client revoke ID";
enum { LABEL_MAX = 100 };

static enum err note(struct db *tx, const char *action, const char *id)
{
    return audit_add(tx, &(struct audit_entry){ .action = action, .subject = id,
                                                .at = clock_now() });
}

static enum err create(struct cli *c, struct db *db)
{
    struct client made = { .kind = cli_option(c, "kind"), .label = cli_option(c, "label") };
    const char *secret = NULL;
    if (!made.kind)
        made.kind = "internal";
    bool const is_kind = text_is(made.kind, "internal") || text_is(made.kind, "partner");
    if (!made.label || !*made.label || text_length(made.label) > LABEL_MAX || !is_kind)
        return err_because(BAD_INPUT, "%s", usage);
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(client_create(tx.db, &c->arena, &made, NULL, clock_now(), &secret));
    TRY(note(tx.db, "client.create", made.id));
    TRY(tx_commit(&tx));
    printf("user name  %s\npassword   %s\nThe password is shown this once.\n", made.id, secret);
    return OK;
}

static const char *time_or_never(struct cli *c, int64_t at)
{
    return at ? time_rfc3339(&c->arena, at) : "-";
}

static enum err list(struct cli *c, struct db *db)
{
    struct clients found = { 0 };
    TRY(clients_list(db, &c->arena, &found));
    printf("%-32s %-9s %-20s %-20s %-20s %s\n", "id", "kind", "created", "last used", "revoked",
           "label");
    for (int i = 0; i < found.count; i++) {
        const struct client *one = &found.items[i];
        printf("%-32s %-9s %-20s %-20s %-20s %s\n", one->id, one->kind,
               time_or_never(c, one->created_at), time_or_never(c, one->last_used_at),
               time_or_never(c, one->revoked_at), one->label);
    }
    return OK;
}

static enum err revoke(struct cli *c, struct db *db)
{
    if (c->argc != 2)
        return err_because(BAD_INPUT, "%s", usage);
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    enum err const e = client_revoke(tx.db, c->argv[1], clock_now());
    if (e == NOT_FOUND)
        return err_because(NOT_FOUND, "there is no client %s that still stands", c->argv[1]);
    TRY(e);
    TRY(note(tx.db, "client.revoke", c->argv[1]));
    TRY(tx_commit(&tx));
    printf("%s revoked\n", c->argv[1]);
    return OK;
}

static enum err run(struct cli *c, struct db *db)
{
    const char *what = c->argc ? c->argv[0] : "";
    if (text_is(what, "create"))
        return create(c, db);
    if (text_is(what, "list") && c->argc == 1)
        return list(c, db);
    if (text_is(what, "revoke"))
        return revoke(c, db);
    return err_because(BAD_INPUT, "%s", usage);
}

enum err cli_client(struct cli *c)
{
    struct store *store = NULL;
    TRY(cli_open(c, true, &store));
    enum err const e = run(c, store_db(store));
    store_close(store);
    return e;
}
