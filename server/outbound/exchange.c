#include "outbound/exchange.h"

#include "outbound/handle.h"

#include <string.h>
#include <strings.h>

enum { BODY_ROOM = 16 * 1024 };

/* What comes in. */
struct intake {
    struct arena *arena;
    struct exchange_answer *answer;
    size_t keeps, room, head_size;
};

static void make_room(struct intake *in, size_t wanted)
{
    size_t room = in->room ? in->room : BODY_ROOM;
    if (wanted <= in->room)
        return;
    while (room < wanted)
        room *= 2;
    char *body = arena_alloc(in->arena, room + 1);
    if (in->answer->size)
        memcpy(body, in->answer->body, in->answer->size);
    in->answer->body = body;
    in->room = room;
}

/* What is too long is read to no end. */
static size_t take_body(char *bytes, size_t one, size_t count, void *data)
{
    struct intake *in = data;
    struct exchange_answer *answer = in->answer;
    size_t const size = one * count, left = in->keeps - answer->size;
    size_t const kept = size < left ? size : left;
    make_room(in, answer->size + kept);
    memcpy(answer->body + answer->size, bytes, kept);
    answer->size += kept;
    answer->is_cut = kept < size;
    return kept;
}

static char *piece(struct arena *a, const char *text, size_t size)
{
    while (size > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        size--;
    }
    while (size > 0 && strchr(" \t\r\n", text[size - 1]))
        size--;
    return arena_printf(a, "%.*s", (int)size, text);
}

/* A status line begins anew: what came before it was an interim answer. */
static size_t take_line(char *line, size_t one, size_t count, void *data)
{
    struct intake *in = data;
    struct exchange_answer *answer = in->answer;
    size_t const size = one * count;
    const char *colon = memchr(line, ':', size);
    in->head_size += size;
    if (in->head_size > EXCHANGE_HEADERS_BYTES)
        return 0;
    if (size > 5 && memcmp(line, "HTTP/", 5) == 0)
        answer->header_count = 0;
    else if (colon && answer->header_count < EXCHANGE_HEADERS_MAX)
        answer->headers[answer->header_count++] = (struct exchange_header){
            .name = piece(in->arena, line, (size_t)(colon - line)),
            .value = piece(in->arena, colon + 1, (size_t)(line + size - colon - 1)),
        };
    return size;
}

static struct curl_slist *lines_of(struct arena *a, const struct exchange_call *call)
{
    struct curl_slist *list = list_add(NULL, "Expect:");
    bool has_type = false;
    for (int i = 0; i < call->header_count; i++) {
        const struct exchange_header *h = &call->headers[i];
        bool const is_empty = *h->value == '\0';
        has_type |= strcasecmp(h->name, "Content-Type") == 0;
        list = list_add(list, arena_printf(a, is_empty ? "%s;" : "%s: %s", h->name, h->value));
    }
    if (!has_type)
        list = list_add(list, "Content-Type:");
    return call->secret_line ? list_add(list, call->secret_line) : list;
}

/* The secret line is the last one. */
static void wipe_last(struct curl_slist *list)
{
    while (list->next)
        list = list->next;
    explicit_bzero(list->data, strlen(list->data));
}

static bool expects_body(const char *method)
{
    return strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0
           || strcmp(method, "PATCH") == 0;
}

static void prepare(CURL *h, const struct exchange_call *call, struct curl_slist *lines,
                    struct intake *in)
{
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(h, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(h, CURLOPT_PROXY, "");
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, lines);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take_body);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, in);
    curl_easy_setopt(h, CURLOPT_HEADERFUNCTION, take_line);
    curl_easy_setopt(h, CURLOPT_HEADERDATA, in);
    if (call->body || expects_body(call->method)) {
        curl_easy_setopt(h, CURLOPT_POSTFIELDS, call->body ? call->body : "");
        curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, (long)call->body_size);
    }
    if (strcmp(call->method, "HEAD") == 0)
        curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
    else
        curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, call->method);
}

static void read_end(struct arena *a, CURL *h, CURLcode code, const char *error,
                     struct exchange_answer *out)
{
    long status = 0;
    curl_off_t told = 0, took_us = 0;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &status);
    curl_easy_getinfo(h, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &told);
    curl_easy_getinfo(h, CURLINFO_TOTAL_TIME_T, &took_us);
    out->status = (unsigned)status;
    out->told = told > 0 ? (uint64_t)told : 0;
    out->took_us = took_us;
    if (code == CURLE_OK || out->is_cut)
        return;
    out->end = code == CURLE_OPERATION_TIMEDOUT ? EXCHANGE_LATE : EXCHANGE_BROKEN;
    out->why = handle_why(a, code, error);
}

void exchange(struct arena *a, const struct exchange_call *call, struct exchange_answer *out)
{
    char error[CURL_ERROR_SIZE];
    struct intake in = { .arena = a, .answer = out, .keeps = call->keeps };
    *out = (struct exchange_answer){
        .headers = arena_alloc(a, EXCHANGE_HEADERS_MAX * sizeof *out->headers),
        .body = arena_copy(a, ""),
    };
    AUTO_LIST struct curl_slist *lines = lines_of(a, call);
    AUTO_HANDLE CURL *h = handle_new(call->url, NULL, call->timeout_s, error);
    prepare(h, call, lines, &in);
    read_end(a, h, curl_easy_perform(h), error, out);
    if (call->secret_line)
        wipe_last(lines);
}

const char *exchange_header(const struct exchange_answer *answer, const char *name)
{
    for (int i = 0; i < answer->header_count; i++) {
        if (strcasecmp(answer->headers[i].name, name) == 0)
            return answer->headers[i].value;
    }
    return NULL;
}
