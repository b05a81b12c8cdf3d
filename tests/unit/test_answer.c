#include "gateway/answer.h"

#include "gateway/admission.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static enum answer_result read_as(const char *text, bool is_head_request, struct answer_head *head)
{
    static char copy[65536];
    size_t used;
    snprintf(copy, sizeof copy, "%s", text);
    return answer_head_read(copy, strlen(text), is_head_request, head, &used);
}

static struct answer_head whole(const char *text)
{
    struct answer_head head;
    if (read_as(text, false, &head) != ANSWER_WHOLE)
        fail_msg("not read: %s", text);
    return head;
}

static void a_head_is_taken_apart(void **state)
{
    (void)state;
    struct answer_head const head = whole("HTTP/1.1 201 Created here\r\nContent-Length: 12\r\n"
                                          "X-A:b\r\nX-B: \t c d \t\r\nX-C:\r\n\r\nmore");
    assert_int_equal(head.status, 201);
    assert_true(head.keeps_alive);
    assert_int_equal(head.body.kind, BODY_SIZED);
    assert_int_equal(head.body.left, 12);
    assert_int_equal(head.field_count, 4);
    assert_string_equal(head.fields[1].value, "b");
    assert_string_equal(head.fields[2].value, "c d");
    assert_string_equal(head.fields[3].value, "");
}

static void the_end_of_a_body_follows_from_its_head(void **state)
{
    (void)state;
    struct answer_head head = whole("HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n");
    assert_int_equal(head.body.kind, BODY_CHUNKED);
    head = whole("HTTP/1.1 200\r\n\r\n");
    assert_int_equal(head.body.kind, BODY_UNTIL_CLOSE);
    assert_false(head.keeps_alive);
    head = whole("HTTP/1.1 204 \r\nContent-Length: 5\r\n\r\n");
    assert_int_equal(head.body.kind, BODY_NONE);
    assert_true(head.body.is_done);
    head = whole("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n");
    assert_true(head.body.is_done && head.size == 5 && head.keeps_alive);
    head = whole("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    assert_true(head.body.is_done);
    assert_int_equal(read_as("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n", true, &head),
                     ANSWER_WHOLE);
    assert_true(head.body.is_done && head.size == 7);
}

static void connections_are_kept_only_where_both_agree(void **state)
{
    (void)state;
    assert_false(whole("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\n")
                     .keeps_alive);
    assert_false(whole("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: a, Close\r\n\r\n")
                     .keeps_alive);
    assert_false(whole("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\n").keeps_alive);
    assert_true(whole("HTTP/1.0 200 OK\r\nContent-Length: 1\r\nConnection: keep-alive\r\n\r\n")
                    .keeps_alive);
}

static void broken_heads_are_told(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "x", "HTTP/2 200 OK\r\n\r\n", "HTTP/1.2 200 OK\r\n\r\n", "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000 OK\r\n\r\n", "HTTP/1.1 099 OK\r\n\r\n", "HTTP/1.1 101 Up\r\n\r\n",
        "HTTP/1.1  200 OK\r\n\r\n", "HTTP/1.1 200 \x01\r\n\r\n", "HTTP/1.1 200 OK\nA: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA b\r\n\r\n", "HTTP/1.1 200 OK\r\n: b\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA : b\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
        "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n", "HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
    };
    struct answer_head head;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (read_as(texts[i], false, &head) != ANSWER_BROKEN)
            fail_msg("taken: %s", texts[i]);
    }
}

static void a_part_of_a_head_waits_for_the_rest(void **state)
{
    (void)state;
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n";
    struct answer_head head;
    for (size_t size = 1; size < sizeof text - 1; size++) {
        char part[64] = "";
        memcpy(part, text, size);
        assert_int_equal(read_as(part, false, &head), ANSWER_PARTIAL);
    }
}

