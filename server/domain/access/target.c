#include "domain/access/target.h"

#include "domain/access/access.h"
#include "domain/validation/source.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { CONNECT_MS = 5000, ANSWER_MS = 30000, HOST_MAX = 253, ORIGIN_SIZE = 300 };

static pthread_mutex_t origins_lock = PTHREAD_MUTEX_INITIALIZER;
static char **origins;                  /* kept for the life of the process: pools count on them */
static unsigned origin_count;

static bool is_host(const char *text, size_t size)
{
    if (size == 0 || size > HOST_MAX || text[0] == '-' || text[0] == '.')
        return false;
    for (size_t i = 0; i < size; i++) {
        char const c = text[i];
        bool const is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (!is_letter && !(c >= '0' && c <= '9') && c != '-' && c != '.' && c != '_')
            return false;
    }
    return true;
}

static bool port_parse(const char *text, size_t size, uint16_t *out)
{
    unsigned value = 0;
    if (size == 0 || size > 5)
        return false;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        value = value * 10 + (unsigned)(text[i] - '0');
    }
    *out = (uint16_t)value;
    return value > 0 && value <= UINT16_MAX;
}

/* host, host:port, [v6], [v6]:port */
static bool authority_parse(const char *text, size_t size, struct url *out)
{
    const char *end = text + size;
    const char *colon;
    if (size > 0 && text[0] == '[') {
        const char *close = memchr(text, ']', size);
        struct ip ip;
        if (!close || !ip_parse(text + 1, (size_t)(close - text - 1), &ip))
            return false;
        out->host = text + 1;
        out->host_size = (size_t)(close - text - 1);
        colon = close + 1;
    } else {
        colon = memchr(text, ':', size);
        out->host = text;
        out->host_size = colon ? (size_t)(colon - text) : size;
        if (!is_host(text, out->host_size))
            return false;
    }
    if (!colon || colon == end)
        return true;
    return *colon == ':' && port_parse(colon + 1, (size_t)(end - colon - 1), &out->port);
}

static bool path_is_plain(const char *path)
{
    for (const char *at = path; *at; at++) {
        unsigned char const c = (unsigned char)*at;
        if (c <= ' ' || c >= 0x7F || strchr("?#\\\"<>^`{|}", c))
            return false;
        if (at[0] != '/' || at[1] != '.')
            continue;
        if (at[2] == '\0' || at[2] == '/' || (at[2] == '.' && (at[3] == '\0' || at[3] == '/')))
            return false;
    }
    return true;
}

bool url_parse(const char *text, struct url *out)
{
    struct url url = { 0 };
    if (strncasecmp(text, "https://", 8) == 0)
        url = (struct url){ .is_tls = true, .port = 443 };
    else if (strncasecmp(text, "http://", 7) == 0)
        url = (struct url){ .port = 80 };
    else
        return false;
    const char *authority = text + (url.is_tls ? 8 : 7);
    size_t const size = strcspn(authority, "/?#");
    if (!authority_parse(authority, size, &url))
        return false;
    url.path = authority + size;
    if (!path_is_plain(url.path))
        return false;
    url.path_size = strlen(url.path);
    while (url.path_size > 0 && url.path[url.path_size - 1] == '/')
        url.path_size--;
    *out = url;
    return true;
}

static unsigned origin_number(const char *name)
{
    pthread_mutex_lock(&origins_lock);
    unsigned number = 0;
    while (number < origin_count && strcmp(origins[number], name) != 0)
        number++;
    if (number == origin_count) {
        char **more = realloc(origins, (origin_count + 1) * sizeof *origins);
        char *copy = strdup(name);
        if (!more || !copy)
            abort();
        origins = more;
        origins[origin_count++] = copy;
    }
    pthread_mutex_unlock(&origins_lock);
    return number;
}

static bool header_is_plain(const struct access_upstream *upstream)
{
    if (!upstream->header_name || !upstream->header_name[0])
        return true;
    if (!upstream->header_value || strpbrk(upstream->header_value, "\r\n"))
        return false;
    return strcspn(upstream->header_name, " \t\r\n:") == strlen(upstream->header_name);
}

