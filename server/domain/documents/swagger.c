#include "domain/documents/swagger.h"

#include "base/text.h"
#include "domain/documents/refs.h"
#include "domain/documents/swagger_parts.h"
#include "domain/json/json.h"

#include <string.h>

static const char methods[] = "get|post|put|patch|delete|head|options";

/* host, basePath and schemes become servers. */
static void convert_servers(struct reading *r)
{
    const char *host = json_text_at(r->root, "host", "");
    const char *base = json_text_at(r->root, "basePath", "/");
    const json_t *schemes = json_object_get(r->root, "schemes");
    json_t *servers = json_array();
    size_t const count = json_array_size(schemes) ? json_array_size(schemes) : 1;
    for (size_t i = 0; i < count; i++) {
        const char *scheme = json_string_value(json_array_get(schemes, i));
        const char *url = !*host ? base : arena_printf(r->a, "%s://%s%s", scheme ? scheme : "https",
                                                       host, text_is(base, "/") ? "" : base);
        json_array_append_new(servers, json_pack("{ss}", "url", url));
    }
    json_object_set_new(r->root, "servers", servers);
    json_object_del(r->root, "host");
    json_object_del(r->root, "basePath");
    json_object_del(r->root, "schemes");
}

/* Moves a member of the root among the components. */
static json_t *move(struct reading *r, const char *from, const char *to)
{
    json_t *components = json_object_get(r->root, "components");
    json_t *part = json_object_get(r->root, from);
    if (!components) {
        components = json_object();
        json_object_set_new(r->root, "components", components);
    }
    if (json_is_object(part))
        json_object_set(components, to, part);
    json_object_del(r->root, from);
    return json_object_get(components, to);
}

static void convert_oauth(json_t *scheme)
{
    static const char *const flows[][2] = { { "accessCode", "authorizationCode" },
        { "application", "clientCredentials" }, { "implicit", "implicit" },
        { "password", "password" } };
    static const char *const words[] = { "authorizationUrl", "tokenUrl", "scopes" };
    const char *flow = json_text_at(scheme, "flow", "implicit");
    json_t *one = json_object();
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        json_t *value = json_object_get(scheme, words[i]);
        if (value)
            json_object_set(one, words[i], value);
        json_object_del(scheme, words[i]);
    }
    size_t i = sizeof flows / sizeof flows[0] - 1;
    while (i > 0 && !text_is(flows[i][0], flow))
        i--;
    json_object_set_new(scheme, "flows", json_pack("{so}", flows[i][1], one));
    json_object_del(scheme, "flow");
}

static void convert_schemes(json_t *schemes)
{
    const char *name;
    json_t *scheme;
    json_object_foreach(schemes, name, scheme) {
        const char *type = json_text_at(scheme, "type", "");
        if (text_is(type, "basic")) {
            json_object_set_new(scheme, "type", json_string("http"));
            json_object_set_new(scheme, "scheme", json_string("basic"));
        } else if (text_is(type, "oauth2")) {
            convert_oauth(scheme);
        }
    }
}

/* What an operation's parameters become. Borrowed, but for the lists. */
struct sorted {
    json_t *plain;                  /* of query, path, header */
    json_t *form;
    const json_t *body;
};

static void sort_one(struct reading *r, json_t *given, struct sorted *out)
{
    const char *ref = ref_of(given);
    json_t *target = ref ? ref_find(r->root, ref) : given;
    const char *in = json_text_at(target, "in", "");
    if (text_is(in, "body")) {
        out->body = target;
    } else if (text_is(in, "formData")) {
        json_array_append(out->form, target);
    } else if (ref && text_starts(ref, "#/parameters/")) {
        json_array_append_new(out->plain, json_pack("{ss}", "$ref", arena_printf(r->a,
                                                    "#/components%s", ref + 1)));
    } else {
        json_array_append(out->plain, given);
    }
}

static void sort(struct reading *r, const json_t *owner, struct sorted *out)
{
    size_t i;
    json_t *given;
    json_array_foreach(json_object_get(owner, "parameters"), i, given)
        sort_one(r, given, out);
}

static void convert_plain(struct reading *r, const struct place *at, const json_t *list)
{
    size_t i;
    json_t *one;
    json_array_foreach(list, i, one) {
        if (json_is_object(one) && !json_object_get(one, "$ref")
            && !json_object_get(one, "schema"))
            swagger_parameter(r, ITEM(at, i), one);
    }
}

