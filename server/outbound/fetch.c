#include "outbound/fetch.h"

#include "base/clock.h"
#include "base/ip.h"
#include "outbound/handle.h"

#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct intake {
    struct arena *a;
    size_t size, room, max;
    char *bytes;
    bool is_too_large, is_private, allows_private;
};

static void make_room(struct intake *in, size_t size)
{
    if (size <= in->room)
        return;
    size_t const room = size * 2 < in->max ? size * 2 : in->max;
    char *bytes = arena_alloc(in->a, room + 1);
    if (in->size)
        memcpy(bytes, in->bytes, in->size);
    in->bytes = bytes;
    in->room = room;
}

static size_t take(char *bytes, size_t one, size_t count, void *data)
{
    struct intake *in = data;
    size_t const size = one * count;
    if (in->size + size > in->max) {
        in->is_too_large = true;
        return 0;
    }
    make_room(in, in->size + size);
    memcpy(in->bytes + in->size, bytes, size);
    in->size += size;
    return size;
}

/* The name is resolved by now: what counts is where the connection would really go. */
static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct intake *in = data;
    struct ip ip;
    bool const is_known = ip_of(&address->addr, &ip);
    (void)purpose;
    if (!in->allows_private && (!is_known || ip_is_private(&ip))) {
        in->is_private = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static CURL *handle_for(const struct fetch *fetch, const char *url, int64_t left_s,
                        struct intake *in, char error[CURL_ERROR_SIZE])
{
    CURL *h = handle_new(url, fetch->ca_file, left_s, error);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(h, CURLOPT_PROXY, "");
    curl_easy_setopt(h, CURLOPT_USERAGENT, "Simpul/" SIMPUL_VERSION);
    curl_easy_setopt(h, CURLOPT_ACCEPT_ENCODING, "gzip");
    curl_easy_setopt(h, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(h, CURLOPT_WRITEDATA, in);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    curl_easy_setopt(h, CURLOPT_OPENSOCKETDATA, in);
    return h;
}

/* One answer; *next receives where it redirects to, or NULL. */
static void ask(struct arena *a, const struct fetch *fetch, const char *url, int64_t left_s,
                struct fetched *out, const char **next)
{
    char error[CURL_ERROR_SIZE];
    struct intake in = { .a = a, .max = fetch->max_bytes, .bytes = arena_copy(a, ""),
                         .allows_private = fetch->allows_private };
    char *redirect = NULL;
    AUTO_HANDLE CURL *h = handle_for(fetch, url, left_s, &in, error);
    AUTO_LIST struct curl_slist *headers = list_add(NULL, arena_printf(a, "Accept: %s",
                                                                       fetch->accept));
    curl_easy_setopt(h, CURLOPT_HTTPHEADER, headers);
    CURLcode const code = curl_easy_perform(h);
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &out->status);
    curl_easy_getinfo(h, CURLINFO_REDIRECT_URL, &redirect);
    *next = redirect ? arena_copy(a, redirect) : NULL;
    out->body = in.bytes;
    out->size = in.size;
    out->end = in.is_private ? FETCH_REFUSED : in.is_too_large ? FETCH_TOO_LARGE
               : code == CURLE_OK && out->status == 200 ? FETCH_DONE : FETCH_FAILED;
    if (out->end != FETCH_DONE)
        out->why = in.is_private ? "private_target" : code ? handle_why(a, code, error) : "";
    if (out->end != FETCH_DONE)
        out->body = "";
}

/* What was asked for safely is not answered in the open. */
static bool is_downgrade(const char *from, const char *to)
{
    return strncasecmp(from, "https:", 6) == 0 && strncasecmp(to, "https:", 6) != 0;
}

void fetch_run(struct arena *a, const struct fetch *fetch, struct fetched *out)
{
    int64_t const end_us = clock_steady_us() + fetch->timeout_s * 1000000;
    const char *url = fetch->url, *next = NULL;
    *out = (struct fetched){ .end = FETCH_TOO_MANY_REDIRECTS, .why = "", .body = "" };
    for (int i = 0; i <= FETCH_REDIRECTS_MAX; i++) {
        const char *fault = fetch->fault(fetch->context, url);
        int64_t const left_s = (end_us - clock_steady_us()) / 1000000;
        if (fault || left_s < 1) {
            *out = (struct fetched){ .end = fault ? FETCH_REFUSED : FETCH_FAILED, .body = "",
                                     .why = fault ? fault : "too slow" };
            return;
        }
        ask(a, fetch, url, left_s, out, &next);
        if (!next)
            return;
        if (is_downgrade(url, next)) {
            *out = (struct fetched){ .end = FETCH_REFUSED, .why = "bad_url", .body = "" };
            return;
        }
        url = next;
    }
    *out = (struct fetched){ .end = FETCH_TOO_MANY_REDIRECTS, .why = "", .body = "" };
}
