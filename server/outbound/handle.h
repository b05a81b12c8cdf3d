/* Handle: what every call to the outside shares. For the files of this folder only. */
#pragma once

#include "base/arena.h"

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

/* Closed by scope; NULL is fine. */
static inline void handle_close(CURL **handle)
{
    curl_easy_cleanup(*handle);
}
#define AUTO_HANDLE __attribute__((cleanup(handle_close)))

static inline void list_close(struct curl_slist **list)
{
    curl_slist_free_all(*list);
}
#define AUTO_LIST __attribute__((cleanup(list_close)))

enum { CONNECT_S = 5 };

/* A connection of its own, verified TLS 1.2 or newer, no redirect, no signal, a time limit; given
 * up when outbound_give_up_in() says so. error must live as long as the handle. */
CURL *handle_new(const char *url, const char *ca_file, int64_t timeout_s,
                 char error[CURL_ERROR_SIZE]);

struct curl_slist *list_add(struct curl_slist *list, const char *line);     /* aborts without
                                                                               memory */

/* Why it failed, without what may be personal: never what the other side said. */
const char *handle_why(struct arena *a, CURLcode code, const char *error);
