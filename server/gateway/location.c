#include "gateway/location.h"

#include "domain/access/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* The path and what follows it, of an address of the upstream's own; NULL for any other. */
static const char *own_path(const struct access_target *target, const char *value)
{
    const char *scheme = target->is_tls ? "https://" : "http://";
    size_t const size = strlen(target->authority);
    if (value[0] == '/')
        return value[1] == '/' ? NULL : value;
    if (strncasecmp(value, scheme, strlen(scheme)) != 0)
        return NULL;
    value += strlen(scheme);
    if (strncasecmp(value, target->authority, size) != 0 || !strchr("/?#", value[size]))
        return NULL;
    return value + size;
}

/* What follows the base path; NULL for what lies outside of it, where the gateway does not lead. */
static const char *below_base(const struct access_target *target, const char *path)
{
    size_t const size = strlen(target->base_path);
    if (strncmp(path, target->base_path, size) != 0 || !strchr("/?#", path[size]))
        return NULL;
    return path + size;
}

const char *location_shown(const struct call *call, const char *name, const char *value,
                           char **made)
{
    const struct access_target *target = call->pass.target;
    *made = NULL;
    if (strcasecmp(name, "Location") != 0 && strcasecmp(name, "Content-Location") != 0)
        return value;
    const char *path = target ? own_path(target, value) : NULL;
    const char *rest = path ? below_base(target, path) : NULL;
    if (!rest)
        return value;
    if (asprintf(made, "%.*s%s", (int)call->place_size, call->target, rest) < 0)
        abort();
    return *made;
}
