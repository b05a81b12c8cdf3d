#include "outbound/http.h"

#include "outbound/handle.h"

#include <string.h>

struct intake {
    size_t size;
    bool is_cut;
    char bytes[HTTP_ANSWER_MAX + 1];
};

/* What is too long is read to no end: the status tells all the same. */
static size_t take(char *bytes, size_t one, size_t count, void *data)
{
    struct intake *in = data;
    size_t const size = one * count;
    if (in->size + size > HTTP_ANSWER_MAX) {
        in->is_cut = true;
        return 0;
    }
    memcpy(in->bytes + in->size, bytes, size);
    in->size += size;
    return size;
}

static struct curl_slist *headers_of(const struct http_call *call)
{
    struct curl_slist *list = list_add(NULL, "Expect:");
    for (const char *const *at = call->headers; *at; at++)
        list = list_add(list, *at);
    return list;
}

static void prepare(CURL *h, const struct http_call *call, struct curl_slist *headers,
                    struct intake *in)
{
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(h, CURLOPT_USERAGENT, "Simpul/" SIMPUL_VERSION);
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, in);
    if (call->body) {
        curl_easy_setopt(h, CURLOPT_POSTFIELDS, call->body);
        curl_easy_setopt(h, CURLOPT_POSTFIELDSIZE, (long)strlen(call->body));
    }
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, call->method);
    if (call->only_connects)
        curl_easy_setopt(h, CURLOPT_CONNECT_ONLY, 1L);
}

static void read_answer(CURL *h, const struct intake *in, struct http_answer *out)
{
    curl_off_t retry_after_s = 0;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &out->status);
    curl_easy_getinfo(h, CURLINFO_RETRY_AFTER, &retry_after_s);
    out->end = HTTP_ANSWERED;
    out->retry_after_s = retry_after_s;
    if (!in->is_cut) {
        out->body = in->bytes;
        out->size = in->size;
    }
}

void http_call(struct arena *a, const struct http_call *call, struct http_answer *out)
{
    char error[CURL_ERROR_SIZE];
    struct intake *in = ARENA_NEW(a, struct intake);
    AUTO_LIST struct curl_slist *headers = headers_of(call);
    AUTO_HANDLE CURL *h = handle_new(call->url, call->ca_file, call->timeout_s, error);
    long sent_bytes = 0;
    *out = (struct http_answer){ .body = "" };
    prepare(h, call, headers, in);
    CURLcode const code = curl_easy_perform(h);
    if (code == CURLE_OK || in->is_cut) {
        read_answer(h, in, out);
        return;
    }
    curl_easy_getinfo(h, CURLINFO_REQUEST_SIZE, &sent_bytes);
    out->end = sent_bytes ? HTTP_NO_ANSWER : HTTP_NOT_SENT;
    out->why = handle_why(a, code, error);
}

char *http_escape(struct arena *a, const char *text)
{
    char *escaped = curl_easy_escape(NULL, text, (int)strlen(text));
    char *out = arena_copy(a, escaped ? escaped : "");
    curl_free(escaped);
    return out;
}
