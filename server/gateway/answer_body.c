#include "gateway/answer.h"

#include "base/hex.h"

#include <string.h>

enum { LINE_MAX_SIZE = 256, TRAILER_MAX_SIZE = 8192, SIZE_DIGITS_MAX = 15 };

/* Where the chunked framing stands. */
enum {
    SIZE, EXTENSION, SIZE_LF, DATA, DATA_CR, DATA_LF, TRAILER_START, TRAILER, TRAILER_LF, END_LF
};

static bool size_step(struct answer_body *body, char c)
{
    int const digit = hex_value(c);
    if (digit >= 0) {
        body->left = body->left << 4 | (unsigned)digit;
        return ++body->digits <= SIZE_DIGITS_MAX;
    }
    body->state = c == '\r' ? SIZE_LF : EXTENSION;
    return body->digits > 0 && (c == '\r' || c == ';');
}

static bool size_end(struct answer_body *body, char c)
{
    body->state = body->left > 0 ? DATA : TRAILER_START;
    body->digits = 0;
    body->line_size = 0;
    return c == '\n';
}

static bool line_step(struct answer_body *body, char c, unsigned next, unsigned limit)
{
    if (c == '\r')
        body->state = next;
    return c != '\n' && c != '\0' && ++body->line_size <= limit;
}

static bool expect(struct answer_body *body, char c, char wanted, unsigned next)
{
    body->state = next;
    return c == wanted;
}

/* One byte that is not data. */
static bool frame_step(struct answer_body *body, char c)
{
    switch (body->state) {
    case SIZE:
        return size_step(body, c);
    case EXTENSION:
        return line_step(body, c, SIZE_LF, LINE_MAX_SIZE);
    case SIZE_LF:
        return size_end(body, c);
    case DATA_CR:
        return expect(body, c, '\r', DATA_LF);
    case DATA_LF:
        return expect(body, c, '\n', SIZE);
    case TRAILER_START:
        body->state = TRAILER;
        if (c == '\r')
            return expect(body, c, '\r', END_LF);
        return line_step(body, c, TRAILER_LF, TRAILER_MAX_SIZE);
    case TRAILER:
        return line_step(body, c, TRAILER_LF, TRAILER_MAX_SIZE);
    case TRAILER_LF:
        return expect(body, c, '\n', TRAILER_START);
    default:
        body->is_done = true;
        return c == '\n';
    }
}

static bool chunked_read(struct answer_body *body, char *bytes, size_t size, size_t *used,
                         size_t *made)
{
    size_t at = 0, to = 0;
    while (at < size && !body->is_done) {
        if (body->state != DATA) {
            if (!frame_step(body, bytes[at++]))
                return false;
            continue;
        }
        size_t const piece = size - at < body->left ? size - at : (size_t)body->left;
        memmove(bytes + to, bytes + at, piece);
        at += piece;
        to += piece;
        body->left -= piece;
        if (body->left == 0)
            body->state = DATA_CR;
    }
    *used = at;
    *made = to;
    return true;
}

bool answer_body_read(struct answer_body *body, char *bytes, size_t size, size_t *used,
                      size_t *made)
{
    *used = *made = 0;
    if (body->is_done)
        return true;
    if (body->kind == BODY_CHUNKED)
        return chunked_read(body, bytes, size, used, made);
    *used = *made = size;
    if (body->kind != BODY_SIZED)
        return true;
    if (size > body->left)
        *used = *made = (size_t)body->left;
    body->left -= *used;
    body->is_done = body->left == 0;
    return true;
}

bool answer_body_may_end(const struct answer_body *body)
{
    return body->is_done || body->kind == BODY_UNTIL_CLOSE;
}
