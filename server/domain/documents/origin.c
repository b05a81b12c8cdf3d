#include "domain/documents/origin.h"

#include "base/text.h"
#include "domain/json/json.h"

#include <string.h>
#include <strings.h>

enum { TAGS_MAX = 500, SERVERS_MAX = 20, ORIGIN_BYTES = 64 * 1024, TAGS_BYTES = 512 * 1024,
       BODY_BYTES = 2 * DOCUMENT_BYTES_MAX };

/* What a document says of servers behind the gateway, in how many places, and where first. */
struct own {
    int servers, backends;
    const char *first_server, *first_backend;
};

/* Members of other gateways' own tell where they send calls, and with what. */
static bool names_backend(const char *name)
{
    static const char *const words[] = { "backend", "upstream", "gateway", "server", "google",
                                         "integration", "internal", "secret", "credential",
                                         "authorizer", "kong", "apim", "wso2", "proxy" };
    if (strncasecmp(name, "x-", 2) != 0)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcasestr(name, words[i]))
            return true;
    }
    return false;
}

static void forget_backends(const struct reading *r, const struct place *at, json_t *object,
                            struct own *out)
{
    const char *name;
    json_t *value;
    void *next;
    json_object_foreach_safe(object, next, name, value) {
        if (!names_backend(name))
            continue;
        if (out->backends++ == 0)
            out->first_backend = place_text(r, AT(at, name));
        json_object_del(object, name);
    }
}

/* Behind the gateway what an operation says of servers and credentials of its own is void. */
static void forget_own_access(const struct reading *r, const struct place *at, json_t *operation,
                              struct own *out)
{
    if (json_object_get(operation, "servers") && out->servers++ == 0)
        out->first_server = place_text(r, AT(at, "servers"));
    json_object_del(operation, "servers");
    json_object_del(operation, "security");
    forget_backends(r, at, operation, out);
}

static void forget_links(json_t *links)
{
    const char *name;
    json_t *link;
    json_object_foreach(links, name, link)
        json_object_del(link, "server");
}

static void forget_links_of_all(json_t *responses)
{
    const char *status;
    json_t *response;
    json_object_foreach(responses, status, response)
        forget_links(json_object_get(response, "links"));
}

static void forget_items(const struct reading *r, const struct place *above, json_t *items,
                         struct own *out);

static void forget_callbacks(const struct reading *r, const struct place *above,
                             json_t *callbacks, struct own *out)
{
    const char *name;
    json_t *items;
    json_object_foreach(callbacks, name, items)
        forget_items(r, AT(above, name), items, out);
}

static void forget_items(const struct reading *r, const struct place *above, json_t *items,
                         struct own *out)
{
    const char *path, *member;
    json_t *item, *operation;
    json_object_foreach(items, path, item) {
        const struct place *at = AT(above, path);
        forget_own_access(r, at, item, out);
        json_object_foreach(item, member, operation) {
            const struct place *here = AT(at, member);
            forget_own_access(r, here, operation, out);
            forget_links_of_all(json_object_get(operation, "responses"));
            forget_callbacks(r, AT(here, "callbacks"), json_object_get(operation, "callbacks"),
                             out);
        }
    }
}

static void tell_forgotten(struct reading *r, const struct own *own)
{
    if (own->servers > 0)
        reading_left(r, AT(NULL, own->first_server),
            arena_printf(r->a, "Alamat sendiri di %d tempat diganti alamat gateway", own->servers),
            arena_printf(r->a, "Servers of its own in %d places give way to the gateway's address",
                         own->servers));
    if (own->backends > 0)
        reading_left(r, AT(NULL, own->first_backend),
            arena_printf(r->a, "Keterangan tentang server di belakangnya di %d tempat tidak"
                         " ditunjukkan kepada siapa pun", own->backends),
            arena_printf(r->a, "What is said of servers behind it in %d places is shown to nobody",
                         own->backends));
}

static void forget_all_access(struct reading *r)
{
    json_t *root = r->root, *components = json_object_get(root, "components");
    const struct place *parts = AT(NULL, "/components");
    struct own own = { 0 };
    forget_backends(r, AT(NULL, ""), root, &own);
    forget_backends(r, AT(NULL, "/info"), json_object_get(root, "info"), &own);
    forget_backends(r, parts, components, &own);
    forget_items(r, AT(NULL, "/paths"), json_object_get(root, "paths"), &own);
    forget_items(r, AT(NULL, "/webhooks"), json_object_get(root, "webhooks"), &own);
    forget_items(r, AT(parts, "pathItems"), json_object_get(components, "pathItems"), &own);
    forget_callbacks(r, AT(parts, "callbacks"), json_object_get(components, "callbacks"), &own);
    forget_links(json_object_get(components, "links"));
    forget_links_of_all(json_object_get(components, "responses"));
    tell_forgotten(r, &own);
}

