#include "front.h"

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "domain/access/access.h"
#include "domain/bundles/bundles.h"
#include "domain/bundles/versions.h"
#include "domain/keys/keys.h"
#include "domain/quotas/quotas.h"
#include "domain/requests/requests.h"
#include "domain/usage/usage.h"
#include "domain/users/users.h"
#include "gateway/gateway.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SHIELDS_TOLD = 1000 };

static struct gateway *gateway;
static bool is_open;

/* What one thread loads while another does the rest: there may be millions of each. */
struct loading {
    struct db *db;
    pthread_t thread;
    enum err result;
    char why[256];
};

static void *load_grants(void *context)
{
    struct loading *loading = context;
    loading->result = grants_load_access(loading->db);
    snprintf(loading->why, sizeof loading->why, "%s", loading->result ? err_why() : "");
    return NULL;
}

static enum err load_keys_and_grants(struct db *db)
{
    struct loading grants = { .db = db };
    if (pthread_create(&grants.thread, NULL, load_grants, &grants) != 0)
        abort();
    enum err const e = keys_load_access(db);
    pthread_join(grants.thread, NULL);
    if (!e && grants.result)
        return err_because(grants.result, "%s", grants.why);
    return e;
}

static enum err load(struct db *db)
{
    TRY(quotas_restore(db));
    TRY(versions_refresh(db, clock_now()));
    TRY(bundles_load_access(db));
    TRY(load_keys_and_grants(db));
    return users_load_access(db);
}

static enum err start(const struct config *c)
{
    AUTO_ARENA struct arena a = { 0 };
    bool const is_v6 = strchr(c->gateway_host, ':') != NULL;
    struct gateway_options const options = {
        .listen = arena_printf(&a, is_v6 ? "[%s]:%d" : "%s:%d", c->gateway_host,
                               (int)c->gateway_port),
        .loops = (unsigned)c->gateway_loops,
        .refuses_private = !c->private_targets,
        .ca_file = *c->ca_file ? c->ca_file : NULL,
    };
    return gateway_start(&options, &gateway);
}

enum err front_start(const struct config *config, struct db *db)
{
    access_open();
    is_open = true;
    TRY(load(db));
    TRY(start(config));
    LOG(INFO, "listening", LOG_TEXT("what", "gateway"), LOG_TEXT("url", config->gateway_url));
    return OK;
}

void front_stop_calls(void)
{
    if (gateway)
        gateway_stop(gateway);
    gateway = NULL;
}

void front_stop(void)
{
    front_stop_calls();
    if (is_open) {
        usage_close();
        access_close();
    }
    is_open = false;
}

int front_port(void)
{
    return gateway ? gateway_port(gateway) : 0;
}

static void print(FILE *out, const char *name, const char *kind, uint64_t value)
{
    fprintf(out, "# TYPE simpul_%s %s\nsimpul_%s %llu\n", name, kind, name,
            (unsigned long long)value);
}

struct shield_lines {
    FILE *out;
    const char *name;
    int left;                           /* at most so many upstreams are told of */
};

static void print_shield(void *context, const char *slug, enum key_environment environment,
                         const struct shield_figures *figures)
{
    struct shield_lines *lines = context;
    bool const is_state = strcmp(lines->name, "breaker_state") == 0;
    if (lines->left-- <= 0)
        return;
    fprintf(lines->out, "simpul_%s{bundle=\"%s\",environment=\"%s\"} %llu\n", lines->name, slug,
            key_environment_name(environment),
            (unsigned long long)(is_state ? figures->state : figures->opened));
}

/* 0: closed, 1: open, 2: half open. */
static void print_shields(FILE *out)
{
    int64_t const now_ms = clock_steady_us() / 1000;
    struct shield_lines states = { out, "breaker_state", SHIELDS_TOLD };
    struct shield_lines opened = { out, "breaker_opened_total", SHIELDS_TOLD };
    fprintf(out, "# TYPE simpul_breaker_state gauge\n");
    access_shields_each(now_ms, print_shield, &states);
    fprintf(out, "# TYPE simpul_breaker_opened_total counter\n");
    access_shields_each(now_ms, print_shield, &opened);
}

void front_print_metrics(FILE *out)
{
    struct access_size const size = access_size();
    print(out, "access_keys", "gauge", size.keys);
    print(out, "access_grants", "gauge", size.grants);
    print(out, "access_bundles", "gauge", size.bundles);
    if (!gateway)
        return;
    print_shields(out);
    struct gateway_stats const s = gateway_stats(gateway);
    print(out, "gateway_requests_total", "counter", s.requests);
    print(out, "gateway_passed_total", "counter", s.passed);
    print(out, "gateway_refused_total", "counter", s.refused);
    print(out, "gateway_failed_total", "counter", s.failed);
    print(out, "gateway_cancelled_total", "counter", s.cancelled);
    print(out, "gateway_received_bytes_total", "counter", s.bytes_in);
    print(out, "gateway_sent_bytes_total", "counter", s.bytes_out);
    print(out, "gateway_upstream_opened_total", "counter", s.upstream_opened);
    print(out, "gateway_upstream_reused_total", "counter", s.upstream_reused);
    print(out, "gateway_in_flight", "gauge", s.in_flight);
    print(out, "gateway_clients", "gauge", s.clients);
    print(out, "gateway_upstream_connections", "gauge", s.upstream_open);
    usage_print_metrics(out);
}
