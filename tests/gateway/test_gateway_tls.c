/* Upstreams by https: whose certificate is taken, and whose is not. */
#include "support/certs.h"
#include "support/gate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int make_all(void **state)
{
    if (certs_begin(state))
        return 1;
    certs_make("good", "DNS:localhost,IP:127.0.0.1");
    certs_make("wrong", "DNS:lain.test,IP:127.0.0.9");
    return 0;
}

struct tls_gate {
    struct gate *gate;
    struct upstream *upstream;
    char url[128], ca[96];
};

static struct tls_gate *open_tls(struct gate *g, const char *cert, const char *ca,
                                 const char *host)
{
    static struct tls_gate t;
    snprintf(t.ca, sizeof t.ca, "%s", certs_path(ca, ".pem"));
    t.gate = g;
    t.upstream = upstream_open(certs_path(cert, ".pem"), certs_path(cert, ".key"));
    snprintf(t.url, sizeof t.url, "https://%s:%u/v1", host, upstream_port(t.upstream));
    gate_restart(g, (struct gateway_options){ .loops = 1, .ca_file = t.ca });
    gate_upstream_url(g, t.url);
    return &t;
}

static void a_good_certificate_is_taken(void **state)
{
    struct gate *g = *state;
    static const char *const hosts[] = { "localhost", "127.0.0.1" };
    for (int i = 0; i < 2; i++) {
        struct tls_gate *t = open_tls(g, "good", "ca", hosts[i]);
        for (int n = 0; n < 5; n++)
            assert_passed(gate_get(g, "/x"));
        assert_passed(gate_call(g, "POST", "/x", "Content-Length: 4\r\n", "halo"));
        assert_int_equal(upstream_heard(t->upstream).connections, 1);
        upstream_close(t->upstream);
    }
}

static void a_certificate_for_another_name_is_not(void **state)
{
    struct gate *g = *state;
    static const char *const hosts[] = { "localhost", "127.0.0.1" };
    for (int i = 0; i < 2; i++) {
        struct tls_gate *t = open_tls(g, "wrong", "ca", hosts[i]);
        assert_refused(gate_get(g, "/x"), 502, "upstream_unreachable");
        assert_int_equal(upstream_heard(t->upstream).requests, 0);
        upstream_close(t->upstream);
    }
}

static void a_certificate_of_an_unknown_ca_is_not(void **state)
{
    struct gate *g = *state;
    struct tls_gate *t = open_tls(g, "good", "other", "localhost");
    assert_refused(gate_get(g, "/x"), 502, "upstream_unreachable");
    assert_int_equal(upstream_heard(t->upstream).requests, 0);
    upstream_close(t->upstream);
}

static void plain_http_is_not_taken_for_tls(void **state)
{
    struct gate *g = *state;
    char url[64];
    snprintf(url, sizeof url, "https://127.0.0.1:%u", upstream_port(g->upstream));
    g->bundle.upstreams[KEY_DEVELOPMENT].connect_ms = 1000;
    gate_upstream_url(g, url);
    struct raw_answer *answer = gate_get(g, "/x");
    assert_true(answer->status == 502 || answer->status == 504);
    free(answer);
}

static void large_bodies_pass_through_tls(void **state)
{
    struct gate *g = *state;
    enum { PIECES = 256, PIECE = 65536 };
    static char piece[PIECE];
    struct tls_gate *t = open_tls(g, "good", "ca", "localhost");
    int const fd = raw_open(g->port);
    raw_say(fd, gate_head(g, "PUT", "/x"));
    raw_say(fd, "Content-Length: 16777216\r\n\r\n");
    for (int n = 0; n < PIECES; n++)
        raw_send(fd, piece, PIECE);
    assert_passed(raw_read(fd, false));
    close(fd);
    assert_int_equal(upstream_heard(t->upstream).body_bytes, PIECES * PIECE);

    upstream_behave(t->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 67108864\r\n\r\n", .streams = 67108864 });
    struct raw_answer *answer = gate_get(g, "/x");
    assert_true(answer->is_whole);
    assert_int_equal(answer->body_size, 67108864);
    free(answer);
    upstream_close(t->upstream);
}

static void sessions_are_resumed(void **state)
{
    struct gate *g = *state;
    struct tls_gate *t = open_tls(g, "good", "ca", "localhost");
    upstream_behave(t->upstream, (struct upstream_manner){ .closes = true });
    for (int n = 0; n < 5; n++)
        assert_passed(gate_get(g, "/x"));
    struct upstream_heard const heard = upstream_heard(t->upstream);
    assert_int_equal(heard.connections, 5);
    assert_in_range(heard.resumed, 3, 4);
    upstream_close(t->upstream);
}

static void an_answer_cut_off_without_notice_is_broken(void **state)
{
    struct gate *g = *state;
    struct tls_gate *t = open_tls(g, "good", "ca", "localhost");
    upstream_behave(t->upstream, (struct upstream_manner){
        .says = "HTTP/1.1 200 OK\r\n\r\nsampai tutup", .closes = true, .cuts_off = true });
    struct raw_answer *answer = gate_get(g, "/x");
    assert_true(answer->status == 502 || !answer->is_whole);
    free(answer);
    upstream_close(t->upstream);
}

static void a_ca_file_that_cannot_be_read_stops_the_start(void **state)
{
    (void)state;
    struct gateway *gateway;
    struct gateway_options const options = { .listen = "127.0.0.1:0",
                                             .ca_file = "/tidak/ada.pem" };
    assert_int_not_equal(gateway_start(&options, &gateway), OK);
    assert_non_null(strstr(err_why(), "/tidak/ada.pem"));
}

static void an_address_in_use_stops_the_start(void **state)
{
    struct gate *g = *state;
    struct gateway *gateway;
    char listen[64];
    snprintf(listen, sizeof listen, "127.0.0.1:%u", g->port);
    struct gateway_options const options = { .listen = listen };
    assert_int_not_equal(gateway_start(&options, &gateway), OK);
    struct gateway_options const nonsense = { .listen = "di mana saja" };
    assert_int_not_equal(gateway_start(&nonsense, &gateway), OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        at_the_gate(a_good_certificate_is_taken),
        at_the_gate(a_certificate_for_another_name_is_not),
        at_the_gate(a_certificate_of_an_unknown_ca_is_not),
        at_the_gate(plain_http_is_not_taken_for_tls),
        at_the_gate(large_bodies_pass_through_tls),
        at_the_gate(sessions_are_resumed),
        at_the_gate(an_answer_cut_off_without_notice_is_broken),
        at_the_gate(a_ca_file_that_cannot_be_read_stops_the_start),
        at_the_gate(an_address_in_use_stops_the_start),
    };
    return cmocka_run_group_tests_name("gateway tls", tests, make_all, certs_end);
}
