/* The headers that a member may set. */
#include "domain/testing/testing.h"

#include "base/text.h"

#include <string.h>
#include <strings.h>

static bool is_token(const char *name)
{
    static const char token[] = "!#$%&'*+-.^_`|~0123456789"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    return *name && name[strspn(name, token)] == '\0';
}

static bool is_clean(const char *value)
{
    for (; *value; value++) {
        unsigned char const c = (unsigned char)*value;
        if ((c < 0x20 && c != '\t') || c == 0x7F)
            return false;
    }
    return true;
}

/* Those of a connection, of whoever stands between, and of the gateway. */
static bool is_reserved(const char *name)
{
    static const char *const names[] = {
        "host", "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade",
        "content-length", "expect", "http2-settings", "forwarded", "via", "x-real-ip",
        "x-request-id", "x-api-key", "traceparent", "tracestate", "simpul-refused",
        "simpul-called-from", NULL,
    };
    static const char *const heads[] = { "x-forwarded-", "x-consumer-", "proxy-", NULL };
    for (int i = 0; names[i]; i++) {
        if (strcmp(name, names[i]) == 0)
            return true;
    }
    for (int i = 0; heads[i]; i++) {
        if (text_starts(name, heads[i]))
            return true;
    }
    return false;
}

/* Many servers read an underscore as a hyphen. */
static bool reads_as_reserved(const char *name)
{
    char read[64];
    size_t size = 0;
    for (; name[size] && size < sizeof read - 1; size++) {
        char const c = name[size];
        read[size] = c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
    }
    read[size] = '\0';
    return is_reserved(read);
}

const char *test_header_check(const char *name, const char *value)
{
    if (!is_token(name) || !is_clean(value))
        return "bad_characters";
    bool const has_key = strstr(value, "spl_dev_") || strstr(value, "spl_prod_");
    return has_key || reads_as_reserved(name) ? "reserved" : NULL;
}
