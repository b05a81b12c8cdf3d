/* simpul user: accounts, made and promoted by the operator. */
#include "cli/cli.h"

#include "base/clock.h"
#include "base/random.h"
#include "base/text.h"
#include "crypto/password.h"
#include "domain/passwords/passwords.h"
#include "domain/profile/profile.h"
#include "domain/totp/resets.h"
#include "domain/users/users.h"
#include "store/db.h"

#include <stdio.h>
#include <string.h>

static const char usage[] =
    "simpul user create --username NAME --email ADDRESS [--phone NUMBER] [--name TEXT]\n"
    "                   [--role member|reviewer|publisher|admin] [--password-stdin]\n"
    "       simpul user list [--role ROLE]\n"
    "       simpul user role USERNAME member|reviewer|publisher|admin\n"
    "       simpul user reset-totp USERNAME";

enum { PAGE = 100, GENERATED_BYTES = 15 };

static enum err wrong(const char *field, const char *fault)
{
    return err_because(BAD_INPUT, "--%s: %s", field, fault_words(fault, true));
}

static bool has_flag(const struct cli *c, const char *flag)
{
    for (int i = 0; i < c->argc; i++) {
        if (text_is(c->argv[i], flag))
            return true;
    }
    return false;
}

/* One line of standard input. */
static enum err read_password(struct cli *c, const char **out)
{
    char line[PASSWORD_CHARS_MAX * 4 + 2];
    if (!fgets(line, sizeof line, stdin))
        return err_because(BAD_INPUT, "no password on standard input");
    line[strcspn(line, "\r\n")] = '\0';
    *out = arena_copy(&c->arena, line);
    return OK;
}

static enum err choose_password(struct cli *c, struct user_new *user, bool *is_generated)
{
    *is_generated = !has_flag(c, "--password-stdin");
    if (*is_generated) {
        user->password = random_token(&c->arena, GENERATED_BYTES);
        return OK;
    }
    const char *const own[] = { user->username, user->email, user->first_name, user->last_name,
                                user->phone_number, NULL };
    TRY(passwords_load(arena_printf(&c->arena, "%s/generated/passwords.txt",
                                    c->config.reference_dir)));
    TRY(read_password(c, &user->password));
    const char *fault = password_fault(user->password, own);
    return fault ? wrong("password-stdin", fault) : OK;
}

static enum err read_user(struct cli *c, struct user_new *out)
{
    const char *phone = cli_option(c, "phone"), *name = cli_option(c, "name");
    *out = (struct user_new){ .username = cli_option(c, "username"),
                              .email = cli_option(c, "email"), .role = cli_option(c, "role") };
    if (!out->username || !out->email || (out->role && !text_is_one_of(out->role, ROLES)))
        return err_because(BAD_INPUT, "%s", usage);
    if (username_fault(out->username))
        return wrong("username", username_fault(out->username));
    if (email_fault(out->email))
        return wrong("email", email_fault(out->email));
    if (phone && !phone_normalise(&c->arena, phone, &out->phone_number))
        return wrong("phone", "bad_phone");
    name_split(&c->arena, name ? name : out->username, &out->first_name, &out->last_name);
    return OK;
}

static enum err create(struct cli *c, struct db *db)
{
    struct user_new user;
    bool is_generated = false;
    const char *id = NULL;
    TRY(read_user(c, &user));
    TRY(choose_password(c, &user, &is_generated));
    TRY(user_create(db, &c->arena, &user, clock_now(), &id));
    printf("id         %s\nuser name  %s\nrole       %s\n", id, user.username,
           user.role ? user.role : "member");
    if (is_generated)
        printf("password   %s\nThe password is shown this once.\n", user.password);
    return OK;
}

static enum err list(struct cli *c, struct db *db)
{
    struct account_filter filter = { .role = cli_option(c, "role") };
    struct accounts page = { 0 };
    printf("%-32s %-10s %-11s %-20s %s\n", "id", "role", "status", "created", "user name");
    do {
        TRY(accounts_list(db, &c->arena, &filter, PAGE, &page));
        for (int i = 0; i < page.count; i++) {
            const struct account *one = &page.items[i];
            printf("%-32s %-10s %-11s %-20s %s\n", one->id, one->role, one->status,
                   time_rfc3339(&c->arena, one->created_at), one->username);
            filter.before = one->id;
        }
    } while (page.count == PAGE);
    return OK;
}

static enum err find_user(struct cli *c, struct db *db, struct account *out)
{
    enum err const e = account_find_login(db, &c->arena, c->argv[1], out);
    return e == NOT_FOUND ? err_because(e, "there is no user %s", c->argv[1]) : e;
}

static enum err reset_totp(struct cli *c, struct db *db)
{
    struct account account;
    if (c->argc != 2)
        return err_because(BAD_INPUT, "%s", usage);
    TRY(find_user(c, db, &account));
    enum err const e = totp_reset_now(db, &c->arena, account.id, NULL, clock_now());
    if (e == TOTP_NOT_ACTIVE)
        return err_because(e, "%s", err_words(e, true));
    TRY(e);
    printf("TOTP of %s was reset; its sessions have ended\n", account.username);
    return OK;
}

static enum err change_role(struct cli *c, struct db *db)
{
    struct account account;
    if (c->argc != 3 || !text_is_one_of(c->argv[2], ROLES))
        return err_because(BAD_INPUT, "%s", usage);
    TRY(find_user(c, db, &account));
    struct user_change const change = { .id = account.id, .role = c->argv[2] };
    enum err const e = user_change(db, &c->arena, &change, clock_now());
    if (e == LAST_ADMIN)
        return err_because(e, "%s", err_words(e, true));
    TRY(e);
    printf("%s is %s now\n", account.username, c->argv[2]);
    return OK;
}

static enum err run(struct cli *c, struct db *db)
{
    const char *what = c->argc ? c->argv[0] : "";
    if (text_is(what, "create"))
        return create(c, db);
    if (text_is(what, "list"))
        return list(c, db);
    if (text_is(what, "role"))
        return change_role(c, db);
    if (text_is(what, "reset-totp"))
        return reset_totp(c, db);
    return err_because(BAD_INPUT, "%s", usage);
}

enum err cli_user(struct cli *c)
{
    struct store *store = NULL;
    TRY(cli_open(c, true, &store));
    enum err const e = run(c, store_db(store));
    store_close(store);
    password_stop();
    passwords_unload();
    return e;
}