static json_t *servers_of(const json_t *root)
{
    json_t *kept = json_array();
    const json_t *servers = json_object_get(root, "servers");
    for (size_t i = 0; i < json_array_size(servers) && i < SERVERS_MAX; i++) {
        const json_t *server = json_array_get(servers, i);
        const char *url = json_text_at(server, "url", NULL);
        if (url)
            json_array_append_new(kept, json_pack("{ss ss}", "url", url, "description",
                                                  json_text_at(server, "description", "")));
    }
    return kept;
}

/* The document's own credentials are the upstream's; a consumer has a key. */
static void forget_schemes(struct reading *r, json_t *schemes, const json_t *ours)
{
    const struct place *at = AT(AT(AT(NULL, ""), "components"), "securitySchemes");
    const char *name;
    json_t *scheme;
    json_object_foreach(schemes, name, scheme) {
        if (!json_equal(scheme, ours))
            reading_left(r, AT(at, name), "Diganti API Key portal ini di header X-API-Key",
                         "Replaced by this portal's API key in the header X-API-Key");
    }
}

static const char *format_of(const struct reading *r)
{
    return r->is_swagger ? "Swagger 2.0"
                         : arena_printf(r->a, "OpenAPI %s", shortened(r->a,
                               json_text_at(r->root, "openapi", "")));
}

static void take_origin(struct reading *r)
{
    json_t *components = json_object_get(r->root, "components");
    json_t *schemes = json_object_get(components, "securitySchemes");
    json_auto_t *origin = json_pack("{ss so}", "format", format_of(r), "servers",
                                    servers_of(r->root));
    if (json_is_object(schemes))
        json_object_set(origin, "security_schemes", schemes);
    const char *json = reading_write(r, origin, ORIGIN_BYTES);
    r->out->origin = json ? json : "{}";
    json_t *ours = json_pack("{ss ss ss}", "type", "apiKey", "in", "header", "name", "X-API-Key");
    forget_schemes(r, schemes, ours);
    if (!json_is_object(components)) {
        components = json_object();
        json_object_set_new(r->root, "components", components);
    }
    json_object_set_new(components, "securitySchemes", json_pack("{so}", "api_key", ours));
}

enum err origin_take(struct reading *r)
{
    const json_t *hooks = json_object_get(r->root, "webhooks");
    json_auto_t *head = json_object();
    json_object_set(head, "openapi", json_object_get(r->root, "openapi"));
    json_object_set(head, "info", json_object_get(r->root, "info"));
    forget_all_access(r);
    r->out->head = json_written(r->a, head);
    take_origin(r);
    if (hooks)
        reading_left(r, AT(NULL, "/webhooks"),
                     "Webhook tidak melalui gateway: hanya ada di dokumen",
                     "Webhooks do not pass the gateway: they stay in the document alone");
    json_auto_t *body = json_copy(r->root);
    static const char *const apart[] = { "openapi", "info", "servers", "security" };
    for (size_t i = 0; i < sizeof apart / sizeof apart[0]; i++)
        json_object_del(body, apart[i]);
    size_t looked_at = 0;
    if (!json_is_within(body, BODY_BYTES, &looked_at))
        return reading_refuse(r, AT(NULL, ""), "Dokumen terlalu rumit: bagiannya berlipat ganda",
                              "The document is too intricate: its parts multiply");
    r->out->body = json_written(r->a, body);
    return OK;
}

static void add_tag(json_t *list, json_t *known, const char *name, const char *description)
{
    if (!*name || json_object_get(known, name) || json_array_size(list) == TAGS_MAX)
        return;
    json_object_set_new(known, name, json_true());
    json_array_append_new(list, json_pack("{ss ss}", "name", name, "description", description));
}

void tags_take(struct reading *r)
{
    json_auto_t *list = json_array(), *known = json_object();
    const json_t *tags = json_object_get(r->root, "tags");
    for (size_t i = 0; i < json_array_size(tags); i++) {
        const json_t *tag = json_array_get(tags, i);
        add_tag(list, known, json_text_at(tag, "name", ""), json_text_at(tag, "description", ""));
    }
    for (int i = 0; i < r->out->endpoint_count; i++)
        add_tag(list, known, r->out->endpoints[i].tag, "");
    const char *json = reading_write(r, list, TAGS_BYTES);
    if (!json)
        reading_left(r, AT(NULL, "/tags"), "Terlalu besar: uraian tag ditinggalkan",
                     "Too big: the descriptions of tags are left out");
    r->out->tags = json ? json : "[]";
}
