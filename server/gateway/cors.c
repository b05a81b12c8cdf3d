#include "gateway/cors.h"

#include "domain/access/target.h"
#include "gateway/admission.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ORIGIN_MAX = 300, HEADERS_MAX = 1000 };

static const char methods[] = "GET, HEAD, POST, PUT, PATCH, DELETE";
static const char exposed[] = "RateLimit, RateLimit-Policy, Retry-After, X-Request-Id, Sunset,"
                              " Deprecation, Link, Location, ETag, Content-Disposition, "
                              "Simpul-Mock, Preference-Applied";

static void add(const struct call *call, const char *name, const char *value)
{
    MHD_add_response_header(call->response, name, value);
}

/* The origin as the list has it, with its size; NULL where it is not there. */
static const char *find_origin(const char *list, const struct field *origin, size_t *size)
{
    for (const char *at = list; *at; at += strspn(at, " ")) {
        *size = strcspn(at, " ");
        if (*at == '*' || (*size == origin->value_size && memcmp(at, origin->value, *size) == 0))
            return at;
        at += *size;
    }
    return NULL;
}

void cors_note(struct call *call, const struct request *r, const struct path *path)
{
    struct access_target *target = call->pass.target;
    if (!r->origin && !(target && target->rules.cors_origins))
        return;
    if (target)
        access_target_take(target);
    else
        target = access_target_find(path->environment, path->environment_size, path->slug,
                                    path->slug_size);
    call->cors = target;
    if (target && target->rules.cors_origins && r->origin)
        call->origin = find_origin(target->rules.cors_origins, r->origin, &call->origin_size);
}

static bool is_open(const struct call *call)
{
    return call->cors->rules.cors_origins[0] == '*';
}

void cors_show(const struct call *call)
{
    char origin[ORIGIN_MAX];
    if (!call->cors || !call->cors->rules.cors_origins)
        return;
    if (!is_open(call))
        add(call, "Vary", "Origin");
    if (!call->origin)
        return;
    snprintf(origin, sizeof origin, "%.*s", (int)call->origin_size, call->origin);
    add(call, "Access-Control-Allow-Origin", origin);
    add(call, "Access-Control-Expose-Headers", exposed);
    if (call->cors->rules.cors_has_credentials && !is_open(call))
        add(call, "Access-Control-Allow-Credentials", "true");
}

/* Names of headers and nothing else, as they will stand in the answer. */
static bool is_list_of_names(const struct field *f)
{
    return f->value_size < HEADERS_MAX
           && f->value[strspn(f->value, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789-_, ")] == '\0';
}

bool cors_preflight(struct call *call, const struct request *r, const struct path *path)
{
    if (!r->origin || !r->wanted_method || strcmp(r->method, "OPTIONS") != 0)
        return false;
    cors_note(call, r, path);
    if (!call->origin) {
        cors_end(call);
        return false;
    }
    call->response = MHD_create_response_from_buffer(0, "", MHD_RESPMEM_PERSISTENT);
    if (!call->response)
        abort();
    cors_show(call);
    add(call, "Access-Control-Allow-Methods", methods);
    if (r->wanted_headers && is_list_of_names(r->wanted_headers))
        add(call, "Access-Control-Allow-Headers", r->wanted_headers->value);
    add(call, "Access-Control-Max-Age", "600");
    add(call, "Vary", "Access-Control-Request-Method, Access-Control-Request-Headers");
    add(call, "X-Request-Id", call->request_id);
    call->status = MHD_HTTP_NO_CONTENT;
    call->answer_has_ended = true;
    return true;
}

void cors_end(struct call *call)
{
    access_target_give(call->cors);
    call->cors = NULL;
    call->origin = NULL;
}

bool cors_hides(const struct call *call, const struct answer_field *field)
{
    return call->cors && call->cors->rules.cors_origins
           && strncasecmp(field->name, "Access-Control-", 15) == 0;
}
