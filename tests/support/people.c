#include "support/people.h"

#include "base/clock.h"
#include "crypto/password.h"
#include "domain/access/access.h"
#include "domain/accounts/accounts.h"
#include "domain/sessions/live.h"
#include "support/sealed.h"

#include <stdio.h>

static const char *hash_of_password(struct arena *a)
{
    static char kept[256];
    if (!*kept) {
        char *hash = NULL;
        assert_ok(password_hash(a, PASSWORD, &hash));
        snprintf(kept, sizeof kept, "%s", hash);
    }
    return kept;
}

static const char *add(struct db *db, struct arena *a, struct account account)
{
    static int number = 0;
    account.password_hash = hash_of_password(a);
    account.first_name = account.username;
    account.last_name = "Contoh";
    account.email = arena_printf(a, "%s@contoh.go.id", account.username);
    account.phone_number = arena_printf(a, "628120%07d", ++number);
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, db));
    assert_ok(account_create(tx.db, a, &account, clock_now()));
    assert_ok(tx_commit(&tx));
    return account.id;
}

const char *person_add(struct db *db, struct arena *a, const char *id, const char *username,
                       const char *role)
{
    return add(db, a, (struct account){ .id = id, .username = username, .role = role });
}

const char *person_add_unverified(struct db *db, struct arena *a, const char *username)
{
    return add(db, a, (struct account){ .username = username, .status = "unverified",
                                        .pending_until = clock_now() + 1800 });
}

void people_add(struct db *db, struct arena *a)
{
    person_add(db, a, ALICE, "alice", "member");
    person_add(db, a, BOB, "bob", "member");
}

const char *person_phone(struct db *db, struct arena *a, const char *id)
{
    struct account account;
    assert_ok(account_find(db, a, id, &account));
    return account.phone_number;
}

int people_begin(void **state)
{
    if (sealed_begin(state))
        return 1;
    struct world *w = *state;
    access_open();
    people_add(w->db, &w->arena);
    return 0;
}

int people_end(void **state)
{
    live_forget_all();
    access_close();
    return sealed_end(state);
}
