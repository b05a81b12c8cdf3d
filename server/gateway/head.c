/* The head of a request as its upstream gets it. */
#include "gateway/front.h"

#include "domain/access/target.h"
#include "domain/access/vouch.h"
#include "gateway/token.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { NAME_READ_MAX = 64 };            /* names of ours are shorter */

static inline void add(struct buffer *b, const char *bytes, size_t size)
{
    buffer_add(b, bytes, size);
}

static inline void add_text(struct buffer *b, const char *text)
{
    add(b, text, strlen(text));
}

static inline void add_field(struct buffer *b, const char *name, const char *value)
{
    add_text(b, name);
    add(b, ": ", 2);
    add_text(b, value);
    add(b, "\r\n", 2);
}

static bool is(const struct field *field, const char *name)
{
    return strcasecmp(field->name, name) == 0;
}

/* Fields of one connection, and those that this gateway writes itself. */
static bool is_ours(const struct field *f)
{
    static const struct known_name names[] = {
        KNOWN("TE"), KNOWN("Host"), KNOWN("Expect"), KNOWN("Trailer"), KNOWN("Upgrade"),
        KNOWN("Forwarded"), KNOWN("X-API-Key"), KNOWN("X-Real-IP"), KNOWN("Connection"),
        KNOWN("Keep-Alive"), KNOWN("tracestate"), KNOWN("traceparent"), KNOWN("X-Request-Id"),
        KNOWN("Content-Length"), KNOWN("HTTP2-Settings"), KNOWN("Proxy-Connection"),
        KNOWN("Transfer-Encoding"), KNOWN(VOUCHER_HEADER), KNOWN("Proxy-Authorization"),
    };
    if (f->name_size > 11 && (f->name[0] | 0x20) == 'x'
        && (strncasecmp(f->name, "X-Forwarded-", 12) == 0
            || strncasecmp(f->name, "X-Consumer-", 11) == 0))
        return true;
    return name_is_among(f->name, f->name_size, names, sizeof names / sizeof names[0]);
}

static bool is_named_by_connection(const struct request *r, const struct field *f)
{
    for (unsigned i = 0; i < r->field_count; i++) {
        const struct field *other = &r->fields[i];
        if (is(other, "Connection")
            && list_has_n(other->value, other->value_size, f->name, f->name_size))
            return true;
    }
    return false;
}

/* The key itself never travels on, whichever header it stands in. */
static bool carries_key(const struct request *r, const struct field *f)
{
    if (f != r->authorization)
        return false;
    return !r->key || strstr(f->value, "spl_dev_") || strstr(f->value, "spl_prod_");
}

static char as_read(char c)
{
    return c == '_' ? '-' : c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

static bool reads_alike(const char *a, const char *b)
{
    while (*a && as_read(*a) == as_read(*b)) {
        a++;
        b++;
    }
    return as_read(*a) == as_read(*b);
}

/* Many servers read "X_Consumer_Id" as "X-Consumer-Id": it must not pass for what is ours. */
static bool reads_as_ours(const struct field *f)
{
    char name[NAME_READ_MAX];
    if (f->name_size >= sizeof name || !memchr(f->name, '_', f->name_size))
        return false;
    for (size_t i = 0; i <= f->name_size; i++)
        name[i] = as_read(f->name[i]);
    return is_ours(&(struct field){ .name = name, .name_size = f->name_size });
}

static bool passes(const struct call *call, const struct request *r, const struct field *f)
{
    const char *injected = call->pass.target->header_name;
    if (is_ours(f) || reads_as_ours(f) || carries_key(r, f))
        return false;
    if (injected && reads_alike(f->name, injected))
        return false;
    return !r->names_fields || !is_named_by_connection(r, f);
}

static void add_line(struct call *call, const struct request *r, const struct path *path)
{
    const struct access_target *target = call->pass.target;
    struct buffer *b = &call->head;
    add_text(b, r->method);
    add(b, " ", 1);
    add_text(b, target->base_path);
    add(b, path->rest, path->rest_size);
    if (!target->base_path[0] && path->rest_size == 0)
        add(b, "/", 1);
    add(b, path->query, path->query_size);
    add_text(b, " HTTP/1.1\r\n");
    add_field(b, "Host", target->authority);
}

static void add_length(struct buffer *b, const struct request *r)
{
    char digits[24];
    if (r->is_chunked)
        add_field(b, "Transfer-Encoding", "chunked");
    if (!r->has_length)
        return;
    snprintf(digits, sizeof digits, "%llu", (unsigned long long)r->length);
    add_field(b, "Content-Length", digits);
}

static void write_hex(uint64_t value, char out[static 16])
{
    for (int i = 15; i >= 0; i--) {
        out[i] = "0123456789abcdef"[value & 15];
        value >>= 4;
    }
}

/* W3C Trace Context, version 00, sampled. */
static void add_trace(struct call *call)
{
    char text[56] = "00-";
    memcpy(text + 3, call->trace_id, TRACE_ID_DIGITS);
    text[3 + TRACE_ID_DIGITS] = '-';
    write_hex(loop_random(call->loop) | 1, text + 4 + TRACE_ID_DIGITS);
    memcpy(text + 20 + TRACE_ID_DIGITS, "-01", 4);
    add_field(&call->head, "traceparent", text);
}

/* The client's own address. */
static void add_source(struct call *call, const struct request *r)
{
    char text[IP_TEXT_SIZE];
    struct ip ip;
    bool const is_vouched = request_is_vouched(r, &ip);
    if (is_vouched)
        ip_text(&ip, text);
    add_field(&call->head, "X-Forwarded-For", is_vouched ? text : call->peer->address);
}

void head_write(struct call *call, const struct request *r, const struct path *path)
{
    const struct access_target *target = call->pass.target;
    struct buffer *b = &call->head;
    buffer_reserve(b, r->head_size + 512);
    add_line(call, r, path);
    for (unsigned i = 0; i < r->field_count; i++) {
        const struct field *f = &r->fields[i];
        if (!passes(call, r, f))
            continue;
        add(b, f->name, f->name_size);
        add(b, ": ", 2);
        add(b, f->value, f->value_size);
        add(b, "\r\n", 2);
    }
    if (target->header_name)
        add_field(b, target->header_name, target->header_value);
    add_source(call, r);
    add_field(b, "X-Forwarded-Proto", "http");
    if (r->host)
        add_field(b, "X-Forwarded-Host", r->host->value);
    add_field(b, "X-Consumer-Id", call->pass.account_id);
    add_field(b, "X-Request-Id", call->request_id);
    add_trace(call);
    add_length(b, r);
    add(b, "\r\n", 2);
}

static bool is_id(const struct field *f)
{
    if (f->value_size == 0 || f->value_size > REQUEST_ID_MAX)
        return false;
    for (size_t i = 0; i < f->value_size; i++) {
        char const c = f->value[i];
        bool const is_plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')
                              || (c >= 'A' && c <= 'Z') || c == '-' || c == '_' || c == '.';
        if (!is_plain)
            return false;
    }
    return true;
}

void request_id_choose(struct call *call, const struct field *sent)
{
    write_hex(loop_random(call->loop), call->trace_id);
    write_hex(loop_random(call->loop) | 1, call->trace_id + 16);
    const char *id = sent && is_id(sent) ? sent->value : call->trace_id;
    memcpy(call->request_id, id, strlen(id) + 1);
}
