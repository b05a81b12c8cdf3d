#include "outbound/smtp.h"

#include "base/text.h"
#include "outbound/handle.h"

#include <string.h>

enum { TIMEOUT_S = 20, REPLY_FINAL = 500 };

/* How far the talk has come. */
struct talk {
    const char *left;               /* of the mail's text */
    size_t left_size;
    bool is_about_mail;             /* RCPT or DATA was said: a refusal means this mail */
    int enhanced[3];                /* RFC 3463, of the last refusal; 0: none */
};

static size_t give(char *out, size_t one, size_t count, void *data)
{
    struct talk *t = data;
    size_t const room = one * count, size = t->left_size < room ? t->left_size : room;
    memcpy(out, t->left, size);
    t->left += size;
    t->left_size -= size;
    return size;
}

/* "550 5.1.1 …": of a refusal the digits are kept; the words may name the recipient. */
static void hear(struct talk *t, const char *line, size_t size)
{
    char start[24] = { 0 };
    if (size == 0 || (*line != '4' && *line != '5'))
        return;
    memcpy(start, line, size < sizeof start - 1 ? size : sizeof start - 1);
    int *e = t->enhanced;
    if (sscanf(start, "%*3d%*[- ]%1d.%3d.%3d", &e[0], &e[1], &e[2]) != 3)
        memset(t->enhanced, 0, sizeof t->enhanced);
}

static int overhear(CURL *h, curl_infotype type, char *data, size_t size, void *to)
{
    (void)h;
    struct talk *t = to;
    if (type == CURLINFO_HEADER_IN)
        hear(t, data, size);
    if (type == CURLINFO_HEADER_OUT && size >= 4
        && (memcmp(data, "RCPT", 4) == 0 || memcmp(data, "DATA", 4) == 0))
        t->is_about_mail = true;
    return 0;
}

static CURL *open_server(struct arena *a, const struct smtp_server *s, struct talk *t,
                         char error[CURL_ERROR_SIZE])
{
    CURL *h = handle_new(arena_printf(a, "%s/%s", s->url, s->name), s->ca_file, TIMEOUT_S, error);
    curl_easy_setopt(h, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(h, CURLOPT_USE_SSL, (long)(s->demands_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    curl_easy_setopt(h, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(h, CURLOPT_DEBUGFUNCTION, overhear);
    curl_easy_setopt(h, CURLOPT_DEBUGDATA, t);
    if (s->user) {
        curl_easy_setopt(h, CURLOPT_USERNAME, s->user);
        curl_easy_setopt(h, CURLOPT_PASSWORD, s->password);
    }
    return h;
}

static const char *why(struct arena *a, CURL *h, CURLcode code, const struct talk *t,
                       const char *error)
{
    long reply = 0;
    const int *e = t->enhanced;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &reply);
    if (reply < 400)
        return handle_why(a, code, error);
    if (!e[0])
        return arena_printf(a, "the mail server answered %ld", reply);
    return arena_printf(a, "the mail server answered %ld %d.%d.%d", reply, e[0], e[1], e[2]);
}

static enum smtp_end end_of(CURL *h, CURLcode code, const struct talk *t)
{
    long reply = 0;
    curl_easy_getinfo(h, CURLINFO_RESPONSE_CODE, &reply);
    if (code == CURLE_OK)
        return SMTP_TAKEN;
    if (t->is_about_mail && reply >= REPLY_FINAL)
        return SMTP_REFUSED;
    return t->left_size == 0 && reply < 400 ? SMTP_NO_ANSWER : SMTP_NOT_YET;
}

void smtp_send(struct arena *a, const struct smtp_server *server, const struct smtp_mail *mail,
               struct smtp_answer *out)
{
    char error[CURL_ERROR_SIZE];
    struct talk talk = { .left = mail->text, .left_size = strlen(mail->text) };
    AUTO_LIST struct curl_slist *recipients = list_add(NULL, mail->to);
    AUTO_HANDLE CURL *h = open_server(a, server, &talk, error);
    curl_easy_setopt(h, CURLOPT_MAIL_FROM, mail->from);
    curl_easy_setopt(h, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(h, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(h, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(h, CURLOPT_READDATA, &talk);
    CURLcode const code = curl_easy_perform(h);
    *out = (struct smtp_answer){ .end = end_of(h, code, &talk) };
    if (code != CURLE_OK)
        out->why = why(a, h, code, &talk, error);
}

const char *smtp_fault(struct arena *a, const struct smtp_server *server)
{
    char error[CURL_ERROR_SIZE];
    struct talk talk = { 0 };
    AUTO_HANDLE CURL *h = open_server(a, server, &talk, error);
    curl_easy_setopt(h, CURLOPT_CUSTOMREQUEST, "NOOP");
    curl_easy_setopt(h, CURLOPT_NOBODY, 1L);
    CURLcode const code = curl_easy_perform(h);
    return code == CURLE_OK ? NULL : why(a, h, code, &talk, error);
}
