#include "support/server.h"

#include "config.h"
#include "crypto/secret.h"
#include "portal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <ulfius.h>

static struct group {
    void *world;
    struct config config;
    struct portal *portal;
    const char *url;
} group;

static struct world *world(void)
{
    return group.world;
}

struct config *api_config(void)
{
    return &group.config;
}

struct db *api_db(void)
{
    return world()->db;
}

struct arena *api_arena(void)
{
    return &world()->arena;
}

const char *api_url(void)
{
    return group.url;
}

static const char TEST_SECRET[] =
    "1 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f\n";

static enum err start(struct world *w)
{
    TRY(secret_use(TEST_SECRET));
    TRY(config_read(&w->arena, NULL, &group.config));
    group.config.api_port = 0;
    group.config.gateway_port = 0;
    group.config.demo_port = 0;
    group.config.address_limit = 0;
    group.config.data_dir = w->folder;
    group.config.log_level = getenv("TEST_LOG") ? LOG_INFO : LOG_ERROR;
    log_setup(group.config.log_level, "text");
    TRY(portal_start(&group.config, w->store, &group.portal));
    group.url = arena_printf(&w->arena, "http://127.0.0.1:%d", portal_api_port(group.portal));
    return OK;
}

int api_begin(void **state)
{
    (void)state;
    ulfius_global_init();
    if (world_begin(&group.world))
        return 1;
    enum err const e = start(world());
    if (e)
        print_error("no server: %s\n", err_why());
    return e != OK;
}

/* Answers live as long as the group, so that no test frees one. */
enum { ANSWERS_MAX = 20000 };
static struct answer kept[ANSWERS_MAX];
static int kept_count;

static void forget_answers(void)
{
    for (int i = 0; i < kept_count; i++) {
        json_decref(kept[i].json);
        u_map_clean_full(kept[i].headers);
    }
    kept_count = 0;
}

static struct answer keep(struct _u_response *s)
{
    struct arena *a = api_arena();
    struct answer out = { .status = s->status, .size = s->binary_body_length };
    char *text = arena_alloc(a, out.size + 1);
    if (out.size)
        memcpy(text, s->binary_body, out.size);
    out.text = text;
    out.json = json_loadb(text, out.size, 0, NULL);
    out.headers = u_map_copy(s->map_header);
    assert_true(kept_count < ANSWERS_MAX);
    kept[kept_count++] = out;
    return out;
}

static bool recording = true;           /* off for calls to other servers */

/* Into the file that TEST_EXCHANGES names: what tests/contract/ compares with the document. */
static void record(const struct _u_request *q, const struct answer *a)
{
    const char *path = recording ? getenv("TEST_EXCHANGES") : NULL;
    FILE *out = path ? fopen(path, "ae") : NULL;
    if (!out)
        return;
    const char *type = u_map_get_case(a->headers, "Content-Type");
    json_t *line = json_pack("{ss ss sI ss sO?}", "method", q->http_verb, "url",
                             q->http_url + strlen(group.url), "status", (json_int_t)a->status,
                             "type", type ? type : "", "body", a->json);
    char *text = json_dumps(line, JSON_COMPACT);
    assert_int_equal(flock(fileno(out), LOCK_EX), 0);   /* programs that run beside it write too */
    fprintf(out, "%s\n", text);
    free(text);
    json_decref(line);
    fclose(out);                        /* and only then is the lock gone */
}

static struct answer send_request(struct _u_request *q)
{
    struct _u_response s;
    ulfius_init_response(&s);
    q->timeout = 60;
    int const rc = ulfius_send_http_request(q, &s);
    if (rc != U_OK)
        print_error("no answer: ulfius %d\n", rc);
    struct answer a = keep(&s);
    record(q, &a);
    ulfius_clean_response(&s);
    ulfius_clean_request(q);
    return a;
}

int api_end(void **state)
{
    (void)state;
    portal_stop(group.portal);
    forget_answers();
    int const rc = world_end(&group.world);
    secret_close();
    ulfius_global_close();
    group = (struct group){ 0 };
    return rc;
}

static void begin(struct _u_request *q, const char *method, const char *path, const char *token)
{
    ulfius_init_request(q);
    ulfius_set_request_properties(q, U_OPT_HTTP_VERB, method, U_OPT_HTTP_URL,
                                  arena_printf(api_arena(), "%s%s", group.url, path), U_OPT_NONE);
    if (token)
        u_map_put(q->map_header, "Authorization", arena_printf(api_arena(), "Bearer %s", token));
}

struct answer call(const char *method, const char *path, const char *token, json_t *body)
{
    struct _u_request q;
    begin(&q, method, path, token);
    if (body)
        ulfius_set_json_body_request(&q, body);
    json_decref(body);
    return send_request(&q);
}

