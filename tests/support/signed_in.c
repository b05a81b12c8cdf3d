#include "support/signed_in.h"

#include "domain/messages/messages.h"

#include <string.h>

struct answer sign_in_call(const char *username, const char *password, bool is_native)
{
    return call("POST", "/auth", NULL,
                json_pack("{ss ss s{sb}}", "username", username, "password", password,
                          "options", "nativeApp", is_native));
}

const char *token_of(const char *username)
{
    struct answer a = sign_in_call(username, PASSWORD, true);
    if (a.status != 200)
        print_error("%s: %s\n", username, a.text);
    assert_int_equal(a.status, 200);
    return answer_text(&a, "token");
}

const char *signed_in(const char *username, const char *role)
{
    person_add(api_db(), api_arena(), NULL, username, role);
    return token_of(username);
}

const char *mailed(const char *to, const char *member)
{
    struct mails mails;
    assert_ok(messages_to(api_db(), api_arena(), to, 1, &mails));
    assert_int_equal(mails.count, 1);
    const char *found = strcmp(member, "code") == 0 ? mails.items[0].code : mails.items[0].link;
    assert_non_null(found);
    return found;
}

const char *cookie_of(const struct answer *a, const char *name)
{
    const char *header = answer_header(a, "Set-Cookie");
    size_t const length = strlen(name);
    if (!header || strncmp(header, name, length) != 0 || header[length] != '=')
        return "";
    header += length + 1;
    return arena_printf(api_arena(), "%.*s", (int)strcspn(header, ";"), header);
}
