#include "web/match.h"

#include "base/text.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

enum { SEGMENTS_MAX = 12, PARAMS_MAX = 4, PATH_MAX_BYTES = 2048 };

struct segments {
    int count;
    const char *items[SEGMENTS_MAX];
};

/* A pattern, cut at its slashes. A last segment of "*" takes the rest of the path. */
struct pattern {
    const struct route *route;
    struct segments segments;
    bool takes_rest;
};

struct router {
    struct arena arena;
    int count;
    struct pattern *patterns;
};

static bool cut(char *path, struct segments *out)
{
    if (*path++ != '/')
        return false;
    out->count = 0;
    for (;;) {
        if (out->count == SEGMENTS_MAX)
            return false;
        out->items[out->count++] = path;
        char *slash = strchr(path, '/');
        if (!slash)
            return true;
        *slash = '\0';
        path = slash + 1;
    }
}

static enum err read_pattern(struct router *r, const struct route *route)
{
    struct pattern *p = &r->patterns[r->count++];
    p->route = route;
    if (route->guard == GUARD_MISSING || !route->handle)
        return err_because(INTERNAL, "%s %s has no guard or handler", route->method, route->path);
    if (!cut(arena_copy(&r->arena, route->path), &p->segments))
        return err_because(INTERNAL, "%s is no pattern", route->path);
    p->takes_rest = text_is(p->segments.items[p->segments.count - 1], "*");
    return OK;
}

enum err router_open(const struct route *routes, int count, struct router **out)
{
    struct router *r = calloc(1, sizeof *r);
    if (!r)
        abort();
    r->patterns = arena_alloc(&r->arena, (size_t)count * sizeof *r->patterns);
    for (int i = 0; i < count; i++) {
        enum err const e = read_pattern(r, &routes[i]);
        if (e) {
            router_close(r);
            return e;
        }
    }
    *out = r;
    return OK;
}

void router_close(struct router *r)
{
    if (!r)
        return;
    arena_finish(&r->arena);
    free(r);
}

/* Decodes %XX in place, once. A decoded slash, NUL or broken escape is refused. */
static bool decode(char *segment)
{
    char *out = segment;
    for (const char *at = segment; *at; at++) {
        unsigned char byte = (unsigned char)*at;
        if (byte == '%') {
            char const digits[3] = { at[1], at[1] ? at[2] : '\0', '\0' };
            if (!hex_decode(digits, &byte, 1) || byte == '\0' || byte == '/')
                return false;
            at += 2;
        }
        *out++ = (char)byte;
    }
    *out = '\0';
    return text_is_utf8(segment, strlen(segment));
}

static bool fits(const struct pattern *p, const struct segments *path)
{
    int const fixed = p->segments.count - p->takes_rest;
    if (path->count < p->segments.count || (!p->takes_rest && path->count != fixed))
        return false;
    for (int i = 0; i < fixed; i++) {
        assert(path->items[i]);
        bool const is_param = p->segments.items[i][0] == ':';
        if (is_param ? !*path->items[i] : strcmp(p->segments.items[i], path->items[i]) != 0)
            return false;
    }
    return true;
}

static void read_params(struct req *r, const struct pattern *p, const struct segments *path)
{
    int count = 0;
    for (int i = 0; i < p->segments.count && count < PARAMS_MAX; i++) {
        if (p->segments.items[i][0] != ':')
            continue;
        r->params[count].name = p->segments.items[i] + 1;
        r->params[count++].value = path->items[i];
    }
}

static enum err refuse_method(struct req *r, const char *allowed)
{
    reply_header(r, "Allow", allowed);
    return METHOD_NOT_ALLOWED;
}

enum err router_match(const struct router *router, struct req *r, const char *method,
                      const char *path)
{
    struct segments segments = { 0 };
    if (strlen(path) > PATH_MAX_BYTES || !cut(arena_copy(&r->arena, path), &segments))
        return NOT_FOUND;
    for (int i = 0; i < segments.count; i++) {
        if (!decode((char *)segments.items[i]))
            return err_because(BAD_INPUT, "the path does not decode");
    }
    const char *wanted = text_is(method, "HEAD") ? "GET" : method, *allowed = NULL;
    for (int i = 0; i < router->count; i++) {
        const struct pattern *p = &router->patterns[i];
        if (!fits(p, &segments))
            continue;
        if (text_is(p->route->method, wanted)) {
            r->route = p->route;
            read_params(r, p, &segments);
            return OK;
        }
        allowed = allowed ? arena_printf(&r->arena, "%s, %s", allowed, p->route->method)
                          : p->route->method;
    }
    return allowed ? refuse_method(r, allowed) : NOT_FOUND;
}
