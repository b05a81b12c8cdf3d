#include "config.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

extern char **environ;

enum kind { TEXT_SETTING, NUMBER, CHOICE, DELIVERY, LISTEN, URL, LEVEL, DATABASE };

/* Alphabetical. {data} and {source} in a default stand for SIMPUL_DATA_DIR and the checkout. */
static const struct setting {
    const char *name, *fallback;
    enum kind kind;
    bool may_be_empty;              /* "" is a value; elsewhere it stands for the default */
    size_t at;                      /* where in struct config; a LISTEN has its port at port_at */
    size_t port_at;
    const char *choices;            /* of a CHOICE: "no|yes", the first false; of a DELIVERY: what
                                       an address may begin with, in place of "outbox" */
    int64_t max;
    const char *meaning;
} settings[] = {
#define AT(member) .at = offsetof(struct config, member)
    { "SIMPUL_ACCOUNT_LIMIT", "60000", NUMBER, AT(account_limit), .max = 1000000,
      .meaning = "changes a minute that one signed-in account may make; 0: no limit" },
    { "SIMPUL_ADDRESS_LIMIT", "600", NUMBER, AT(address_limit), .max = 1000000,
      .meaning = "calls a minute that one address may make without signing in; 0: no limit" },
    { "SIMPUL_API_LISTEN", "127.0.0.1:8080", LISTEN, AT(api_host),
      .port_at = offsetof(struct config, api_port), .meaning = "REST API and web app" },
    { "SIMPUL_CA_FILE", "", TEXT_SETTING, AT(ca_file),
      .meaning = "certificates to trust for upstreams and providers; empty: the system's" },
    { "SIMPUL_CORS_ORIGINS", "", TEXT_SETTING, AT(cors_origins),
      .meaning = "origins, comma separated, whose pages may call the API" },
    { "SIMPUL_DATABASE_URL", "sqlite:{data}/simpul.db", DATABASE, AT(database_path),
      .meaning = "the database: `sqlite:PATH`" },
    { "SIMPUL_DATA_DIR", "{source}/var", TEXT_SETTING, AT(data_dir),
      .meaning = "folder of the database and the master secret" },
    { "SIMPUL_DEMO_PORT", "8082", NUMBER, AT(demo_port), .max = 65535,
      .meaning = "port of the demo upstream on loopback, in development; 0: not served" },
    { "SIMPUL_EMAIL", "outbox", DELIVERY, AT(email), .choices = "smtp://|smtps://",
      .meaning = "delivery of e-mail: `outbox`, `smtp://HOST:PORT` or `smtps://HOST:PORT`" },
    { "SIMPUL_EMAIL_FROM", "", TEXT_SETTING, AT(email_from),
      .meaning = "sender of e-mail, such as `Simpul <noreply@example.go.id>`" },
    { "SIMPUL_GATEWAY_LISTEN", "127.0.0.1:8081", LISTEN, AT(gateway_host),
      .port_at = offsetof(struct config, gateway_port), .meaning = "gateway (data plane)" },
    { "SIMPUL_GATEWAY_LOOPS", "0", NUMBER, AT(gateway_loops), .max = 256,
      .meaning = "event loops of the gateway; 0: one a core" },
    { "SIMPUL_GATEWAY_URL", "", URL, AT(gateway_url),
      .meaning = "public address of the gateway; empty: derived from the above" },
    { "SIMPUL_LOG_FORMAT", "auto", CHOICE, AT(log_format), .choices = "auto|text|json",
      .meaning = "`text` or `json`; `auto`: text on a terminal, JSON lines otherwise" },
    { "SIMPUL_LOG_LEVEL", "info", LEVEL, AT(log_level),
      .meaning = "`debug`, `info`, `warn` or `error`" },
    { "SIMPUL_METRICS_LISTEN", "", LISTEN, AT(metrics_host),
      .port_at = offsetof(struct config, metrics_port),
      .meaning = "listener of its own for `/metrics`; empty: the API's" },
    { "SIMPUL_MIGRATIONS_DIR", "{source}/db", TEXT_SETTING, AT(migrations_dir),
      .meaning = "folder of the migrations" },
    { "SIMPUL_MODE", "development", CHOICE, AT(is_production), .choices = "development|production",
      .meaning = "`development` or `production`, which refuses demo credentials and delivery"
                 " into the outbox" },
    { "SIMPUL_PRIVATE_TARGETS", "", CHOICE, AT(private_targets), .choices = "refuse|allow",
      .meaning = "`allow` or `refuse` upstreams on private addresses; empty: `allow` in"
                 " development, `refuse` in production" },
    { "SIMPUL_PUBLIC_URL", "", URL, AT(public_url),
      .meaning = "public address of the portal; empty: derived from the above" },
    { "SIMPUL_REFERENCE_DIR", "{source}/reference", TEXT_SETTING, AT(reference_dir),
      .meaning = "folder of the reference data (common passwords, regions)" },
    { "SIMPUL_SECRETS_DIR", "{data}/secrets", TEXT_SETTING, AT(secrets_dir),
      .meaning = "folder of the providers' secrets, a file each; docs/operating.md names them" },
    { "SIMPUL_SECRET_FILE", "{data}/secret", TEXT_SETTING, AT(secret_file),
      .meaning = "master secret, made on first start with mode 0600" },
    { "SIMPUL_SMS", "outbox", DELIVERY, AT(sms), .choices = "http:",
      .meaning = "delivery of SMS: `outbox`, or `http:FILE`, a provider as in providers/" },
    { "SIMPUL_TIME_ZONE", "Asia/Jakarta", TEXT_SETTING, AT(time_zone),
      .meaning = "whose midnights begin the days and months of quotas, by its name in the tz"
                 " database" },
    { "SIMPUL_TRUSTED_PROXIES", "", TEXT_SETTING, AT(trusted_proxies),
      .meaning = "addresses or CIDRs, comma separated, whose X-Forwarded-For is believed" },
    { "SIMPUL_WEBAPP_DIR", "{source}/webapp", TEXT_SETTING, AT(webapp_dir), .may_be_empty = true,
      .meaning = "folder of the web app; empty: not served" },
    { "SIMPUL_WHATSAPP", "outbox", DELIVERY, AT(whatsapp), .choices = "cloud:|http:",
      .meaning = "delivery of WhatsApp messages: `outbox`, `cloud:PHONE_NUMBER_ID` (Meta's Cloud"
                 " API), or `http:FILE`, a provider as in providers/" },
    { "SIMPUL_WHATSAPP_CODE_TEMPLATE", "simpul_code", TEXT_SETTING, AT(whatsapp_code_template),
      .meaning = "Cloud API: name of the authentication template for codes" },
    { "SIMPUL_WHATSAPP_LANGUAGES", "id,en_US", TEXT_SETTING, AT(whatsapp_languages),
      .meaning = "Cloud API: the templates' codes for Indonesian and English" },
    { "SIMPUL_WHATSAPP_LINK_TEMPLATE", "simpul_notice", TEXT_SETTING, AT(whatsapp_link_template),
      .meaning = "Cloud API: name of the utility template for everything else" },
    { "SIMPUL_WHATSAPP_URL", "https://graph.facebook.com/v23.0", URL, AT(whatsapp_url),
      .meaning = "Cloud API: its address and version" },
#undef AT
};
enum { SETTINGS = sizeof settings / sizeof settings[0], LINE_MAX_BYTES = 4096 };

