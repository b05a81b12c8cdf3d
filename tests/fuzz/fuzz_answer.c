/* Answers of upstreams: whatever comes, and however it is cut, the same is made of it. */
#include "fuzz.h"

#include "gateway/answer.h"

struct outcome {
    bool is_broken, is_whole;
    int status;
    unsigned fields;
    char *body;
    size_t body_size;
};

/* What was put back is read as before. */
static void read_again(char *text, size_t size, bool is_head, struct answer_head *head)
{
    struct answer_head const once = *head;
    size_t used = 0;
    answer_head_unread(head);
    assert(answer_head_read(text, size, is_head, head, &used) == ANSWER_WHOLE && used == size);
    assert(head->status == once.status && head->field_count == once.field_count);
    assert(head->names_fields == once.names_fields && head->body.kind == once.body.kind);
    for (unsigned i = 0; i < once.field_count; i++) {
        const struct answer_field *field = &head->fields[i];
        assert(field->value == once.fields[i].value);
        assert(field->name_size == strlen(field->name));
        assert(field->value_size == strlen(field->value));
    }
}

/* Reads heads, interim ones too, until the last one; answers where the body begins. */
static size_t read_heads(char *text, size_t size, bool is_head, struct answer_head *head,
                         struct outcome *out)
{
    size_t at = 0;
    while (at < size) {
        size_t used = 0;
        enum answer_result const result =
            answer_head_read(text + at, size - at, is_head, head, &used);
        out->is_broken = result == ANSWER_BROKEN;
        if (result != ANSWER_WHOLE)
            return 0;
        assert(used > 0 && used <= size - at && head->field_count <= ANSWER_FIELDS_MAX);
        read_again(text + at, used, is_head, head);
        at += used;
        if (head->status >= 200) {
            out->status = head->status;
            out->fields = head->field_count;
            return at;
        }
    }
    return 0;
}

static void read_body(struct answer_body *body, char *text, size_t size, size_t piece,
                      struct outcome *out)
{
    while (size > 0 && !body->is_done) {
        size_t used = 0, made = 0;
        size_t const now = piece < size ? piece : size;
        if (!answer_body_read(body, text, now, &used, &made)) {
            out->is_broken = true;
            return;
        }
        assert(made <= used && used <= now && (used == now || body->is_done));
        memcpy(out->body + out->body_size, text, made);
        out->body_size += made;
        text += used;
        size -= used;
    }
    out->is_whole = answer_body_may_end(body);
}

static struct outcome read_all(struct arena *a, const uint8_t *bytes, size_t size, bool is_head,
                               size_t piece)
{
    struct outcome out = { .body = arena_alloc(a, size + 1) };
    struct answer_head head;
    char *text = fuzz_text(a, bytes, size);
    size_t const at = read_heads(text, size, is_head, &head, &out);
    if (at > 0)
        read_body(&head.body, text + at, size - at, piece, &out);
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    if (size < 2)
        return 0;
    AUTO_ARENA struct arena a = { 0 };
    bool const is_head = bytes[0] & 1;
    size_t const piece = bytes[1] % 17 + 1;
    struct outcome const once = read_all(&a, bytes + 2, size - 2, is_head, size);
    struct outcome const split = read_all(&a, bytes + 2, size - 2, is_head, piece);
    assert(once.status == split.status && once.fields == split.fields);
    assert(once.is_broken == split.is_broken);
    assert(once.is_broken || (once.is_whole == split.is_whole
                              && once.body_size == split.body_size
                              && memcmp(once.body, split.body, once.body_size) == 0));
    return 0;
}
