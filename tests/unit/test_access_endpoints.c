/* What a pass tells of a call beside whether it may go on: the bundle and the endpoint. */
#include "domain/access/access.h"
#include "domain/access/target.h"

#include "crypto/digest.h"
#include "support/world.h"

#include <stdio.h>
#include <string.h>

static char text[KEY_TEXT_SIZE];

static const struct access_endpoint first[] = {
    { "GET", "/provinsi" }, { "GET", "/provinsi/{kode}" },
};
static const struct access_endpoint second[] = {
    { "POST", "/provinsi" }, { "GET", "/provinsi/{kode}" },
};

static void put_bundle(const struct access_endpoint *endpoints, size_t count)
{
    access_bundle_put(&(struct access_bundle){
        .id = "bdl_1", .slug = "wilayah", .is_open = true, .publisher = "usr_penerbit",
        .upstreams = { { .url = "http://127.0.0.1:9000" } },
        .endpoints = endpoints, .endpoint_count = count });
}

static int set_up(void **state)
{
    (void)state;
    access_open();
    key_format_new(KEY_DEVELOPMENT, text);
    struct access_key key = { .id = "key_1", .account = "usr_budi", .is_active = true };
    digest_sha256(text, strlen(text), key.digest);
    access_key_put(&key);
    put_bundle(first, 2);
    access_grant_put("usr_budi", "bdl_1", GRANT_APPROVED, 1 << KEY_DEVELOPMENT);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    access_close();
    return 0;
}

static enum err ask(const char *key, const char *slug, const char *method, const char *path,
                    struct access_pass *out)
{
    struct access_call const call = {
        .key = key, .key_size = key ? strlen(key) : 0,
        .environment = "development", .environment_size = 11,
        .slug = slug, .slug_size = strlen(slug), .method = method,
        .path = path, .path_size = strlen(path), .now = NOW,
    };
    enum err const e = access_check(&call, out);
    access_target_give(out->target);
    return e;
}

static void assert_endpoint(const struct access_pass *pass, const char *expected)
{
    struct access_names names;
    access_names(pass->bundle, pass->endpoint, &names);
    assert_string_equal(names.endpoint, expected);
}

static void a_call_is_told_its_endpoint(void **state)
{
    (void)state;
    struct access_pass pass;
    assert_err(OK, ask(text, "wilayah", "GET", "/provinsi/11", &pass));
    assert_endpoint(&pass, "GET /provinsi/{kode}");
    assert_err(OK, ask(text, "wilayah", "GET", "/kota", &pass));
    assert_int_equal(pass.endpoint, 0);
    assert_endpoint(&pass, "");
    struct access_names names;
    access_names(pass.bundle, pass.endpoint, &names);
    assert_string_equal(names.bundle_id, "bdl_1");
    assert_string_equal(names.publisher_id, "usr_penerbit");
    access_names(0, 0, &names);
    assert_string_equal(names.bundle_id, "");
}

static void a_refusal_tells_who_asked_for_what_as_far_as_it_is_known(void **state)
{
    (void)state;
    struct access_pass pass;
    assert_err(KEY_MISSING, ask(NULL, "wilayah", "GET", "/provinsi", &pass));
    assert_string_equal(pass.key_id, "");
    assert_endpoint(&pass, "GET /provinsi");
    assert_int_equal(pass.environment, KEY_DEVELOPMENT);
    assert_err(BUNDLE_UNKNOWN, ask(text, "tidakada", "GET", "/provinsi", &pass));
    assert_string_equal(pass.key_id, "key_1");
    assert_string_equal(pass.account_id, "usr_budi");
    assert_int_equal(pass.bundle, 0);
    access_grant_put("usr_budi", "bdl_1", GRANT_REVOKED, 0);
    assert_err(ACCESS_REVOKED, ask(text, "wilayah", "GET", "/provinsi", &pass));
    assert_string_equal(pass.key_id, "key_1");
    assert_endpoint(&pass, "GET /provinsi");
    assert_null(pass.target);
}

