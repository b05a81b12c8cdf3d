/* Short names of the programs that call. */
#include "domain/sessions/agents.h"
#include "support/world.h"

#define MOZILLA "Mozilla/5.0 "
#define WEBKIT "AppleWebKit/537.36 (KHTML, like Gecko) "

static void names(const char *user_agent, const char *expected)
{
    AUTO_ARENA struct arena a = { 0 };
    assert_string_equal(agent_name(&a, user_agent), expected);
}

static void a_browser_is_named_with_its_system(void **state)
{
    (void)state;
    names(MOZILLA "(Linux; Android 13; SM-A536E) " WEBKIT "Chrome/120.0.0.0 Mobile Safari/537.36",
          "Chrome, Android");
    names(MOZILLA "(Windows NT 10.0; Win64; x64) " WEBKIT "Chrome/120.0 Safari/537.36 Edg/120.0",
          "Edge, Windows");
    names(MOZILLA "(X11; Linux x86_64; rv:120.0) Gecko/20100101 Firefox/120.0", "Firefox, Linux");
    names(MOZILLA "(iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
          "Gecko) Version/17.1 Mobile/15E148 Safari/604.1", "Safari, iPhone");
    names(MOZILLA "(iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
          "Gecko) CriOS/120.0 Mobile/15E148 Safari/604.1", "Chrome, iPhone");
    names(MOZILLA "(Linux; Android 13; SAMSUNG SM-S901B) " WEBKIT "SamsungBrowser/23.0 "
          "Chrome/115.0 Mobile Safari/537.36", "Samsung Internet, Android");
    names(MOZILLA "(Macintosh; Intel Mac OS X 10_15_7) " WEBKIT "Chrome/120.0 Safari/537.36 "
          "OPR/106.0", "Opera, macOS");
    names(MOZILLA "(X11; CrOS x86_64 14541.0.0) " WEBKIT "Chrome/120.0 Safari/537.36",
          "Chrome, ChromeOS");
}

static void another_program_goes_by_its_own_name(void **state)
{
    (void)state;
    names("curl/7.88.1", "curl");
    names("PostmanRuntime/7.36.0", "PostmanRuntime");
    names("SimpulMobile (Android 14)", "SimpulMobile");
}

static void who_does_not_tell_has_no_name(void **state)
{
    (void)state;
    names("", "");
    names("/1.0", "");
    names("aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeee/1", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_browser_is_named_with_its_system),
        cmocka_unit_test(another_program_goes_by_its_own_name),
        cmocka_unit_test(who_does_not_tell_has_no_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
