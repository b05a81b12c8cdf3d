/* The gateway alone, with one key, one grant and one bundle: what the benches measure.
 *
 *     bench_gateway LISTEN UPSTREAM_URL [LOOPS [KEYS]]
 *
 * Prints the key on its first line and serves until SIGTERM. KEYS more fill the tables. */
#include "base/log.h"
#include "crypto/digest.h"
#include "domain/access/access.h"
#include "gateway/gateway.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put_key(const char *text)
{
    struct access_key key = { .id = "key_bench", .account = "usr_bench", .is_active = true };
    digest_sha256(text, strlen(text), key.digest);
    access_key_put(&key);
}

static void fill_tables(const char *upstream, long keys)
{
    char text[KEY_TEXT_SIZE];
    access_open();
    access_bundle_put(&(struct access_bundle){
        .id = "bdl_bench", .slug = "bench", .is_open = true,
        .upstreams = { [KEY_DEVELOPMENT] = { .url = upstream } } });
    access_grant_put("usr_bench", "bdl_bench", GRANT_APPROVED, 1u << KEY_DEVELOPMENT);
    for (long i = 0; i < keys; i++) {
        snprintf(text, sizeof text, "filler %ld", i);
        put_key(text);
    }
    key_format_new(KEY_DEVELOPMENT, text);
    put_key(text);
    puts(text);
    fflush(stdout);
}

int main(int count, char **arguments)
{
    if (count < 3)
        return 2;
    sigset_t ends;
    sigemptyset(&ends);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGINT);
    sigprocmask(SIG_BLOCK, &ends, NULL);
    log_setup(LOG_WARN, "text");
    fill_tables(arguments[2], count > 4 ? strtol(arguments[4], NULL, 10) : 0);

    struct gateway_options const options = {
        .listen = arguments[1],
        .loops = count > 3 ? (unsigned)strtoul(arguments[3], NULL, 10) : 0,
    };
    struct gateway *gateway;
    if (gateway_start(&options, &gateway) != OK) {
        fprintf(stderr, "%s\n", err_why());
        return 1;
    }
    int signal_number;
    sigwait(&ends, &signal_number);
    gateway_stop(gateway);
    access_close();
    return 0;
}