/* Moves *at past the copy. */
static const char *append(char **at, const char *text, size_t size)
{
    char *start = *at;
    memcpy(start, text, size);
    start[size] = '\0';
    *at += size + 1;
    return start;
}

static void fill_names(struct access_target *t, const struct url *url, char **at)
{
    char name[ORIGIN_SIZE];
    bool const is_v6 = memchr(url->host, ':', url->host_size) != NULL;
    char *host = *at;
    t->host = append(at, url->host, url->host_size);
    for (char *c = host; *c; c++)
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 32) : *c;
    t->host_is_ip = ip_parse(t->host, url->host_size, &t->ip);

    int size = snprintf(name, sizeof name, is_v6 ? "[%s]" : "%s", t->host);
    if (url->port != (url->is_tls ? 443 : 80))
        size += snprintf(name + size, sizeof name - (size_t)size, ":%u", url->port);
    t->authority = append(at, name, (size_t)size);
    snprintf(name, sizeof name, "%c %s %u", url->is_tls ? 's' : 'p', t->host, url->port);
    t->origin = origin_number(name);
}

static size_t rules_size(const struct access_bundle *bundle)
{
    const char *listed = bundle->rules.cors_origins;
    return strlen(bundle->id) + 1 + (listed ? strlen(listed) + 1 : 0);
}

static void fill_rules(struct access_target *t, const struct access_bundle *bundle, char **at)
{
    const char *listed = bundle->rules.cors_origins;
    t->bundle_id = append(at, bundle->id, strlen(bundle->id));
    t->rules = bundle->rules;
    if (listed)
        t->rules.cors_origins = append(at, listed, strlen(listed));
}

static struct access_target *target_alloc(size_t size)
{
    struct access_target *t = calloc(1, size);
    if (!t)
        abort();
    atomic_init(&t->references, 1);
    t->size = size;
    return t;
}

static bool has_document(const struct access_bundle *bundle)
{
    return bundle->spec && bundle->endpoint_count > 0;
}

struct access_target *access_target_mock(const struct access_bundle *bundle)
{
    if (!has_document(bundle))
        return NULL;
    struct access_target *t = target_alloc(sizeof *t + rules_size(bundle));
    char *at = (char *)(t + 1);
    t->is_mock = true;
    t->spec = spec_source_take(bundle->spec);
    fill_rules(t, bundle, &at);
    return t;
}

struct access_target *access_target_new(const struct access_bundle *bundle,
                                        const struct access_upstream *upstream)
{
    struct url url;
    if (!upstream->url || !url_parse(upstream->url, &url) || !header_is_plain(upstream))
        return NULL;
    bool const injects = upstream->header_name && upstream->header_name[0];
    size_t const name_size = injects ? strlen(upstream->header_name) : 0;
    size_t const value_size = injects ? strlen(upstream->header_value) : 0;
    size_t const size = sizeof(struct access_target) + url.host_size * 2 + url.path_size + name_size
                        + value_size + rules_size(bundle) + 32;
    struct access_target *t = target_alloc(size);
    if (bundle->rules.validates_requests && has_document(bundle))
        t->spec = spec_source_take(bundle->spec);
    t->is_tls = url.is_tls;
    t->port = url.port;
    t->connect_ms = upstream->connect_ms ? upstream->connect_ms : CONNECT_MS;
    t->answer_ms = upstream->answer_ms ? upstream->answer_ms : ANSWER_MS;
    char *at = (char *)(t + 1);
    fill_names(t, &url, &at);
    t->base_path = append(&at, url.path, url.path_size);
    fill_rules(t, bundle, &at);
    if (injects) {
        t->header_name = append(&at, upstream->header_name, name_size);
        t->header_value = append(&at, upstream->header_value, value_size);
    }
    return t;
}

void access_target_take(struct access_target *target)
{
    atomic_fetch_add_explicit(&target->references, 1, memory_order_relaxed);
}

void access_target_give(struct access_target *target)
{
    if (!target || atomic_fetch_sub_explicit(&target->references, 1, memory_order_acq_rel) != 1)
        return;
    spec_source_give(target->spec);
    explicit_bzero(target, target->size);
    free(target);
}
