#include "domain/health/health_api.h"

#include "base/log.h"
#include "crypto/password.h"
#include "domain/budgets/budgets.h"
#include "domain/messages/queue.h"
#include "store/db.h"
#include "store/migrate.h"
#include "web/server.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum err healthz_get(struct req *r)
{
    const char *mode = r->app->config->is_production ? "production" : "development";
    return reply_ok(r, json_pack("{ssss}", "version", SIMPUL_VERSION, "mode", mode));
}

/* Writable: a write transaction begins and is rolled back. */
static enum err check_ready(struct req *r)
{
    TRY(migrations_check(r->db, r->app->config->migrations_dir));
    AUTO_TX struct tx tx = { 0 };
    return tx_begin(&tx, r->db);
}

enum err readyz_get(struct req *r)
{
    if (check_ready(r) != OK) {
        LOG(WARN, "not_ready", LOG_TEXT("why", err_why()));
        return BUSY;
    }
    return reply_ok(r, json_pack("{ss}", "database", "writable"));
}

static long resident_bytes(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file && fscanf(file, "%*s %ld", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return pages * sysconf(_SC_PAGESIZE);
}

static void print_metrics(FILE *out, const struct app_hooks *hooks)
{
    struct server_figures const f = server_figures();
    struct password_load const p = password_load();
    fprintf(out, "# TYPE simpul_http_requests_total counter\n");
    for (int i = 1; i < 6; i++)
        fprintf(out, "simpul_http_requests_total{status=\"%dxx\"} %lld\n", i,
                (long long)f.answers[i]);
    fprintf(out, "# TYPE simpul_http_request_seconds_total counter\n"
                 "simpul_http_request_seconds_total %.6f\n", (double)f.micros / 1e6);
    fprintf(out, "# TYPE simpul_http_requests_in_flight gauge\n"
                 "simpul_http_requests_in_flight %lld\n", (long long)f.in_flight);
    fprintf(out, "# TYPE simpul_password_hashes_total counter\nsimpul_password_hashes_total %lld\n"
                 "# TYPE simpul_password_refused_total counter\n"
                 "simpul_password_refused_total %lld\n"
                 "# TYPE simpul_password_waiting gauge\nsimpul_password_waiting %d\n",
            p.done, p.refused, p.waiting);
    fprintf(out, "# TYPE process_resident_memory_bytes gauge\n"
                 "process_resident_memory_bytes %ld\n", resident_bytes());
    if (hooks->print_metrics)
        hooks->print_metrics(out);
}

enum err metrics_own_get(struct req *r)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    if (!out)
        abort();
    print_metrics(out, &r->app->hooks);
    enum err found = budgets_print_metrics(r->db, r->now, out);
    if (!found)
        found = queue_print_metrics(r->db, r->now, out);
    fclose(out);
    if (found)
        LOG(WARN, "metrics_without_database", LOG_TEXT("why", err_why()));
    enum err const e = reply_text(r, 200, "text/plain; version=0.0.4", text);
    free(text);
    return e;
}

enum err metrics_get(struct req *r)
{
    return *r->app->config->metrics_host ? NOT_FOUND : metrics_own_get(r);
}