static void add_header(struct _u_request *q, const char *line)
{
    const char *colon = strchr(line, ':');
    u_map_put(q->map_header, arena_printf(api_arena(), "%.*s", (int)(colon - line), line),
              colon + 1 + strspn(colon + 1, " "));
}

struct answer call_raw(const char *method, const char *path, const char *const *headers,
                       const char *media_type, const void *body, size_t size)
{
    struct _u_request q;
    begin(&q, method, path, NULL);
    for (; headers && *headers; headers++)
        add_header(&q, *headers);
    if (media_type)
        u_map_put(q.map_header, "Content-Type", media_type);
    if (body)
        ulfius_set_binary_body_request(&q, body, size);
    return send_request(&q);
}

/* NOLINTNEXTLINE(readability-function-size) */
struct answer call_at(int port, const char *method, const char *path, const char *media_type,
                      const void *body, size_t size)
{
    const char *portal = group.url;
    group.url = arena_printf(api_arena(), "http://127.0.0.1:%d", port);
    recording = false;
    struct answer a = call_raw(method, path, NULL, media_type, body, size);
    recording = true;
    group.url = portal;
    return a;
}

/* NOLINTNEXTLINE(readability-function-size) */
struct answer call_form(const char *method, const char *path, const char *token,
                        const char *part, json_t *json, const char *file_part,
                        const char *file_name, const void *bytes, size_t size)
{
    static const char boundary[] = "----simpul-test-boundary";
    char *text = NULL, *dump = json ? json_dumps(json, JSON_COMPACT) : NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    if (dump)
        fprintf(out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n"
                     "Content-Type: application/json\r\n\r\n%s\r\n", boundary, part, dump);
    if (file_name) {
        fprintf(out, "--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n"
                     "Content-Type: application/octet-stream\r\n\r\n", boundary, file_part,
                file_name);
        fwrite(bytes, 1, size, out);
        fputs("\r\n", out);
    }
    fprintf(out, "--%s--\r\n", boundary);
    fclose(out);
    free(dump);
    json_decref(json);

    const char *bearer = token ? arena_printf(api_arena(), "Authorization: Bearer %s", token)
                               : NULL;
    const char *type = arena_printf(api_arena(), "multipart/form-data; boundary=%s", boundary);
    struct answer a = call_raw(method, path, (const char *const[]){ bearer, NULL }, type, text,
                               length);
    free(text);
    return a;
}

const char *answer_header(const struct answer *a, const char *name)
{
    return u_map_get_case(a->headers, name);
}

static const json_t *find(const struct answer *a, const char *path)
{
    const json_t *at = a->json;
    char *copy = arena_copy(api_arena(), path), *rest = NULL;
    for (char *part = strtok_r(copy, ".", &rest); part; part = strtok_r(NULL, ".", &rest)) {
        bool const is_index = strspn(part, "0123456789") == strlen(part);
        at = json_is_array(at) && is_index ? json_array_get(at, (size_t)strtoul(part, NULL, 10))
                                           : json_object_get(at, part);
    }
    return at;
}

const char *answer_text(const struct answer *a, const char *path)
{
    const char *text = json_string_value(find(a, path));
    return text ? text : "";
}

int64_t answer_int(const struct answer *a, const char *path)
{
    return json_integer_value(find(a, path));
}

void refuses(struct answer a, long status, const char *code)
{
    if (a.status != status || strcmp(answer_text(&a, "code"), code) != 0)
        print_error("wanted %ld %s: %ld %s\n", status, code, a.status, a.text);
    assert_int_equal(a.status, status);
    assert_string_equal(answer_text(&a, "code"), code);
}

void faults(struct answer a, const char *field, const char *code)
{
    refuses(a, 422, "invalid_fields");
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(a.json, "errors"), i, one) {
        if (strcmp(json_string_value(json_object_get(one, "field")), field) != 0)
            continue;
        assert_string_equal(json_string_value(json_object_get(one, "code")), code);
        return;
    }
    print_error("no fault of %s: %s\n", field, a.text);
    fail();
}

int64_t db_number(const char *sql, const char *value)
{
    AUTO_QUERY struct query q = db_query_args(api_db(), sql,
                                              (struct arg[]){ TEXT(value), { 0 } });
    assert_true(query_next(&q));
    return column_int(&q);
}

void db_ran(const char *sql)
{
    AUTO_TX struct tx tx = { 0 };
    assert_ok(tx_begin(&tx, api_db()));
    assert_ok(db_run(tx.db, sql));
    assert_ok(tx_commit(&tx));
}
