#include "outbound/handle.h"

#include "base/clock.h"
#include "outbound/outbound.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static _Atomic int64_t give_up_at_us;       /* of the steady clock; 0: never */

static void set_up(void)
{
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort();
}

void outbound_give_up_in(int64_t seconds)
{
    int64_t never = 0;
    atomic_compare_exchange_strong(&give_up_at_us, &never, clock_steady_us() + seconds * 1000000);
}

void outbound_go_on(void)
{
    atomic_store(&give_up_at_us, 0);
}

static int watch(void *data, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)data, (void)a, (void)b, (void)c, (void)d;
    int64_t const end = atomic_load(&give_up_at_us);
    return end && clock_steady_us() >= end;
}

CURL *handle_new(const char *url, const char *ca_file, int64_t timeout_s,
                 char error[CURL_ERROR_SIZE])
{
    pthread_once(&once, set_up);
    CURL *h = curl_easy_init();
    if (!h)
        abort();
    error[0] = '\0';
    curl_easy_setopt(h, CURLOPT_URL, url);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "http,https,smtp,smtps");
    curl_easy_setopt(h, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(h, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(h, CURLOPT_FORBID_REUSE, 1L);
    curl_easy_setopt(h, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_S);
    curl_easy_setopt(h, CURLOPT_TIMEOUT, (long)timeout_s);
    curl_easy_setopt(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    curl_easy_setopt(h, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(h, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(h, CURLOPT_XFERINFOFUNCTION, watch);
    if (ca_file && *ca_file)
        curl_easy_setopt(h, CURLOPT_CAINFO, ca_file);
    return h;
}

struct curl_slist *list_add(struct curl_slist *list, const char *line)
{
    struct curl_slist *longer = curl_slist_append(list, line);
    if (!longer)
        abort();
    return longer;
}

/* curl's own text names hosts and certificates where there was no answer yet. */
const char *handle_why(struct arena *a, CURLcode code, const char *error)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_OPERATION_TIMEDOUT:
        return arena_copy(a, *error ? error : curl_easy_strerror(code));
    default:
        return curl_easy_strerror(code);
    }
}
