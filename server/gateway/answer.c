#include "gateway/answer.h"

#include "gateway/token.h"

struct framing {
    unsigned lengths, codings;
    bool is_old, says_close, says_keep_alive;
};

static bool status_read(const char *line, size_t size, struct answer_head *head, bool *is_old)
{
    if (size < 12 || memcmp(line, "HTTP/1.", 7) != 0 || (line[7] != '0' && line[7] != '1')
        || line[8] != ' ' || (size > 12 && line[12] != ' '))
        return false;
    int status = 0;
    for (int i = 9; i < 12; i++) {
        if (line[i] < '0' || line[i] > '9')
            return false;
        status = status * 10 + (line[i] - '0');
    }
    if (size > 12 && !value_is_clean(line + 12, size - 12))
        return false;
    *is_old = line[7] == '0';
    head->status = status;
    return status >= 100 && status != 101;
}

static bool length_read(const struct answer_field *field, struct answer_head *head,
                        struct framing *framing)
{
    head->has_size = true;
    return framing->lengths++ == 0 && size_parse(field->value, field->value_size, &head->size);
}

static void connection_read(const char *value, struct answer_head *head, struct framing *framing)
{
    head->names_fields |= connection_names_fields(value);
    framing->says_close |= list_has(value, "close");
    framing->says_keep_alive |= list_has(value, "keep-alive");
}

/* What a field says about framing. */
static bool field_weigh(const struct answer_field *field, struct answer_head *head,
                        struct framing *framing)
{
    if (answer_field_is(field, "Connection"))
        connection_read(field->value, head, framing);
    if (answer_field_is(field, "Content-Length"))
        return length_read(field, head, framing);
    if (answer_field_is(field, "Transfer-Encoding"))
        return framing->codings++ == 0 && strcasecmp(field->value, "chunked") == 0;
    return true;
}

static bool field_read(char *line, size_t size, struct answer_head *head, struct framing *framing)
{
    char *colon = memchr(line, ':', size);
    if (!colon || !name_is_token(line, (size_t)(colon - line))
        || head->field_count == ANSWER_FIELDS_MAX)
        return false;
    char *value = colon + 1;
    char *end = line + size;
    while (value < end && (*value == ' ' || *value == '\t'))
        value++;
    while (end > value && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    if (!value_is_clean(value, (size_t)(end - value)))
        return false;
    *colon = '\0';
    *end = '\0';
    struct answer_field *field = &head->fields[head->field_count++];
    *field = (struct answer_field){ line, value, (size_t)(colon - line), (size_t)(end - value) };
    return field_weigh(field, head, framing);
}

static bool framing_settle(const struct framing *framing, bool is_head_request,
                           struct answer_head *head)
{
    if (framing->codings && (framing->lengths || framing->is_old))
        return false;
    bool const is_bare = is_head_request || head->status < 200 || head->status == 204
                         || head->status == 304;
    head->body.left = 0;
    if (is_bare)
        head->body.kind = BODY_NONE;
    else if (framing->codings)
        head->body.kind = BODY_CHUNKED;
    else if (framing->lengths)
        head->body.kind = BODY_SIZED;
    else
        head->body.kind = BODY_UNTIL_CLOSE;
    if (head->body.kind == BODY_SIZED)
        head->body.left = head->size;
    head->body.is_done = is_bare || (head->body.kind == BODY_SIZED && head->size == 0);
    head->keeps_alive = head->body.kind != BODY_UNTIL_CLOSE && !framing->says_close
                        && (!framing->is_old || framing->says_keep_alive);
    return true;
}

/* The lines of a head that is whole; end stands behind its last line break. */
static bool lines_read(char *bytes, char *end, struct answer_head *head, struct framing *framing)
{
    char *line = bytes;
    while (line < end) {
        char *line_end = memchr(line, '\n', (size_t)(end - line));
        if (!line_end || line_end == line || line_end[-1] != '\r')
            return false;
        size_t const size = (size_t)(line_end - 1 - line);
        bool const is_good = line == bytes ? status_read(line, size, head, &framing->is_old)
                                           : field_read(line, size, head, framing);
        if (!is_good)
            return false;
        line = line_end + 1;
    }
    return true;
}

/* Before its last two line breaks; NULL: not all of it is there. */
static char *head_end(char *bytes, size_t size)
{
    char *end = bytes + size;
    for (char *at = bytes; (at = memchr(at, '\n', (size_t)(end - at))); at++) {
        if (end - at > 2 && at[1] == '\r' && at[2] == '\n' && at > bytes && at[-1] == '\r')
            return at - 1;
    }
    return NULL;
}

static bool may_become_answer(const char *bytes, size_t size)
{
    return memcmp(bytes, "HTTP/1.", size < 7 ? size : 7) == 0;
}

enum answer_result answer_head_read(char *bytes, size_t size, bool is_head_request,
                                    struct answer_head *out, size_t *used)
{
    if (!may_become_answer(bytes, size))
        return ANSWER_BROKEN;
    size_t const seen = size < ANSWER_HEAD_MAX ? size : ANSWER_HEAD_MAX;
    char *end = head_end(bytes, seen);
    if (!end)
        return size < ANSWER_HEAD_MAX ? ANSWER_PARTIAL : ANSWER_BROKEN;
    struct framing framing = { 0 };
    out->field_count = 0;
    out->has_size = out->names_fields = false;
    out->size = 0;
    out->body = (struct answer_body){ 0 };
    if (!lines_read(bytes, end + 2, out, &framing)
        || !framing_settle(&framing, is_head_request, out))
        return ANSWER_BROKEN;
    *used = (size_t)(end + 4 - bytes);
    return ANSWER_WHOLE;
}

void answer_head_unread(const struct answer_head *head)
{
    for (unsigned i = 0; i < head->field_count; i++) {
        const struct answer_field *field = &head->fields[i];
        char *end = field->value + field->value_size;
        field->name[field->name_size] = ':';
        *end = end[1] == '\n' ? '\r' : ' ';
    }
}