/* A body and a form at the path hold for each of its operations. */
static void set_parameters(struct reading *r, const struct place *at, json_t *operation,
                           const json_t *item, const struct media *media)
{
    struct sorted own = { .plain = json_array(), .form = json_array() };
    struct sorted shared = { .plain = json_array(), .form = json_array() };
    json_auto_t *form = json_array();
    const struct place *here = AT(at, "parameters");
    sort(r, operation, &own);
    sort(r, item, &shared);
    json_array_extend(form, shared.form);
    json_array_extend(form, own.form);
    const json_t *body = own.body ? own.body : shared.body;
    if (body)
        json_object_set_new(operation, "requestBody", swagger_body(body, media));
    else if (json_array_size(form) > 0)
        json_object_set_new(operation, "requestBody", swagger_form(r, here, form, media));
    if (body)
        swagger_schema(r, here, json_object_get(body, "schema"));
    convert_plain(r, here, own.plain);
    if (json_object_get(operation, "parameters"))
        json_object_set(operation, "parameters", own.plain);
    json_decref(own.plain);
    json_decref(own.form);
    json_decref(shared.plain);
    json_decref(shared.form);
}

static void convert_responses(struct reading *r, const struct place *at, json_t *responses,
                              const struct media *media)
{
    const char *status;
    json_t *response;
    json_object_foreach(responses, status, response) {
        if (json_is_object(response))
            swagger_response(r, AT(at, status), response, media);
    }
}

static const json_t *own_or(const json_t *operation, const char *name, const json_t *usual)
{
    const json_t *own = json_object_get(operation, name);
    return json_is_array(own) ? own : usual;
}

static void convert_operation(struct reading *r, const struct place *at, json_t *operation,
                              const json_t *item, const struct media *usual)
{
    json_auto_t *consumes = json_incref((json_t *)own_or(operation, "consumes", usual->consumes));
    json_auto_t *produces = json_incref((json_t *)own_or(operation, "produces", usual->produces));
    struct media const media = { .consumes = consumes, .produces = produces };
    set_parameters(r, at, operation, item, &media);
    convert_responses(r, AT(at, "responses"), json_object_get(operation, "responses"), &media);
    json_object_del(operation, "consumes");
    json_object_del(operation, "produces");
    json_object_del(operation, "schemes");
}

static enum err convert_item(struct reading *r, const struct place *at, json_t *item,
                             const struct media *usual)
{
    const char *key;
    json_t *value;
    json_object_foreach(item, key, value) {
        TRY(reading_work(r, at));
        if (text_is_one_of(key, methods) && json_is_object(value))
            convert_operation(r, AT(at, key), value, item, usual);
    }
    struct sorted shared = { .plain = json_array(), .form = json_array() };
    sort(r, item, &shared);
    convert_plain(r, AT(at, "parameters"), shared.plain);
    if (json_object_get(item, "parameters"))
        json_object_set(item, "parameters", shared.plain);
    json_decref(shared.plain);
    json_decref(shared.form);
    return OK;
}

static enum err convert_paths(struct reading *r, const struct media *usual)
{
    const struct place *at = AT(AT(NULL, ""), "paths");
    const char *path;
    json_t *item;
    json_object_foreach(json_object_get(r->root, "paths"), path, item) {
        if (json_is_object(item))
            TRY(convert_item(r, AT(at, path), item, usual));
    }
    return OK;
}

/* Those of bodies and forms stand in the operations now. */
static void convert_shared_parameters(struct reading *r)
{
    const char *name;
    json_t *parameter;
    void *next;
    json_t *all = move(r, "parameters", "parameters");
    json_object_foreach_safe(all, next, name, parameter) {
        const char *in = json_text_at(parameter, "in", "");
        if (text_is_one_of(in, "body|formData"))
            json_object_del(all, name);
        else if (json_is_object(parameter))
            swagger_parameter(r, AT(AT(AT(NULL, ""), "parameters"), name), parameter);
    }
}

enum err swagger_convert(struct reading *r)
{
    json_auto_t *consumes = json_incref(json_object_get(r->root, "consumes"));
    json_auto_t *produces = json_incref(json_object_get(r->root, "produces"));
    struct media const usual = { .consumes = json_is_array(consumes) ? consumes : NULL,
                                 .produces = json_is_array(produces) ? produces : NULL };
    const char *name;
    json_t *schema;
    json_object_set_new(r->root, "openapi", json_string("3.0.3"));
    json_object_del(r->root, "swagger");
    json_object_del(r->root, "consumes");
    json_object_del(r->root, "produces");
    convert_servers(r);
    json_t *schemas = move(r, "definitions", "schemas");
    json_object_foreach(schemas, name, schema)
        swagger_schema(r, AT(AT(AT(NULL, ""), "definitions"), name), schema);
    TRY(convert_paths(r, &usual));
    convert_responses(r, AT(AT(NULL, ""), "responses"), move(r, "responses", "responses"), &usual);
    convert_shared_parameters(r);
    convert_schemes(move(r, "securityDefinitions", "securitySchemes"));
    return reading_work(r, AT(NULL, "/paths"));
}
