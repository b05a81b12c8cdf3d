#include "domain/messages/mailer.h"

#include "base/clock.h"
#include "base/ip.h"
#include "base/text.h"
#include "domain/messages/endpoint.h"
#include "domain/messages/mail.h"
#include "domain/messages/secrets.h"
#include "outbound/smtp.h"

#include <string.h>

enum { AT_ONCE = 3 };

static struct mailer {
    struct smtp_server server;
    const char *from_name, *from, *host;
} mailer;

static void mailer_send(const struct backend *self, struct arena *a, const struct outgoing *m,
                        struct outcome *out)
{
    static const enum handed handed[] = {
        [SMTP_TAKEN] = TAKEN, [SMTP_NOT_YET] = NOT_YET, [SMTP_REFUSED] = REFUSED,
        [SMTP_NO_ANSWER] = UNSURE,
    };
    const struct mailer *own = self->own;
    struct mail_frame const frame = {
        .from_name = own->from_name, .from = own->from, .host = own->host, .at = clock_now(),
    };
    struct smtp_answer answer;
    if (!mail_address_is_sound(m->to)) {
        *out = (struct outcome){ .handed = REFUSED, .why = "no e-mail address" };
        return;
    }
    char *text = mail_compose(a, &frame, m);
    smtp_send(a, &own->server, &(struct smtp_mail){ own->from, m->to, text }, &answer);
    explicit_bzero(text, strlen(text));
    *out = (struct outcome){ .handed = handed[answer.end], .why = answer.why };
}

static enum err mailer_check(const struct backend *self, struct arena *a)
{
    const struct mailer *own = self->own;
    const char *fault = smtp_fault(a, &own->server);
    return fault ? err_because(INTERNAL, "SIMPUL_EMAIL: %s", fault) : OK;
}

/* ---- opening */

/* "Simpul <noreply@example.go.id>", or the address alone. */
static enum err read_from(struct arena *a, const char *text)
{
    const char *open = strchr(text, '<'), *close = strchr(text, '>');
    mailer.from_name = "";
    mailer.from = text;
    if (open && close && open < close && !close[1]) {
        mailer.from_name = text_trim(a, arena_printf(a, "%.*s", (int)(open - text), text));
        mailer.from = arena_printf(a, "%.*s", (int)(close - open - 1), open + 1);
    }
    if (!mail_address_is_sound(mailer.from) || !text_is_visible(mailer.from_name, false))
        return err_because(BAD_INPUT, "SIMPUL_EMAIL_FROM: '%s' is no sender such as"
                                      " Simpul <noreply@example.go.id>", text);
    mailer.host = strrchr(mailer.from, '@') + 1;
    return OK;
}

/* The first colon parts user and password. */
static enum err read_login(struct arena *a)
{
    const char *login = NULL;
    enum err const e = provider_secret("email-login", &login);
    if (e)
        return e == NOT_FOUND ? OK : e;
    const char *colon = strchr(login, ':');
    if (!colon || colon == login || !colon[1])
        return err_because(BAD_INPUT, "the secret email-login is not USER:PASSWORD");
    mailer.server.user = arena_printf(a, "%.*s", (int)(colon - login), login);
    mailer.server.password = colon + 1;
    return OK;
}

/* scheme://host[:port] and nothing else; *out with a port. */
static enum err read_url(struct arena *a, const char *url, const char *host, const char **out)
{
    bool const is_v6 = strchr(host, ':') != NULL;
    const char *after = strstr(url, "://") + 3 + strlen(host) + (is_v6 ? 2 : 0);
    int64_t port = text_starts(url, "smtps") ? 465 : 587;
    if (*after && (*after != ':' || !text_to_int(after + 1, 1, 65535, &port)))
        return err_because(BAD_INPUT, "SIMPUL_EMAIL: '%s' is not smtp://HOST:PORT or"
                                      " smtps://HOST:PORT", url);
    *out = arena_printf(a, "%s://%s%s%s:%lld", text_starts(url, "smtps") ? "smtps" : "smtp",
                        is_v6 ? "[" : "", host, is_v6 ? "]" : "", (long long)port);
    return OK;
}

enum err mailer_open(const struct delivery_settings *s, const char *url, struct backend *out)
{
    static struct arena kept;
    struct ip ip;
    arena_finish(&kept);
    mailer = (struct mailer){ .server.ca_file = s->ca_file };
    const char *host = endpoint_host(&kept, url);
    const char *own = endpoint_host(&kept, s->public_url);
    if (!host)
        return err_because(BAD_INPUT, "SIMPUL_EMAIL is not smtp://HOST:PORT or smtps://HOST:PORT; a"
                                      " login belongs into the secret email-login");
    TRY(read_url(&kept, url, host, &mailer.server.url));
    TRY(read_from(&kept, s->email_from));
    TRY(read_login(&kept));
    mailer.server.name = own && !ip_parse(own, strlen(own), &ip) ? own : "localhost";
    mailer.server.demands_tls = text_starts(url, "smtp://")
                                && (!host_is_loopback(host) || mailer.server.user);
    *out = (struct backend){
        .name = "smtp", .send = mailer_send, .check = mailer_check, .own = &mailer,
        .at_once = AT_ONCE, .doubt = DOUBT_SEND_AGAIN,
    };
    return OK;
}
