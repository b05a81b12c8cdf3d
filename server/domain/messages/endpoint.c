#include "domain/messages/endpoint.h"

#include "base/ip.h"
#include "base/text.h"

#include <string.h>

const char *endpoint_host(struct arena *a, const char *url)
{
    const char *at = strstr(url, "://");
    if (!at)
        return NULL;
    at += strlen("://");
    size_t const whole = strcspn(at, "/?#"), user = strcspn(at, "@");
    if (user < whole || strcspn(at, "{}") < whole)
        return NULL;
    bool const in_brackets = *at == '[';
    size_t const size = in_brackets ? strcspn(++at, "]") : strcspn(at, ":/?#");
    return size > 0 && size <= whole ? arena_printf(a, "%.*s", (int)size, at) : NULL;
}

bool host_is_loopback(const char *host)
{
    return text_is(host, "localhost") || text_is(host, "::1") || text_starts(host, "127.");
}

const char *endpoint_fault(const char *url)
{
    AUTO_ARENA struct arena a = { 0 };
    struct ip ip;
    const char *host = endpoint_host(&a, url);
    if (!host || !text_is_visible(url, false))
        return "is no address such as https://api.example.com/send";
    if (text_starts(url, "https://"))
        return NULL;
    if (!text_starts(url, "http://"))
        return "is neither https:// nor http://";
    if (host_is_loopback(host) || (ip_parse(host, strlen(host), &ip) && ip_is_private(&ip)))
        return NULL;
    return "must be https://, except for loopback and private addresses";
}
