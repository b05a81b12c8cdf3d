#include "gateway/location.h"

#include "domain/access/target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* What may follow an authority or a path: with the value's end, and that of a link's target. */
static const char ends[] = "/?#>";

/* The path and what follows it, of an address of the upstream's own; NULL for any other. */
static const char *own_path(const struct access_target *target, const char *value)
{
    const char *scheme = target->is_tls ? "https:" : "http:";
    size_t const size = strlen(target->authority);
    if (value[0] == '/' && value[1] != '/')
        return value;
    if (strncasecmp(value, scheme, strlen(scheme)) == 0)
        value += strlen(scheme);
    if (strncmp(value, "//", 2) != 0)
        return NULL;
    value += 2;
    if (strncasecmp(value, target->authority, size) != 0 || !strchr(ends, value[size]))
        return NULL;
    return value + size;
}

/* What follows the base path; NULL for what lies outside of it, where the gateway does not lead. */
static const char *below_base(const struct access_target *target, const char *path)
{
    size_t const size = strlen(target->base_path);
    if (strncmp(path, target->base_path, size) != 0 || !strchr(ends, path[size]))
        return NULL;
    return path + size;
}

static const char *rest_of(const struct access_target *target, const char *value)
{
    const char *path = own_path(target, value);
    return path ? below_base(target, path) : NULL;
}

/* Past a quoted string, whose opening quote stands before; at its end where it is not closed. */
static const char *past_quoted(const char *at)
{
    while (*at && *at != '"')
        at += at[0] == '\\' && at[1] ? 2 : 1;
    return *at ? at + 1 : at;
}

/* The next link's target, behind its bracket; NULL: there is none, or it has no end. */
static const char *next_target(const char *at)
{
    while (*at && *at != '<')
        at = *at == '"' ? past_quoted(at + 1) : at + 1;
    return *at && strchr(at, '>') ? at + 1 : NULL;
}

/* RFC 8288: <target>; name="value", <target> … */
static char *links_shown(const struct call *call, const char *value)
{
    char *made = NULL;
    size_t size;
    FILE *out = open_memstream(&made, &size);
    if (!out)
        abort();
    for (const char *at; (at = next_target(value)); value = strchr(at, '>')) {
        const char *rest = rest_of(call->pass.target, at);
        fwrite(value, 1, (size_t)(at - value), out);
        if (rest)
            fwrite(call->target, 1, call->place_size, out);
        value = rest ? rest : at;
        fwrite(value, 1, strcspn(value, ">"), out);
    }
    fputs(value, out);
    if (fclose(out) != 0)
        abort();
    return made;
}

static char *address_shown(const struct call *call, const char *value)
{
    char *made = NULL;
    const char *rest = rest_of(call->pass.target, value);
    if (rest && asprintf(&made, "%.*s%s", (int)call->place_size, call->target, rest) < 0)
        abort();
    return made;
}

size_t location_size_max(const struct call *call, const struct answer_field *field)
{
    size_t size = field->value_size;
    if (!answer_field_is(field, "Link") || !call->pass.target)
        return size;
    for (const char *at = field->value; (at = next_target(at)); at = strchr(at, '>'))
        size += rest_of(call->pass.target, at) ? call->place_size : 0;
    return size;
}

const char *location_shown(const struct call *call, const struct answer_field *field, char **made)
{
    *made = NULL;
    if (!call->pass.target)
        return field->value;
    if (answer_field_is(field, "Link"))
        *made = links_shown(call, field->value);
    else if (answer_field_is(field, "Location") || answer_field_is(field, "Content-Location"))
        *made = address_shown(call, field->value);
    return *made ? *made : field->value;
}
