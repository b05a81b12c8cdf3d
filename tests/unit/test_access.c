#include "domain/access/access.h"
#include "domain/access/target.h"

#include "crypto/digest.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { NOW = 1700000000, BOTH = 1 << KEY_DEVELOPMENT | 1 << KEY_PRODUCTION };

#define assert_err(expected, expr) assert_string_equal(err_code(expected), err_code(expr))

static char dev_key[KEY_TEXT_SIZE], prod_key[KEY_TEXT_SIZE];

static struct access_key key_of(const char *text, enum key_environment environment)
{
    struct access_key key = { .id = "key_1", .account = "usr_budi", .environment = environment,
                              .is_active = true };
    digest_sha256(text, strlen(text), key.digest);
    return key;
}

static void put_bundle(void)
{
    access_bundle_put(&(struct access_bundle){
        .id = "bdl_1", .slug = "wilayah", .is_open = true,
        .upstreams = { { .url = "http://127.0.0.1:9000/v1/", .header_name = "X-Upstream-Key",
                         .header_value = "rahasia" },
                       { .url = "https://api.example.go.id" } } });
}

static int set_up(void **state)
{
    (void)state;
    access_open();
    key_format_new(KEY_DEVELOPMENT, dev_key);
    key_format_new(KEY_PRODUCTION, prod_key);
    struct access_key key = key_of(dev_key, KEY_DEVELOPMENT);
    access_key_put(&key);
    put_bundle();
    access_grant_put("usr_budi", "bdl_1", GRANT_APPROVED, BOTH);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    access_close();
    return 0;
}

static struct access_call call_with(const char *key)
{
    struct access_call call = {
        .key = key, .key_size = key ? strlen(key) : 0, .now = NOW,
        .environment = "development", .environment_size = 11, .slug = "wilayah", .slug_size = 7,
    };
    ip_parse("192.0.2.7", 9, &call.ip);
    return call;
}

static enum err checked(const struct access_call *call)
{
    struct access_pass pass;
    enum err const e = access_check(call, &pass);
    if (e == OK)
        access_target_give(pass.target);
    return e;
}

static enum err check_key(const char *key)
{
    struct access_call const call = call_with(key);
    return checked(&call);
}

static void a_new_key_is_well_formed(void **state)
{
    (void)state;
    assert_int_equal(strlen(dev_key), 55);
    assert_int_equal(strlen(prod_key), 56);
    assert_true(key_format_check(dev_key, 55));
    assert_true(key_format_check(prod_key, 56));
    assert_memory_equal(dev_key, "spl_dev_", 8);
    assert_memory_equal(prod_key, "spl_prod_", 9);
    char head[KEY_HEAD_SIZE];
    key_format_head(prod_key, head);
    assert_int_equal(strlen(head), 17);
    assert_memory_equal(head, prod_key, 17);
}

static void any_changed_digit_breaks_the_checksum(void **state)
{
    (void)state;
    for (size_t i = 0; i < strlen(dev_key); i++) {
        char copy[KEY_TEXT_SIZE];
        memcpy(copy, dev_key, sizeof copy);
        copy[i] = copy[i] == 'x' ? 'y' : 'x';
        assert_false(key_format_check(copy, strlen(copy)));
    }
    assert_false(key_format_check(dev_key, 54));
    assert_false(key_format_check("", 0));
    assert_false(key_format_check("spl_dev_", 8));
}

static void the_checks_come_in_order(void **state)
{
    (void)state;
    assert_err(KEY_MISSING, check_key(NULL));
    assert_err(KEY_MALFORMED, check_key("spl_dev_nonsense"));
    assert_err(KEY_UNKNOWN, check_key(prod_key));

    struct access_key key = key_of(dev_key, KEY_DEVELOPMENT);
    struct access_call call = call_with(dev_key);
    call.environment = "production";
    call.environment_size = 10;
    call.slug = "tidakada";
    call.slug_size = 8;
    key.allowed_ips = "10.0.0.0/8";
    key.is_active = false;
    key.expires_at = NOW;
    access_key_put(&key);
    assert_err(KEY_INACTIVE, checked(&call));
    key.is_active = true;
    access_key_put(&key);
    assert_err(KEY_EXPIRED, checked(&call));
    key.expires_at = NOW + 1;
    access_key_put(&key);
    assert_err(KEY_ENVIRONMENT_MISMATCH, checked(&call));
    call.environment = "staging";
    call.environment_size = 7;
    assert_err(BUNDLE_UNKNOWN, checked(&call));
    call.environment = "development";
    call.environment_size = 11;
    assert_err(IP_NOT_ALLOWED, checked(&call));
    key.allowed_ips = "[\"10.0.0.0/8\",\"192.0.2.0/24\"]";
    access_key_put(&key);
    assert_err(BUNDLE_UNKNOWN, checked(&call));
    call.slug = "wilayah";
    call.slug_size = 7;
    access_grant_put("usr_budi", "bdl_1", GRANT_NONE, 0);
    assert_err(ACCESS_NOT_APPROVED, checked(&call));
    access_grant_put("usr_budi", "bdl_1", GRANT_REVOKED, BOTH);
    assert_err(ACCESS_REVOKED, checked(&call));
    access_grant_put("usr_budi", "bdl_1", GRANT_APPROVED, 1 << KEY_PRODUCTION);
    assert_err(ACCESS_NOT_APPROVED, checked(&call));
    access_grant_put("usr_budi", "bdl_1", GRANT_APPROVED, BOTH);
    assert_err(OK, checked(&call));
}

