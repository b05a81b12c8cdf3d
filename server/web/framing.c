#include "web/framing.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>

static _Thread_local struct MHD_Connection *here;

struct seen {
    int lengths, codings, hosts;
    bool is_plain;
};

static bool is(const char *name, size_t size, const char *wanted)
{
    return size == strlen(wanted) && strncasecmp(name, wanted, size) == 0;
}

static bool is_token(const char *name, size_t size)
{
    static const char letters[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-.^_`|~";
    return size > 0 && strspn(name, letters) == size;
}

/* libmicrohttpd gives the form. NOLINTNEXTLINE(readability-function-size) */
static enum MHD_Result weigh(void *context, enum MHD_ValueKind kind, const char *name,
                             size_t name_size, const char *value, size_t value_size)
{
    struct seen *seen = context;
    (void)kind;
    seen->is_plain &= is_token(name, name_size);
    seen->is_plain &= !value || strlen(value) == value_size;
    seen->hosts += is(name, name_size, "Host");
    seen->lengths += is(name, name_size, "Content-Length");
    if (!is(name, name_size, "Transfer-Encoding"))
        return MHD_YES;
    seen->codings++;
    seen->is_plain &= value && strcasecmp(value, "chunked") == 0;
    return MHD_YES;
}

void framing_note(struct MHD_Connection *connection)
{
    here = connection;
}

bool framing_is_plain(void)
{
    struct seen seen = { .is_plain = true };
    if (!here)
        return true;
    MHD_get_connection_values_n(here, MHD_HEADER_KIND, weigh, &seen);
    return seen.is_plain && seen.lengths + seen.codings <= 1 && seen.hosts <= 1;
}
