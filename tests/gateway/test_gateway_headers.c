/* What the gateway makes of an upstream's words: addresses of its own, and what caches may keep. */
#include "gateway/front.h"
#include "support/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Answers what becomes of the named field where the upstream says it so; "": it is not there. */
static const char *by_method(struct gate *g, const char *method, const char *name,
                             const char *fields)
{
    static char answers[8][2000], shown[2000];  /* the upstream may still look at the last one */
    static int turn;
    char *says = answers[turn++ % 8];
    snprintf(says, sizeof answers[0], "HTTP/1.1 200 OK\r\n%sContent-Length: 0\r\n\r\n", fields);
    upstream_behave(g->upstream, (struct upstream_manner){ .says = says });
    struct raw_answer *answer = gate_call(g, method, "/lama", "", "");
    assert_int_equal(answer->status, 200);
    if (!raw_header(answer, name, shown, sizeof shown))
        shown[0] = '\0';
    free(answer);
    return shown;
}

static const char *becomes(struct gate *g, const char *name, const char *value)
{
    char line[1500];
    snprintf(line, sizeof line, "%s: %s\r\n", name, value);
    return by_method(g, "GET", name, line);
}

/* The text with the upstream's own host and port for each @. */
static const char *own(const struct gate *g, const char *text)
{
    static char made[600];
    size_t size = 0;
    for (; *text; text++) {
        if (*text == '@')
            size += (size_t)snprintf(made + size, sizeof made - size, "127.0.0.1:%u",
                                     upstream_port(g->upstream));
        else
            made[size++] = *text;
    }
    made[size] = '\0';
    return made;
}