static void a_pass_names_key_account_and_upstream(void **state)
{
    (void)state;
    struct access_call const call = call_with(dev_key);
    struct access_pass pass;
    assert_err(OK, access_check(&call, &pass));
    assert_string_equal(pass.key_id, "key_1");
    assert_string_equal(pass.account_id, "usr_budi");
    assert_string_equal(pass.target->host, "127.0.0.1");
    assert_int_equal(pass.target->port, 9000);
    assert_string_equal(pass.target->authority, "127.0.0.1:9000");
    assert_string_equal(pass.target->base_path, "/v1");
    assert_string_equal(pass.target->header_value, "rahasia");
    assert_false(pass.target->is_tls);

    access_bundle_remove("bdl_1");                  /* the call under way keeps its upstream */
    assert_string_equal(pass.target->host, "127.0.0.1");
    access_target_give(pass.target);
    assert_err(BUNDLE_UNKNOWN, checked(&call));
    put_bundle();
    assert_err(OK, checked(&call));                 /* and its grants stand */
}

static void a_change_holds_from_the_next_call(void **state)
{
    (void)state;
    assert_err(OK, check_key(dev_key));
    access_account_suspend("usr_budi", true);
    assert_err(KEY_INACTIVE, check_key(dev_key));
    access_account_suspend("usr_budi", false);
    assert_err(OK, check_key(dev_key));
    struct access_key const key = key_of(dev_key, KEY_DEVELOPMENT);
    access_key_remove(key.digest);
    assert_err(KEY_UNKNOWN, check_key(dev_key));
    access_key_put(&key);
    assert_err(OK, check_key(dev_key));
}

static void a_range_that_cannot_be_read_lets_nobody_in(void **state)
{
    (void)state;
    struct access_key key = key_of(dev_key, KEY_DEVELOPMENT);
    key.allowed_ips = "192.0.2.0/33";
    access_key_put(&key);
    assert_err(IP_NOT_ALLOWED, check_key(dev_key));
}

struct noted {
    int count;
    char id[40], ip[IP_TEXT_SIZE];
    int64_t at;
};

static void note(void *context, const char *key_id, int64_t at, const char *ip)
{
    struct noted *noted = context;
    noted->count++;
    noted->at = at;
    snprintf(noted->id, sizeof noted->id, "%s", key_id);
    snprintf(noted->ip, sizeof noted->ip, "%s", ip);
}

static void last_uses_are_drained_once(void **state)
{
    (void)state;
    struct access_call call = call_with(dev_key);
    assert_err(OK, checked(&call));
    call.now++;
    assert_err(OK, checked(&call));
    struct noted noted = { 0 };
    access_drain_uses(note, &noted);
    assert_int_equal(noted.count, 1);
    assert_string_equal(noted.id, "key_1");
    assert_string_equal(noted.ip, "192.0.2.7");
    assert_int_equal(noted.at, NOW + 1);
    access_drain_uses(note, &noted);
    assert_int_equal(noted.count, 1);

    call.now++;
    assert_err(OK, checked(&call));
    access_key_remove(key_of(dev_key, KEY_DEVELOPMENT).digest);
    access_drain_uses(note, &noted);
    assert_int_equal(noted.count, 1);
}

/* Digests need not belong to a key here, only to differ. */
static void many_keys_come_and_go(void **state)
{
    (void)state;
    enum { MANY = 20000 };
    struct access_key key = key_of(dev_key, KEY_DEVELOPMENT);
    for (int round = 0; round < 2; round++) {
        for (uint32_t i = 0; i < MANY; i++) {
            digest_sha256(&i, sizeof i, key.digest);
            access_key_put(&key);
        }
        assert_int_equal(access_size().keys, MANY + 1);
        for (uint32_t i = 0; i < MANY; i++) {
            digest_sha256(&i, sizeof i, key.digest);
            access_key_remove(key.digest);
        }
        assert_int_equal(access_size().keys, 1);
        assert_err(OK, check_key(dev_key));
    }
}