struct values {
    const char *of[SETTINGS];       /* NULL: not given */
};

static int find_setting(const char *name, size_t length)
{
    for (int i = 0; i < SETTINGS; i++) {
        if (strlen(settings[i].name) == length && strncmp(settings[i].name, name, length) == 0)
            return i;
    }
    return -1;
}

static enum err take(struct arena *a, struct values *v, const char *line, const char *from)
{
    const char *equals = strchr(line, '=');
    if (!equals)
        return err_because(BAD_INPUT, "%s: not a KEY=value line: %.60s", from, line);
    int const i = find_setting(line, (size_t)(equals - line));
    if (i < 0)
        return err_because(BAD_INPUT, "%s: unknown setting %.*s", from, (int)(equals - line), line);
    v->of[i] = text_trim(a, equals + 1);
    return OK;
}

static enum err take_lines(struct arena *a, struct values *v, FILE *file, const char *name)
{
    char line[LINE_MAX_BYTES];
    while (fgets(line, sizeof line, file)) {
        const char *text = text_trim(a, line);
        if (*text && *text != '#')
            TRY(take(a, v, text, name));
    }
    return OK;
}

static enum err take_file(struct arena *a, struct values *v, const char *name)
{
    FILE *file = fopen(name, "re");
    if (!file)
        return err_because(BAD_INPUT, "cannot read the configuration file %s", name);
    enum err const e = take_lines(a, v, file, name);
    fclose(file);
    return e;
}