static void numbers_outlive_the_document(void **state)
{
    (void)state;
    struct access_pass old, kept, new;
    assert_err(OK, ask(text, "wilayah", "GET", "/provinsi", &old));
    assert_err(OK, ask(text, "wilayah", "GET", "/provinsi/11", &kept));
    put_bundle(second, 2);
    assert_err(OK, ask(text, "wilayah", "GET", "/provinsi", &new));
    assert_int_equal(new.endpoint, 0);
    assert_err(OK, ask(text, "wilayah", "GET", "/provinsi/12", &new));
    assert_int_equal(new.endpoint, kept.endpoint);
    assert_endpoint(&old, "GET /provinsi");
    put_bundle(NULL, 0);
    assert_err(OK, ask(text, "wilayah", "GET", "/provinsi/12", &new));
    assert_int_equal(new.endpoint, 0);
    access_bundle_remove("bdl_1");
    assert_endpoint(&old, "GET /provinsi");
}

static void put_version(const char *url)
{
    access_bundle_put(&(struct access_bundle){
        .id = "ver_1", .slug = "wilayah@1", .version_of = "bdl_1", .is_open = true,
        .upstreams = { { .url = url } }, .endpoints = second, .endpoint_count = 2 });
}

static void a_version_is_its_bundle_with_a_document_of_its_own(void **state)
{
    (void)state;
    struct access_pass pass, other;
    struct access_names names;
    put_version("http://127.0.0.1:9000/lama");
    assert_err(OK, ask(text, "wilayah@1", "POST", "/provinsi", &pass));
    assert_endpoint(&pass, "POST /provinsi");
    access_names(pass.bundle, pass.endpoint, &names);
    assert_string_equal(names.bundle_id, "bdl_1");
    assert_err(OK, ask(text, "wilayah", "POST", "/provinsi", &other));
    assert_int_equal(other.endpoint, 0);
    assert_err(OK, ask(text, "wilayah@1", "GET", "/provinsi/1", &pass));
    assert_err(OK, ask(text, "wilayah", "GET", "/provinsi/1", &other));
    assert_int_equal(pass.endpoint, other.endpoint);
    assert_int_equal(access_size().bundles, 1);
    access_grant_put("usr_budi", "bdl_1", GRANT_REVOKED, 0);
    assert_err(ACCESS_REVOKED, ask(text, "wilayah@1", "GET", "/provinsi", &pass));
    access_bundle_remove("ver_1");
    assert_err(BUNDLE_UNKNOWN, ask(text, "wilayah@1", "GET", "/provinsi", &pass));
}

static const struct shield *shield_of(const char *slug)
{
    struct access_target *target = access_target_find("development", 11, slug, strlen(slug));
    const struct shield *shield = target->shield;
    access_target_give(target);
    return shield;
}

static void count_shields(void *context, const char *slug, enum key_environment environment,
                          const struct shield_figures *figures)
{
    (void)slug;
    (void)environment;
    (void)figures;
    *(int *)context += 1;
}

static int shields(void)
{
    int count = 0;
    access_shields_each(0, count_shields, &count);
    return count;
}

static void a_version_on_the_bundles_server_stands_behind_its_shield(void **state)
{
    (void)state;
    put_version("http://127.0.0.1:9000/lama");
    assert_ptr_equal(shield_of("wilayah@1"), shield_of("wilayah"));
    assert_int_equal(shields(), 1);
    put_version("http://127.0.0.1:9001/lama");
    assert_ptr_not_equal(shield_of("wilayah@1"), shield_of("wilayah"));
    assert_int_equal(shields(), 2);
    put_version("http://127.0.0.1:9000/lama");
    assert_ptr_equal(shield_of("wilayah@1"), shield_of("wilayah"));
    assert_int_equal(shields(), 1);
}

static void endlessly_many_names_are_not_kept(void **state)
{
    (void)state;
    enum { AT_ONCE = 10000 };
    static char paths[AT_ONCE][32];
    static struct access_endpoint many[AT_ONCE];
    struct access_pass pass;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < AT_ONCE; i++) {
            snprintf(paths[i], sizeof paths[i], "/%d/%d", round, i);
            many[i] = (struct access_endpoint){ "GET", paths[i] };
        }
        put_bundle(many, AT_ONCE);
    }
    assert_err(OK, ask(text, "wilayah", "GET", "/2/9999", &pass));
    assert_int_equal(pass.endpoint, 0);
}

#define with_access(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        with_access(a_call_is_told_its_endpoint),
        with_access(a_refusal_tells_who_asked_for_what_as_far_as_it_is_known),
        with_access(numbers_outlive_the_document),
        with_access(a_version_is_its_bundle_with_a_document_of_its_own),
        with_access(a_version_on_the_bundles_server_stands_behind_its_shield),
        with_access(endlessly_many_names_are_not_kept),
    };
    return cmocka_run_group_tests_name("access endpoints", tests, NULL, NULL);
}
