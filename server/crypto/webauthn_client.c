/* What the browser says of a ceremony, and who the relying party is. */
#include "crypto/webauthn.h"

#include "base/ip.h"
#include "base/text.h"

#include <jansson.h>
#include <string.h>

static bool is_loopback(const char *host, size_t size)
{
    struct ip ip;
    struct ip_range loopback, loopback_6;
    bool const is_bracketed = size > 2 && host[0] == '[' && host[size - 1] == ']';
    if (!ip_parse(host + is_bracketed, size - 2 * is_bracketed, &ip))
        return false;
    return (ip_range_parse("127.0.0.0/8", 11, &loopback) && ip_range_has(&loopback, &ip))
        || (ip_range_parse("::1", 3, &loopback_6) && ip_range_has(&loopback_6, &ip));
}

/* ":8443", or nothing where it is the scheme's own, which no origin names. */
static const char *port_of(struct arena *a, const char *scheme, const char *port)
{
    const char *usual = text_is(scheme, "https") ? ":443" : ":80";
    return text_is(port, usual) ? "" : arena_copy(a, port);
}

struct relying_party relying_party_of(struct arena *a, const char *public_url)
{
    size_t const scheme_size = strcspn(public_url, ":");
    const char *scheme = text_lower(a, arena_printf(a, "%.*s", (int)scheme_size, public_url));
    const char *rest = public_url + scheme_size + strspn(public_url + scheme_size, ":/");
    const char *authority = arena_printf(a, "%.*s", (int)strcspn(rest, "/?#"), rest);
    size_t const host_size = *authority == '[' ? strcspn(authority, "]") + 1
                                               : strcspn(authority, ":");
    const char *host = is_loopback(authority, host_size)
        ? "localhost" : text_lower(a, arena_printf(a, "%.*s", (int)host_size, authority));
    return (struct relying_party){
        .id = host,
        .origin = arena_printf(a, "%s://%s%s", scheme, host,
                               port_of(a, scheme, authority + host_size)),
    };
}

static enum err check(struct arena *a, const struct relying_party *rp, const char *wanted,
                      json_t *data, const char **challenge)
{
    const char *type = NULL, *given = NULL, *origin = NULL;
    int is_foreign = 0;
    if (json_unpack(data, "{s:s, s:s, s:s, s?b}", "type", &type, "challenge", &given, "origin",
                    &origin, "crossOrigin", &is_foreign) != 0)
        return err_because(PASSKEY_INVALID, "client data without what it must have");
    if (!text_is(type, wanted))
        return err_because(PASSKEY_INVALID, "client data of type %.40s", type);
    if (!text_is(origin, rp->origin))
        return err_because(PASSKEY_INVALID, "made for %.100s, not %s", origin, rp->origin);
    if (is_foreign || json_object_get(data, "topOrigin"))
        return err_because(PASSKEY_INVALID, "made in a page within another");
    *challenge = arena_copy(a, given);
    return OK;
}

enum err webauthn_client_data(struct arena *a, const struct relying_party *rp, const char *type,
                              struct octets client_data, const char **challenge)
{
    if (client_data.size > WEBAUTHN_CLIENT_DATA_MAX)
        return err_because(PASSKEY_INVALID, "client data of %zu bytes", client_data.size);
    json_t *data = json_loadb(client_data.bytes, client_data.size, JSON_REJECT_DUPLICATES, NULL);
    enum err const e = check(a, rp, type, data, challenge);
    json_decref(data);
    return e;
}