static enum err take_environment(struct arena *a, struct values *v)
{
    for (char **at = environ; *at; at++) {
        if (text_starts(*at, "SIMPUL_"))
            TRY(take(a, v, *at, "environment"));
    }
    return OK;
}

static char *expand(struct arena *a, const char *text, const char *data_dir)
{
    if (text_starts(text, "sqlite:{data}"))
        return arena_printf(a, "sqlite:%s%s", data_dir, text + strlen("sqlite:{data}"));
    if (text_starts(text, "{data}"))
        return arena_printf(a, "%s%s", data_dir, text + strlen("{data}"));
    if (text_starts(text, "{source}"))
        return arena_printf(a, "%s%s", SIMPUL_SOURCE_DIR, text + strlen("{source}"));
    return arena_copy(a, text);
}

static enum err wrong(const struct setting *s, const char *value, const char *wanted)
{
    return err_because(BAD_INPUT, "%s: '%s' is not %s", s->name, value, wanted);
}

static bool is_address(const char *host)
{
    unsigned char address[16];
    return inet_pton(AF_INET, host, address) == 1 || inet_pton(AF_INET6, host, address) == 1;
}

/* HOST:PORT with a numeric host; an IPv6 one in brackets. */
static enum err read_listen(struct arena *a, const struct setting *s, const char *value,
                            struct config *c)
{
    const char **host = (const char **)((char *)c + s->at);
    int64_t *port = (int64_t *)((char *)c + s->port_at);
    *host = "";
    if (!*value)
        return OK;
    const char *colon = strrchr(value, ':');
    if (!colon || !text_to_int(colon + 1, 0, 65535, port))
        return wrong(s, value, "ADDRESS:PORT");
    bool const in_brackets = *value == '[' && colon[-1] == ']';
    char *name = arena_printf(a, "%.*s", (int)(colon - value), value);
    if (in_brackets) {
        name[strlen(name) - 1] = '\0';
        name++;
    }
    if (text_is(name, "localhost"))
        name = arena_copy(a, "127.0.0.1");
    if (!is_address(name))
        return wrong(s, value, "ADDRESS:PORT with a numeric address");
    *host = name;
    return OK;
}

static enum err read_choice(const struct setting *s, const char *value, struct config *c)
{
    int64_t index = 0;
    for (const char *at = s->choices; at; index++) {
        size_t const length = strcspn(at, "|");
        if (strlen(value) == length && strncmp(at, value, length) == 0)
            break;
        at = at[length] ? at + length + 1 : NULL;
        if (!at)
            return wrong(s, value, s->choices);
    }
    if (s->at == offsetof(struct config, is_production))
        c->is_production = index == 1;
    else if (s->at == offsetof(struct config, private_targets))
        c->private_targets = index == 1;
    else
        *(const char **)((char *)c + s->at) = value;
    return OK;
}

/* Whether the provider is well described is found out by who opens it. */
static enum err read_delivery(const struct setting *s, const char *value, struct config *c)
{
    bool is_known = text_is(value, "outbox");
    for (const char *at = s->choices; *at && !is_known; at += *at == '|') {
        size_t const length = strcspn(at, "|");
        is_known = strlen(value) > length && strncmp(value, at, length) == 0;
        at += length;
    }
    if (!is_known)
        return wrong(s, value, s->choices);
    *(const char **)((char *)c + s->at) = value;
    return OK;
}

static enum err read_url(struct arena *a, const struct setting *s, const char *value,
                         struct config *c)
{
    bool const is_url = text_starts(value, "http://") || text_starts(value, "https://");
    if (*value && !is_url)
        return wrong(s, value, "an http or https address");
    size_t length = strlen(value);
    while (length > 0 && value[length - 1] == '/')
        length--;
    *(const char **)((char *)c + s->at) = arena_printf(a, "%.*s", (int)length, value);
    return OK;
}

