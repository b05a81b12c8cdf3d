/* The request as it came, for routes that look at all of it. */
#include "web/req.h"

#include <ulfius.h>

const void *in_raw(const struct req *r, size_t *size)
{
    *size = r->http->binary_body_length;
    return r->http->binary_body;
}

const char *in_method(const struct req *r)
{
    return r->http->http_verb;
}

const char *in_url_path(const struct req *r)
{
    return r->http->url_path;
}

/* A value that is no UTF-8 becomes null. */
static json_t *map_json(const struct _u_map *map)
{
    json_t *out = json_object();
    const char **names = u_map_enum_keys(map);
    for (size_t i = 0; names && names[i]; i++) {
        json_t *value = json_string(u_map_get(map, names[i]));
        json_object_set_new(out, names[i], value ? value : json_null());
    }
    return out;
}

json_t *in_headers_json(const struct req *r)
{
    return map_json(r->http->map_header);
}

json_t *in_queries_json(const struct req *r)
{
    return map_json(r->http->map_url);
}