static _Atomic bool is_over;

static void *call_all_the_time(void *context)
{
    struct access_call call = call_with(dev_key);
    while (!atomic_load(&is_over)) {
        call.now++;
        enum err const e = checked(&call);
        if (e != OK && e != ACCESS_REVOKED)
            *(bool *)context = true;
    }
    return NULL;
}

static void readers_and_writers_share_the_tables(void **state)
{
    (void)state;
    pthread_t threads[2];
    bool surprised[2] = { false };
    atomic_store(&is_over, false);
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, call_all_the_time, &surprised[i]);
    for (int i = 0; i < 2000; i++) {
        access_grant_put("usr_budi", "bdl_1", i % 2 ? GRANT_APPROVED : GRANT_REVOKED, BOTH);
        assert_err(i % 2 ? OK : ACCESS_REVOKED, check_key(dev_key));
        put_bundle();
        struct noted noted = { 0 };
        access_drain_uses(note, &noted);
    }
    atomic_store(&is_over, true);
    for (int i = 0; i < 2; i++)
        pthread_join(threads[i], NULL);
    assert_false(surprised[0] || surprised[1]);
}

static void addresses_of_upstreams_are_checked(void **state)
{
    (void)state;
    static const char *const good[] = {
        "http://a", "https://a.b:8443/x/y/", "HTTP://[::1]:80/", "http://10.0.0.1/v1",
        "https://api.example.go.id/v%201",
    };
    static const char *const bad[] = {
        "", "a", "ftp://a", "http://", "http://a:0", "http://a:65536", "http://a:", "http://:80",
        "http://u@a", "http://u:p@a/", "http://a/?q", "http://a/#f", "http://a b", "http://a/../b",
        "http://a/b/..", "http://a/./b", "http://[::1", "http://[x]", "http://a/b c",
        "http://a\r\nX",
    };
    struct url url;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        if (!url_parse(good[i], &url))
            fail_msg("%s is refused", good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (url_parse(bad[i], &url))
            fail_msg("%s is taken", bad[i]);
    }
}

static bool is_private(const char *text)
{
    struct ip ip;
    assert_true(ip_parse(text, strlen(text), &ip));
    return ip_is_private(&ip);
}

static void private_addresses_are_known(void **state)
{
    (void)state;
    static const char *const inside[] = {
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254",
        "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1",
        "fd12::1", "ff02::1", "::ffff:127.0.0.1", "64:ff9b::a00:1", "64:ff9b:1:7f00:0:100:808:808",
        "2002:7f00:1::", "2001:db8::1", "2001::1", "::7f00:1", "198.18.0.1",
    };
    static const char *const outside[] = {
        "8.8.8.8", "172.32.0.1", "100.128.0.1", "2606:4700::1", "64:ff9b::808:808", "11.0.0.1",
    };
    for (size_t i = 0; i < sizeof inside / sizeof inside[0]; i++)
        assert_true(is_private(inside[i]));
    for (size_t i = 0; i < sizeof outside / sizeof outside[0]; i++)
        assert_false(is_private(outside[i]));
}

static void ranges_are_read_strictly(void **state)
{
    (void)state;
    static const char *const bad[] = { "", "/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.1/8",
                                       "10.0.0/8", "::/129", "2001:db8::1/32", "x", "10.0.0.0/08",
                                       "10.0.0.0/-1", "1.2.3.4 " };
    struct ip_range range;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        assert_false(ip_range_parse(bad[i], strlen(bad[i]), &range));
    struct ip ip;
    assert_true(ip_range_parse("10.128.0.0/9", 12, &range));
    assert_true(ip_parse("10.255.0.1", 10, &ip) && ip_range_has(&range, &ip));
    assert_true(ip_parse("10.127.0.1", 10, &ip) && !ip_range_has(&range, &ip));
    assert_true(ip_range_parse("0.0.0.0/0", 9, &range) && ip_range_has(&range, &ip));
    assert_true(ip_parse("::1", 3, &ip) && !ip_range_has(&range, &ip));
}

#define with_access(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_access(a_new_key_is_well_formed),
        with_access(any_changed_digit_breaks_the_checksum),
        with_access(the_checks_come_in_order),
        with_access(a_pass_names_key_account_and_upstream),
        with_access(a_change_holds_from_the_next_call),
        with_access(a_range_that_cannot_be_read_lets_nobody_in),
        with_access(last_uses_are_drained_once),
        with_access(many_keys_come_and_go),
        with_access(readers_and_writers_share_the_tables),
        cmocka_unit_test(addresses_of_upstreams_are_checked),
        cmocka_unit_test(private_addresses_are_known),
        cmocka_unit_test(ranges_are_read_strictly),
    };
    return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