static enum err read_one(struct arena *a, const struct setting *s, const char *value,
                         struct config *c)
{
    char *at = (char *)c + s->at;
    switch (s->kind) {
    case NUMBER:
        return text_to_int(value, 0, s->max, (int64_t *)at) ? OK : wrong(s, value, "a number");
    case CHOICE:
        return *value ? read_choice(s, value, c) : OK;
    case DELIVERY:
        return read_delivery(s, value, c);
    case LISTEN:
        return read_listen(a, s, value, c);
    case URL:
        return read_url(a, s, value, c);
    case LEVEL:
        return log_level_parse(value, &c->log_level) ? OK : wrong(s, value, "a log level");
    case DATABASE:
        if (!text_starts(value, "sqlite:") || !value[7])
            return wrong(s, value, "sqlite:PATH");
        *(const char **)at = value + strlen("sqlite:");
        return OK;
    case TEXT_SETTING:
        break;
    }
    *(const char **)at = value;
    return OK;
}

static const char *derived_url(struct arena *a, const char *host, int64_t port)
{
    bool const is_any = text_is(host, "0.0.0.0") || text_is(host, "::");
    const char *name = is_any ? "127.0.0.1" : host;
    bool const is_v6 = strchr(name, ':') != NULL;
    return arena_printf(a, "http://%s%s%s:%lld", is_v6 ? "[" : "", name, is_v6 ? "]" : "",
                        (long long)port);
}

enum err config_read(struct arena *a, const char *file, struct config *out)
{
    struct values given = { 0 };
    struct config c = { 0 };
    if (file)
        TRY(take_file(a, &given, file));
    TRY(take_environment(a, &given));
    const char *data_dir = given.of[find_setting("SIMPUL_DATA_DIR", 15)];
    if (!data_dir || !*data_dir)
        data_dir = SIMPUL_SOURCE_DIR "/var";
    for (int i = 0; i < SETTINGS; i++) {
        const char *value = given.of[i];
        if (!value || (!*value && !settings[i].may_be_empty))
            value = expand(a, settings[i].fallback, data_dir);
        TRY(read_one(a, &settings[i], value, &c));
    }
    c.data_dir = data_dir;
    const char *targets = given.of[find_setting("SIMPUL_PRIVATE_TARGETS", 22)];
    if (!targets || !*targets)
        c.private_targets = !c.is_production;
    if (!*c.public_url)
        c.public_url = derived_url(a, c.api_host, c.api_port);
    if (!*c.gateway_url)
        c.gateway_url = derived_url(a, c.gateway_host, c.gateway_port);
    *out = c;
    return OK;
}

/* Without a user and password, which belong into a file of their own. */
static void print_text(FILE *out, const char *value)
{
    const char *host = strstr(value, "://"), *at = host ? strchr(host, '@') : NULL;
    if (at)
        fprintf(out, "%.*s***%s", (int)(host + 3 - value), value, at);
    else
        fputs(value, out);
}

static void print_value(FILE *out, const struct setting *s, const struct config *c)
{
    const char *at = (const char *)c + s->at;
    if (s->kind == NUMBER)
        fprintf(out, "%lld", (long long)*(const int64_t *)at);
    else if (s->at == offsetof(struct config, is_production))
        fputs(c->is_production ? "production" : "development", out);
    else if (s->at == offsetof(struct config, private_targets))
        fputs(c->private_targets ? "allow" : "refuse", out);
    else if (s->kind == LEVEL)
        fputs((const char *const[]){ "debug", "info", "warn", "error" }[c->log_level], out);
    else if (s->kind == DATABASE)
        fprintf(out, "sqlite:%s", *(const char *const *)at);
    else
        print_text(out, *(const char *const *)at);
    if (s->kind == LISTEN && **(const char *const *)at)
        fprintf(out, ":%lld", (long long)*(const int64_t *)((const char *)c + s->port_at));
}

static void print_row(FILE *out, const struct setting *s)
{
    const char *fallback = s->fallback;
    if (text_starts(fallback, "{source}/"))
        fallback += strlen("{source}/");
    fprintf(out, "| `%s` | %s%s%s | %s |\n", s->name, *fallback ? "`" : "", fallback,
            *fallback ? "`" : "", s->meaning);
}

void config_print(FILE *out, const struct config *c, bool markdown)
{
    if (markdown)
        fputs("| setting | default | meaning |\n|---|---|---|\n", out);
    for (int i = 0; i < SETTINGS; i++) {
        if (markdown) {
            print_row(out, &settings[i]);
            continue;
        }
        fprintf(out, "%s=", settings[i].name);
        print_value(out, &settings[i], c);
        fputc('\n', out);
    }
}
