/* Configuration: every setting of the program, from the environment or a file of KEY=value lines.
 *
 * config.c holds the one table of settings; `simpul config` prints it. Read once at start. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/log.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct config {
    const char *api_host, *gateway_host, *metrics_host;     /* numeric addresses */
    int64_t api_port, gateway_port, metrics_port;           /* metrics_port 0: the API's */
    int64_t gateway_loops;          /* 0: one a core */
    const char *public_url, *gateway_url;                   /* without a slash at the end */
    const char *database_path, *data_dir, *secret_file;
    const char *webapp_dir;         /* "": not served */
    const char *reference_dir, *migrations_dir;
    bool is_production;
    bool private_targets;           /* upstreams and callbacks may be private addresses */
    const char *ca_file;            /* "": the system's */
    const char *whatsapp, *sms, *email;     /* these: see domain/messages/delivery.h */
    const char *email_from, *secrets_dir, *whatsapp_url, *whatsapp_languages;
    const char *whatsapp_code_template, *whatsapp_link_template;
    const char *cors_origins;       /* comma separated, "": none */
    const char *trusted_proxies;    /* comma separated CIDRs whose X-Forwarded-For is believed */
    int64_t account_limit;          /* signed-in calls a minute and account; 0: no limit */
    int64_t address_limit;          /* unauthenticated calls a minute and address; 0: no limit */
    const char *time_zone;          /* whose midnights end the days and months of quotas */
    int64_t demo_port;              /* the demo upstream, development only; 0: not served */
    enum log_level log_level;
    const char *log_format;
};

/* file may be NULL. BAD_INPUT names the wrong setting in err_why(). The strings live in a. */
enum err config_read(struct arena *a, const char *file, struct config *out);

/* The effective values, secrets masked; as a Markdown table with what each means if markdown. */
void config_print(FILE *out, const struct config *c, bool markdown);
