#include "gateway/admission.h"

#include "domain/access/vouch.h"
#include "gateway/token.h"

#include <string.h>
#include <strings.h>

void request_clear(struct request *r)
{
    memset(r, 0, offsetof(struct request, fields));
}

static bool version_is_known(const char *version)
{
    return strcmp(version, "HTTP/1.1") == 0 || strcmp(version, "HTTP/1.0") == 0;
}

/* Every byte between the method and the end of the section is accounted for. */
static bool stands_in_place(const struct request *r)
{
    const char *at = r->method + strlen(r->method) + 1;
    if (r->target != at)
        return false;
    at += r->target_size + 1;
    if (r->version != at || !version_is_known(r->version))
        return false;
    at += strlen(r->version) + 2;
    for (unsigned i = 0; i < r->field_count; i++) {
        const struct field *field = &r->fields[i];
        const char *after_colon = at + field->name_size + 1;
        if (field->name != at || field->value < after_colon)
            return false;
        at = field->value + field->value_size + 2;
    }
    return at + 2 == r->method + r->head_size;
}

static bool host_is_plain(const struct field *host)
{
    static const bool is_odd[256] = {
        [0 ... ' '] = true, [0x7F ... 0xFF] = true, ['/'] = true, ['?'] = true, ['#'] = true,
        ['@'] = true, ['\\'] = true, [','] = true, ['"'] = true, ['<'] = true, ['>'] = true,
    };
    bool has_odd = false;
    for (size_t i = 0; i < host->value_size; i++)
        has_odd |= is_odd[(unsigned char)host->value[i]];
    return !has_odd;
}

/* Keeps the field, unless one of its name stood before. */
static bool keep_one(const struct field **place, const struct field *field)
{
    bool const is_first = *place == NULL;
    *place = field;
    return is_first;
}

static bool is(const struct field *field, const char *name)
{
    return strcasecmp(field->name, name) == 0;
}

static void note(const struct field **place, const struct field *field, const char *name)
{
    if (is(field, name))
        *place = field;
}

static bool length_weigh(struct request *r, const struct field *field)
{
    bool const is_first = !r->has_length;
    r->has_length = true;
    return is_first && size_parse(field->value, field->value_size, &r->length);
}

static bool coding_weigh(struct request *r, const struct field *field)
{
    bool const is_first = !r->is_chunked;
    r->is_chunked = true;
    return is_first && strcasecmp(field->value, "chunked") == 0;
}

static bool field_weigh(struct request *r, const struct field *f)
{
    switch (f->name_size) {
    case 4:
        return !is(f, "Host") || (keep_one(&r->host, f) && host_is_plain(f));
    case 6:
        note(&r->origin, f, "Origin");
        return !is(f, "Expect") || strcasecmp(f->value, "100-continue") == 0;
    case 9:
        return !is(f, "X-API-Key") || keep_one(&r->key, f);
    case 10:
        r->names_fields |= is(f, "Connection") && connection_names_fields(f->value);
        return true;
    case 12:
        return !is(f, "X-Request-Id") || keep_one(&r->id, f);
    case 13:
        return !is(f, "Authorization") || keep_one(&r->authorization, f);
    case 14:
        return !is(f, "Content-Length") || length_weigh(r, f);
    case 15:
        note(&r->language, f, "Accept-Language");
        return true;
    case 17:
        return !is(f, "Transfer-Encoding") || coding_weigh(r, f);
    case 18:
        note(&r->voucher, f, VOUCHER_HEADER);
        return true;
    case 29:
        note(&r->wanted_method, f, "Access-Control-Request-Method");
        return true;
    case 30:
        note(&r->wanted_headers, f, "Access-Control-Request-Headers");
        return true;
    default:
        return true;
    }
}

bool request_is_vouched(const struct request *r, struct ip *out)
{
    return r->voucher && voucher_read(r->voucher->value, r->voucher->value_size, out);
}

enum err admission_check(struct request *r)
{
    bool is_good = name_is_token(r->method, strlen(r->method));
    for (unsigned i = 0; i < r->field_count; i++) {
        const struct field *field = &r->fields[i];
        is_good &= name_is_token(field->name, field->name_size);
        is_good &= value_is_clean(field->value, field->value_size);
        is_good &= field_weigh(r, field);
    }
    bool const is_old = r->version[0] && r->version[strlen(r->version) - 1] == '0';
    is_good &= !(r->is_chunked && (r->has_length || is_old));
    is_good &= r->host || is_old;
    return is_good && stands_in_place(r) ? OK : BAD_INPUT;
}
