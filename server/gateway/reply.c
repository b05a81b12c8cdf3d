/* The gateway's own answers, in the contract's envelope. */
#include "gateway/front.h"

#include "base/arena.h"
#include "gateway/examining.h"

#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TEXT_MAX = 512 };

static struct MHD_Response *json_response(const char *text, const char *request_id)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
    if (!response)
        abort();
    MHD_add_response_header(response, "Content-Type", "application/json; charset=utf-8");
    MHD_add_response_header(response, "Cache-Control", "no-store");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "X-Request-Id", request_id);
    return response;
}

/* Wording and codes are our own and need no escaping; ids are checked where they come in. */
static int envelope_write(enum err failure, bool english, const char *request_id,
                          char out[static TEXT_MAX])
{
    return snprintf(out, TEXT_MAX,
                    "{\"status\":false,\"message\":\"%s\",\"code\":\"%s\","
                    "\"request_id\":\"%s\"}",
                    err_words(failure, english), err_code(failure), request_id);
}

size_t reply_write(enum err failure, unsigned status, const struct call *call,
                   char out[static REPLY_BYTES])
{
    char text[TEXT_MAX];
    int const size = envelope_write(failure, call->speaks_english, call->request_id, text);
    int const all = snprintf(out, REPLY_BYTES,
                             "HTTP/1.1 %u %s\r\nConnection: close\r\n"
                             "Content-Type: application/json; charset=utf-8\r\n"
                             "Cache-Control: no-store\r\nX-Request-Id: %s\r\n"
                             "Simpul-Refused: %s\r\nContent-Length: %d\r\n\r\n%s",
                             status, MHD_get_reason_phrase_for(status), call->request_id,
                             err_code(failure), size, text);
    return (size_t)all;
}

/* Where the request's faults are told one by one, the text is as long as they are. */
static struct MHD_Response *envelope_response(const struct call *call)
{
    char text[TEXT_MAX];
    AUTO_ARENA struct arena a = { 0 };
    const char *errors = examining_errors(call);
    envelope_write(call->failure, call->speaks_english, call->request_id, text);
    if (!errors)
        return json_response(text, call->request_id);
    int const head = (int)(strstr(text, "\"request_id\"") - text);
    return json_response(arena_printf(&a, "%.*s\"errors\":%s,%s", head, text, errors,
                                      text + head), call->request_id);
}

struct MHD_Response *reply_failure(const struct call *call)
{
    enum err const failure = call->failure;
    struct MHD_Response *response = envelope_response(call);
    MHD_add_response_header(response, "Content-Language", call->speaks_english ? "en" : "id");
    MHD_add_response_header(response, "Simpul-Refused", err_code(failure));
    if (err_status(failure) == 401)
        MHD_add_response_header(response, "WWW-Authenticate", "Bearer realm=\"Simpul\"");
    return response;
}

struct MHD_Response *reply_health(const char *request_id)
{
    return json_response("{\"status\":true,\"data\":{\"alive\":true}}", request_id);
}

/* The weight of one element, "en-GB;q=0.8": 0 to 1000. */
static int weight_of(const char *element, size_t size)
{
    const char *q = memmem(element, size, "q=", 2);
    if (!q)
        return 1000;
    char digits[8] = "";
    size_t const rest = (size_t)(element + size - q - 2);
    memcpy(digits, q + 2, rest < 7 ? rest : 7);
    return (int)(strtod(digits, NULL) * 1000);
}

bool reply_in_english(const char *list)
{
    int english = 0, indonesian = 0;
    for (const char *at = list; at && *at;) {
        at += strspn(at, " ,\t");
        size_t const size = strcspn(at, ",");
        int *language = strncasecmp(at, "en", 2) == 0   ? &english
                        : strncasecmp(at, "id", 2) == 0 ? &indonesian
                                                        : NULL;
        int const weight = weight_of(at, size);
        if (language && weight > *language)
            *language = weight;
        at += size;
    }
    return english > indonesian;
}
