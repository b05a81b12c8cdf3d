#include "support/smtpd.h"

#include <netinet/in.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

struct smtpd {
    pthread_t thread;
    pthread_mutex_t lock;                   /* held during a conversation */
    int listener;
    uint16_t port;
    SSL_CTX *tls;
    struct smtpd_manner manner;
    struct smtpd_heard heard;
};

struct talk {
    struct smtpd *s;
    int fd;
    SSL *ssl;
    char line[4096];
};

static bool say(struct talk *t, const char *text)
{
    size_t const size = strlen(text);
    if (t->ssl)
        return SSL_write(t->ssl, text, (int)size) == (int)size;
    return send(t->fd, text, size, MSG_NOSIGNAL) == (ssize_t)size;
}

/* Without its line break. */
static bool hear(struct talk *t)
{
    size_t size = 0;
    char c = 0;
    while (size < sizeof t->line - 1) {
        ssize_t const got = t->ssl ? SSL_read(t->ssl, &c, 1) : recv(t->fd, &c, 1, 0);
        if (got != 1)
            return false;
        if (c == '\n')
            break;
        t->line[size++] = c;
    }
    if (size && t->line[size - 1] == '\r')
        size--;
    t->line[size] = '\0';
    return true;
}

static bool encrypt(struct talk *t)
{
    t->ssl = SSL_new(t->s->tls);
    SSL_set_fd(t->ssl, t->fd);
    t->s->heard.was_encrypted = SSL_accept(t->ssl) == 1;
    return t->s->heard.was_encrypted;
}

static bool answer_ehlo(struct talk *t)
{
    const struct smtpd_manner *m = &t->s->manner;
    snprintf(t->s->heard.name, sizeof t->s->heard.name, "%s", t->line + 5);
    if (m->offers_starttls && !t->ssl && !say(t, "250-STARTTLS\r\n"))
        return false;
    if (m->login && !say(t, "250-AUTH PLAIN\r\n"))
        return false;
    return say(t, "250 SIZE 1000000\r\n");
}

static bool answer_auth(struct talk *t)
{
    const char *given = strrchr(t->line, ' ') + 1;
    if (strcmp(given, "PLAIN") == 0) {
        if (!say(t, "334 \r\n") || !hear(t))
            return false;
        given = t->line;
    }
    t->s->heard.was_logged_in = t->s->manner.login && strcmp(given, t->s->manner.login) == 0;
    return say(t, t->s->heard.was_logged_in ? "235 2.7.0 welcome\r\n" : "535 5.7.8 no\r\n");
}

static void copy_address(char *out, size_t room, const char *line)
{
    const char *open = strchr(line, '<'), *close = strchr(line, '>');
    if (open && close)
        snprintf(out, room, "%.*s", (int)(close - open - 1), open + 1);
}

static bool answer_data(struct talk *t)
{
    struct smtpd_heard *h = &t->s->heard;
    size_t size = 0;
    if (!say(t, "354 go on\r\n"))
        return false;
    while (hear(t) && strcmp(t->line, ".") != 0) {
        const char *text = t->line[0] == '.' ? t->line + 1 : t->line;
        size += (size_t)snprintf(h->mail + size, sizeof h->mail - size, "%s\n", text);
        if (size >= sizeof h->mail)
            return false;
    }
    if (t->s->manner.hangs_up_after_data)
        return false;
    if (!t->s->manner.to_data)
        h->mails++;
    return say(t, t->s->manner.to_data ? t->s->manner.to_data : "250 2.0.0 kept\r\n");
}

static bool answer(struct talk *t)
{
    const struct smtpd_manner *m = &t->s->manner;
    struct smtpd_heard *h = &t->s->heard;
    if (strncasecmp(t->line, "EHLO ", 5) == 0)
        return answer_ehlo(t);
    if (strcasecmp(t->line, "STARTTLS") == 0)
        return say(t, "220 go\r\n") && encrypt(t);
    if (strncasecmp(t->line, "AUTH ", 5) == 0)
        return answer_auth(t);
    if (strncasecmp(t->line, "MAIL ", 5) == 0) {
        copy_address(h->from, sizeof h->from, t->line);
        return say(t, "250 ok\r\n");
    }
    if (strncasecmp(t->line, "RCPT ", 5) == 0) {
        copy_address(h->to, sizeof h->to, t->line);
        return say(t, m->to_rcpt ? m->to_rcpt : "250 ok\r\n");
    }
    if (strcasecmp(t->line, "DATA") == 0)
        return answer_data(t);
    if (strcasecmp(t->line, "QUIT") == 0) {
        (void)say(t, "221 bye\r\n");
        return false;
    }
    return say(t, "250 ok\r\n");
}

static void converse(struct smtpd *s, int fd)
{
    struct talk t = { .s = s, .fd = fd };
    s->heard.connections++;
    usleep(s->manner.waits_ms * 1000);
    bool goes_on = !s->manner.hangs_up_at_once && (!s->manner.speaks_tls || encrypt(&t))
                   && say(&t, "220 contoh ESMTP\r\n");
    while (goes_on)
        goes_on = hear(&t) && answer(&t);
    SSL_free(t.ssl);
}

static void *serve(void *data)
{
    struct smtpd *s = data;
    for (;;) {
        int const fd = accept(s->listener, NULL, NULL);
        if (fd < 0)
            return NULL;
        pthread_mutex_lock(&s->lock);
        converse(s, fd);
        pthread_mutex_unlock(&s->lock);
        close(fd);
    }
}

static void listen_anywhere(struct smtpd *s)
{
    struct sockaddr_in here = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t size = sizeof here;
    s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (bind(s->listener, (struct sockaddr *)&here, sizeof here) != 0
        || listen(s->listener, 16) != 0
        || getsockname(s->listener, (struct sockaddr *)&here, &size) != 0)
        abort();
    s->port = ntohs(here.sin_port);
}

struct smtpd *smtpd_open(const char *cert, const char *key)
{
    struct smtpd *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    signal(SIGPIPE, SIG_IGN);
    s->tls = SSL_CTX_new(TLS_server_method());
    if (cert && (SSL_CTX_use_certificate_file(s->tls, cert, SSL_FILETYPE_PEM) != 1
                 || SSL_CTX_use_PrivateKey_file(s->tls, key, SSL_FILETYPE_PEM) != 1))
        abort();
    listen_anywhere(s);
    pthread_mutex_init(&s->lock, NULL);
    if (pthread_create(&s->thread, NULL, serve, s) != 0)
        abort();
    return s;
}

void smtpd_close(struct smtpd *s)
{
    shutdown(s->listener, SHUT_RDWR);
    pthread_join(s->thread, NULL);
    close(s->listener);
    SSL_CTX_free(s->tls);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

uint16_t smtpd_port(const struct smtpd *s)
{
    return s->port;
}

void smtpd_behave(struct smtpd *s, struct smtpd_manner manner)
{
    pthread_mutex_lock(&s->lock);
    s->manner = manner;
    s->heard = (struct smtpd_heard){ 0 };
    pthread_mutex_unlock(&s->lock);
}

const struct smtpd_heard *smtpd_heard(struct smtpd *s)
{
    static struct smtpd_heard heard;
    pthread_mutex_lock(&s->lock);
    heard = s->heard;
    pthread_mutex_unlock(&s->lock);
    return &heard;
}
