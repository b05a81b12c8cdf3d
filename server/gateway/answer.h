/* Answer: reads what an upstream sends back, strictly. HTTP/1.0 and 1.1 (RFC 9112); whatever
 * leaves doubt about where an answer ends is refused. Pure: bytes in, structure out. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

enum { ANSWER_HEAD_MAX = 32 * 1024, ANSWER_FIELDS_MAX = 100 };

enum answer_result { ANSWER_PARTIAL, ANSWER_WHOLE, ANSWER_BROKEN };

struct answer_field {
    char *name, *value;                 /* NUL-terminated, in the bytes that were read */
    size_t name_size, value_size;
};

/* Lengths are compared first, because most differ there. */
static inline bool answer_field_is(const struct answer_field *field, const char *name)
{
    return field->name_size == strlen(name) && strncasecmp(field->name, name, strlen(name)) == 0;
}

struct answer_body {
    enum { BODY_NONE, BODY_SIZED, BODY_CHUNKED, BODY_UNTIL_CLOSE } kind;
    uint64_t left;                      /* of the body, or of the chunk */
    unsigned state, digits, line_size;
    bool is_done;
};

struct answer_head {
    int status;                         /* 100 … 999 but never 101 */
    bool keeps_alive;
    bool names_fields;                  /* a field Connection does, as its connection's own */
    struct answer_body body;
    uint64_t size;                      /* of a BODY_SIZED body; for a HEAD also what it names */
    bool has_size;
    unsigned field_count;
    struct answer_field fields[ANSWER_FIELDS_MAX];
};

/* Reads the head at the start of bytes, writing NULs between its fields. *used receives its size.
 * ANSWER_PARTIAL leaves the bytes as they are. */
enum answer_result answer_head_read(char *bytes, size_t size, bool is_head_request,
                                    struct answer_head *out, size_t *used);

/* Puts back what that wrote, so that the same bytes can be read again. */
void answer_head_unread(const struct answer_head *head);

/* Takes body bytes out of their framing, in place: *used were read, and *made of them stand at the
 * start of bytes. False for broken framing. Once is_done, no more is read. */
bool answer_body_read(struct answer_body *body, char *bytes, size_t size, size_t *used,
                      size_t *made);

/* The upstream has closed: was that the end of this body? */
bool answer_body_may_end(const struct answer_body *body);
