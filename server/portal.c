#include "portal.h"

#include "base/log.h"
#include "base/zone.h"
#include "courier.h"
#include "crypto/password.h"
#include "domain/accounts/accounts.h"
#include "domain/authenticator/authenticator_guard.h"
#include "domain/clients/clients.h"
#include "demo/demo.h"
#include "domain/clients/clients_api.h"
#include "domain/files/files_api.h"
#include "domain/limits/limits.h"
#include "domain/messages/afford.h"
#include "domain/messages/delivery.h"
#include "domain/passwords/passwords.h"
#include "domain/sessions/live.h"
#include "domain/sessions/sessions_guard.h"
#include "domain/sessions/step_up_api.h"
#include "domain/settings/settings.h"
#include "domain/testing/testing.h"
#include "front.h"
#include "routes.h"
#include "scheduler.h"
#include "store/db.h"
#include "web/limit.h"
#include "web/server.h"

#include <stdlib.h>
#include <string.h>

struct portal {
    struct app app;
    struct scheduler *scheduler, *prompt;
    struct courier *courier;
    struct server *api, *metrics, *demo;
};

static enum err set_up_delivery(const struct config *c)
{
    struct delivery_settings const s = {
        .public_url = c->public_url,
        .whatsapp = c->whatsapp,
        .sms = c->sms,
        .email = c->email,
        .refuses_outbox = c->is_production,
        .secrets_dir = c->secrets_dir,
        .ca_file = c->ca_file,
        .email_from = c->email_from,
        .whatsapp_url = c->whatsapp_url,
        .whatsapp_code_template = c->whatsapp_code_template,
        .whatsapp_link_template = c->whatsapp_link_template,
        .whatsapp_languages = c->whatsapp_languages,
    };
    return messages_setup(&s);
}

static enum err check_demo(struct db *db)
{
    bool has_accounts = false, has_clients = false;
    TRY(accounts_have_demo(db, &has_accounts));
    TRY(clients_have_demo(db, &has_clients));
    if (!has_accounts && !has_clients)
        return OK;
    return err_because(BAD_INPUT, "production does not start with demo %s in the database",
                       has_accounts ? "accounts" : "clients");
}

static enum err set_up_zone(const struct config *c)
{
    const struct zone *zone = NULL;
    if (zone_open(c->time_zone, &zone) != OK)
        return err_because(BAD_INPUT, "SIMPUL_TIME_ZONE: there is no time zone %s", c->time_zone);
    limits_use_zone(zone);
    return OK;
}

enum err portal_check(const struct config *config, struct db *db)
{
    TRY(set_up_zone(config));
    if (config->is_production)
        TRY(check_demo(db));
    return set_up_delivery(config);
}

/* Without the list a common password would pass: at most development goes on. */
static enum err load_passwords(const struct config *c)
{
    AUTO_ARENA struct arena a = { 0 };
    enum err const e = passwords_load(arena_printf(&a, "%s/generated/passwords.txt",
                                                   c->reference_dir));
    if (!e || c->is_production)
        return e;
    LOG(WARN, "no_password_list", LOG_TEXT("why", err_why()));
    return OK;
}

/* Without the reference data the portal does its work all the same. */
static void start_demo(struct portal *p)
{
    const struct config *c = p->app.config;
    if (c->is_production || !c->demo_port)
        return;
    enum err const e = demo_start(c, (int)c->demo_port, &p->demo);
    if (e)
        LOG(WARN, "no_demo_upstream", LOG_TEXT("why", err_why()));
    else
        LOG(INFO, "listening", LOG_TEXT("what", "demo upstream"),
            LOG_INT("port", c->demo_port));
}

static void print_metrics(FILE *out)
{
    front_print_metrics(out);
    messages_print_metrics(out);
    afford_print_metrics(out);
}

static enum err welcome(struct req *r)
{
    return setting_is(r->db, "bundles.public") ? OK : UNAUTHENTICATED;
}

static enum err start_listeners(struct portal *p)
{
    const struct config *c = p->app.config;
    start_demo(p);
    TRY(server_start(&p->app, routes, route_count, c->api_host, (int)c->api_port, &p->api));
    LOG(INFO, "listening", LOG_TEXT("what", "api"), LOG_TEXT("url", c->public_url));
    if (!*c->metrics_host)
        return OK;
    return server_start(&p->app, metrics_routes, metrics_route_count, c->metrics_host,
                        (int)c->metrics_port, &p->metrics);
}

static enum err start(struct portal *p)
{
    const struct config *c = p->app.config;
    TRY(portal_check(c, p->app.db));
    TRY(load_passwords(c));
    TRY(front_start(c, p->app.db));
    testing_setup(c->gateway_host, front_port(), c->gateway_url);
    p->scheduler = scheduler_start(p->app.db, scheduled_jobs, scheduled_job_count);
    p->prompt = scheduler_start(p->app.db, prompt_jobs, prompt_job_count);
    p->courier = courier_start(p->app.db);
    return start_listeners(p);
}

enum err portal_start(const struct config *config, struct store *store, struct portal **out)
{
    struct portal *p = calloc(1, sizeof *p);
    if (!p)
        abort();
    p->app = (struct app){
        .config = config,
        .db = store_db(store),
        .limiter = limiter_open(),
        .hooks = {
            .identify = sessions_guard,
            .identify_client = clients_identify,
            .identify_device = authenticator_guard,
            .welcome = welcome,
            .step_up = step_up_require,
            .upload_begin = files_upload_begin,
            .upload_add = files_upload_add,
            .upload_end = files_upload_end,
            .upload_abandon = files_upload_abandon,
            .upload_drop = files_upload_drop,
            .print_metrics = print_metrics,
        },
    };
    enum err const e = start(p);
    if (e) {
        portal_stop(p);
        return e;
    }
    *out = p;
    return OK;
}

void portal_stop(struct portal *p)
{
    if (!p)
        return;
    courier_hurry(p->courier);
    front_stop_calls();
    server_stop(p->api);
    server_stop(p->metrics);
    demo_stop(p->demo);
    courier_stop(p->courier);
    scheduler_stop(p->scheduler);
    scheduler_stop(p->prompt);
    front_stop();
    messages_close();
    limiter_close(p->app.limiter);
    live_forget_all();
    password_stop();
    passwords_unload();
    free(p);
}

int portal_api_port(const struct portal *p)
{
    return server_port(p->api);
}