static void a_redirect_does_not_lead_past_the_gateway(void **state)
{
    struct gate *g = *state;
    assert_string_equal(becomes(g, "Location", own(g, "HTTP://@/v1/baru?x=1#y")),
                        "/development/wilayah/baru?x=1#y");
    assert_string_equal(becomes(g, "Location", own(g, "//@/v1/baru")),
                        "/development/wilayah/baru");
    assert_string_equal(becomes(g, "Location", "/v1/baru"), "/development/wilayah/baru");
    assert_string_equal(becomes(g, "Content-Location", "/v1"), "/development/wilayah");
    static const char *const others[] = {
        "/v10/baru", "//lain.test/v1/baru", "https://lain.test/v1/baru", "baru", "http:baru",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_string_equal(becomes(g, "Location", others[i]), others[i]);
}

static void links_to_the_upstream_lead_through_the_gateway(void **state)
{
    struct gate *g = *state;
    assert_string_equal(
        becomes(g, "Link", own(g, "<http://@/v1/x?page=2>; rel=\"next\", "
                                  "<http://@/v1/x?page=9,1>; rel=last")),
        "</development/wilayah/x?page=2>; rel=\"next\", "
        "</development/wilayah/x?page=9,1>; rel=last");
    assert_string_equal(becomes(g, "Link", "</v1>;rel=up,<?page=2>;rel=next,</v2/x>;rel=alternate"),
                        "</development/wilayah>;rel=up,<?page=2>;rel=next,</v2/x>;rel=alternate");
    assert_string_equal(
        becomes(g, "Link", "</v1/a>; title=\"a \\\" </v1/b>, \"; rel=x, </v1/c>; rel=y"),
        "</development/wilayah/a>; title=\"a \\\" </v1/b>, \"; rel=x, "
        "</development/wilayah/c>; rel=y");
}

static void links_to_others_and_broken_ones_stay_as_they_are(void **state)
{
    struct gate *g = *state;
    static const char *const others[] = {
        "<https://lain.test/v1/x>; rel=\"next\"", "<//lain.test/v1/x>; rel=next", "<>; rel=self",
        "</v1/tanpa-akhir; rel=next", "/v1/x; rel=next", "; title=\"</v1/x>", "<", ">", "\\",
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_string_equal(becomes(g, "Link", others[i]), others[i]);
}

/* What they grow by must not make the head too big for its connection, which would then be closed
 * without a word. */
static void an_answer_with_many_links_is_whole_or_refused(void **state)
{
    enum { STEPS = 12, LINKS = 60, LINK_BYTES = 8 };
    struct gate *g = *state;
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nLink: ";
    static char says[STEPS][sizeof head + STEPS * LINKS * LINK_BYTES + 4];
    for (int i = 0; i < STEPS; i++) {
        memcpy(says[i], head, sizeof head);
        size_t size = sizeof head - 1;
        for (int link = 0; link < LINKS * i; link++, size += LINK_BYTES)
            memcpy(says[i] + size, "</v1/x>,", LINK_BYTES);
        memcpy(says[i] + size, "\r\n\r\n", 5);
        upstream_behave(g->upstream, (struct upstream_manner){ .says = says[i] });
        struct raw_answer *answer = gate_get(g, "/lama");
        assert_int_equal(answer->status, size * 4 < POOL_BYTES ? 200 : answer->status);
        assert_true(answer->status == 200 || answer->status == 502);
        assert_true(answer->is_whole);
        free(answer);
    }
}

static void a_shared_cache_keeps_no_answer(void **state)
{
    struct gate *g = *state;
    static const char *const pairs[][2] = {
        { "public", "private" }, { "public, max-age=60", "private, max-age=60" },
        { "max-age=60", "private, max-age=60" },
        { "s-maxage=600 ,MAX-AGE=60,, must-revalidate", "private, MAX-AGE=60, must-revalidate" },
        { "private=\"Set-Cookie, public\", max-age=5", "private, max-age=5" },
        { "x=\"a, public\", Public", "private, x=\"a, public\"" }, { "", "private" },
        { "proxy-revalidate, no-cache", "private, no-cache" },
        { "publicity", "private, publicity" },
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++)
        assert_string_equal(becomes(g, "Cache-Control", pairs[i][0]), pairs[i][1]);
    static const char *const kept[] = { "no-store", "no-store, public", "no-cache, private",
                                        "Private, max-age=60" };
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        assert_string_equal(becomes(g, "Cache-Control", kept[i]), kept[i]);
}

static void what_says_nothing_of_caches_is_its_callers_too(void **state)
{
    struct gate *g = *state;
    assert_string_equal(by_method(g, "GET", "Cache-Control", "ETag: \"x\"\r\n"), "private");
    assert_string_equal(by_method(g, "HEAD", "Cache-Control", ""), "private");
    assert_string_equal(by_method(g, "POST", "Cache-Control", ""), "");
    assert_string_equal(by_method(g, "POST", "Cache-Control", "Cache-Control: public\r\n"),
                        "private");
    assert_string_equal(by_method(g, "GET", "Cache-Control",
                                  "Connection: cache-control\r\nCache-Control: public\r\n"),
                        "private");
}

static void no_upstream_speaks_to_a_server_in_front_of_the_gateway(void **state)
{
    struct gate *g = *state;
    static const char *const names[] = {
        "CDN-Cache-Control", "Acme-CDN-Cache-Control", "Surrogate-Control", "X-Accel-Expires",
        "X-Accel-Redirect", "X-Sendfile", "Edge-Control", "X-LiteSpeed-Location",
        "X-Lighttpd-Send-File",
    };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        assert_string_equal(becomes(g, names[i], "/rahasia"), "");
    assert_string_equal(becomes(g, "X-Accel-Buffering", "no"), "no");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(a_redirect_does_not_lead_past_the_gateway),
        at_the_gate(links_to_the_upstream_lead_through_the_gateway),
        at_the_gate(links_to_others_and_broken_ones_stay_as_they_are),
        at_the_gate(an_answer_with_many_links_is_whole_or_refused),
        at_the_gate(a_shared_cache_keeps_no_answer),
        at_the_gate(what_says_nothing_of_caches_is_its_callers_too),
        at_the_gate(no_upstream_speaks_to_a_server_in_front_of_the_gateway),
    };
    return cmocka_run_group_tests_name("gateway headers", tests, NULL, NULL);
}