static void what_was_read_can_be_put_back(void **state)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nX-A:b\r\nX-B:  c d \r\nX-C:\r\nX-D: :\r\n\r\n";
    char copy[sizeof text];
    struct answer_head head;
    size_t used = 0;
    (void)state;
    memcpy(copy, text, sizeof text);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(answer_head_read(copy, strlen(text), false, &head, &used), ANSWER_WHOLE);
        assert_int_equal(head.field_count, 4);
        assert_string_equal(head.fields[1].value, "c d");
        answer_head_unread(&head);
        assert_memory_equal(copy, text, sizeof text);
    }
}

static void a_head_has_a_largest_size(void **state)
{
    (void)state;
    static char text[ANSWER_HEAD_MAX + 100] = "HTTP/1.1 200 OK\r\nA: ";
    struct answer_head head;
    memset(text + 20, 'a', ANSWER_HEAD_MAX);
    assert_int_equal(read_as(text, false, &head), ANSWER_BROKEN);
}

/* Feeds the text in pieces of this size; answers what came out, or NULL for broken. */
static char *decode(const char *text, size_t piece, struct answer_body *body)
{
    static char out[1024], in[1024];
    size_t size = 0;
    *body = (struct answer_body){ .kind = BODY_CHUNKED };
    for (size_t at = 0; at < strlen(text) && !body->is_done;) {
        size_t used, made;
        size_t const rest = strlen(text) - at;
        size_t const now = piece < rest ? piece : rest;
        memcpy(in, text + at, now);
        if (!answer_body_read(body, in, now, &used, &made))
            return NULL;
        memcpy(out + size, in, made);
        size += made;
        at += used;
    }
    out[size] = '\0';
    return out;
}

static void chunks_are_joined_however_they_arrive(void **state)
{
    (void)state;
    static const char text[] = "4\r\nWiki\r\n6;a=b\r\npedia \r\n00E\r\nin \r\n\r\nchunks.\r\n0\r\n"
                               "Trailer: x\r\n\r\nrest";
    struct answer_body body;
    for (size_t piece = 1; piece < sizeof text; piece++) {
        assert_string_equal(decode(text, piece, &body), "Wikipedia in \r\n\r\nchunks.");
        assert_true(body.is_done);
    }
}

static void broken_chunks_are_told(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "x\r\n", "\r\n", "-1\r\n", "4\nWiki", "4\r\nWikix", "4\r\nWiki\rx", "4\r\nWiki\n",
        "10000000000000000\r\n", "4 \r\nWiki\r\n", "4;\n", "0\r\nA: b\n", "0\r\n\rx", ";a\r\n",
    };
    struct answer_body body;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        if (decode(texts[i], 100, &body))
            fail_msg("taken: %s", texts[i]);
    }
}

static void only_an_unframed_body_may_end_by_closing(void **state)
{
    (void)state;
    assert_true(answer_body_may_end(&(struct answer_body){ .kind = BODY_UNTIL_CLOSE }));
    assert_false(answer_body_may_end(&(struct answer_body){ .kind = BODY_SIZED, .left = 1 }));
    assert_false(answer_body_may_end(&(struct answer_body){ .kind = BODY_CHUNKED }));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_head_is_taken_apart),
        cmocka_unit_test(the_end_of_a_body_follows_from_its_head),
        cmocka_unit_test(connections_are_kept_only_where_both_agree),
        cmocka_unit_test(broken_heads_are_told),
        cmocka_unit_test(a_part_of_a_head_waits_for_the_rest),
        cmocka_unit_test(what_was_read_can_be_put_back),
        cmocka_unit_test(a_head_has_a_largest_size),
        cmocka_unit_test(chunks_are_joined_however_they_arrive),
        cmocka_unit_test(broken_chunks_are_told),
        cmocka_unit_test(only_an_unframed_body_may_end_by_closing),
    };
    return cmocka_run_group_tests_name("answer", tests, NULL, NULL);
}
