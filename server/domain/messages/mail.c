#include "domain/messages/mail.h"

#include "base/text.h"
#include "base/utf8.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINE_MAX_CHARS = 76, WORD_MAX_BYTES = 45, PLAIN_MAX_CHARS = 60 };

bool mail_address_is_sound(const char *address)
{
    const char *at = strrchr(address, '@');
    return at && at != address && at[1] && !strpbrk(address, " <>\"(),:;\\[]")
           && text_is_visible(address, false);
}

/* ---- headers */

static const char *without_breaks(struct arena *a, const char *text)
{
    char *out = arena_copy(a, text);
    for (char *at = out; *at; at++) {
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            *at = ' ';
    }
    return text_trim(a, out);
}

static bool is_plain(const char *text)
{
    for (const char *at = text; *at; at++) {
        if ((unsigned char)*at >= 0x7f || strchr("=?\"<>()@,;:\\[]", *at))
            return false;
    }
    return strlen(text) <= PLAIN_MAX_CHARS;
}

/* As many whole code points as fit one encoded word. */
static size_t word_size(const char *text)
{
    size_t size = 0, length = 0;
    while (text[size]) {
        utf8_read(text + size, strlen(text + size), &length);
        if (size + length > WORD_MAX_BYTES)
            break;
        size += length;
    }
    return size;
}

/* RFC 2047: encoded words, one a line, unless plain ASCII will do. */
static const char *header_text(struct arena *a, const char *given)
{
    const char *text = without_breaks(a, given);
    if (is_plain(text))
        return text;
    char *out = arena_copy(a, "");
    while (*text) {
        size_t const size = word_size(text);
        out = arena_printf(a, "%s%s=?utf-8?B?%s?=", out, *out ? "\r\n " : "",
                           base64_encode(a, text, size));
        text += size;
    }
    return out;
}

static const char *date_text(struct arena *a, int64_t at)
{
    char text[40];
    struct tm parts;
    time_t const seconds = at;
    gmtime_r(&seconds, &parts);
    strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S +0000", &parts);
    return arena_copy(a, text);
}

/* ---- quoted-printable (RFC 2045), for text whose lines end in \n */

static bool stands_for_itself(unsigned char c, bool is_last)
{
    if (c == ' ' || c == '\t')
        return !is_last;
    return c > ' ' && c < 0x7f && c != '=';
}

static void write_quoted(FILE *out, const char *text)
{
    size_t column = 0;
    for (const char *at = text; *at; at++) {
        if (*at == '\n') {
            fputs("\r\n", out);
            column = 0;
            continue;
        }
        bool const is_last = !at[1] || at[1] == '\n';
        bool const is_itself = stands_for_itself((unsigned char)*at, is_last);
        size_t const width = is_itself ? 1 : 3;
        if (column + width >= LINE_MAX_CHARS) {
            fputs("=\r\n", out);
            column = 0;
        }
        fprintf(out, is_itself ? "%c" : "=%02X", (unsigned char)*at);
        column += width;
    }
    fputs("\r\n", out);
}

/* ---- HTML */

static void write_escaped(FILE *out, const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        switch (text[i]) {
        case '&': fputs("&amp;", out); break;
        case '<': fputs("&lt;", out); break;
        case '>': fputs("&gt;", out); break;
        case '"': fputs("&quot;", out); break;
        default: fputc(text[i], out);
        }
    }
}

static void write_link(FILE *out, const char *link)
{
    fputs("<a href=\"", out);
    write_escaped(out, link, strlen(link));
    fputs("\" style=\"color:#0e6080;word-break:break-all\">", out);
    write_escaped(out, link, strlen(link));
    fputs("</a>", out);
}

static void write_code(FILE *out, const char *code)
{
    fputs("<strong style=\"font-size:28px;letter-spacing:4px;white-space:nowrap\">", out);
    write_escaped(out, code, strlen(code));
    fputs("</strong>", out);
}

/* The next place of either within the line; its end where there is none. */
static const char *find_within(const char *line, size_t size, const char *what)
{
    const char *at = what && *what ? memmem(line, size, what, strlen(what)) : NULL;
    return at ? at : line + size;
}

static void write_line(FILE *out, const char *line, size_t size, const struct outgoing *m)
{
    const char *end = line + size;
    fputs("<p style=\"margin:0 0 16px\">", out);
    while (line < end) {
        size_t const left = (size_t)(end - line);
        const char *link = find_within(line, left, m->link), *code = find_within(line, left,
                                                                                 m->code);
        const char *next = link < code ? link : code;
        write_escaped(out, line, (size_t)(next - line));
        line = next;
        if (next == end)
            break;
        next == link ? write_link(out, m->link) : write_code(out, m->code);
        line += strlen(next == link ? m->link : m->code);
    }
    fputs("</p>\n", out);
}

static void write_html(FILE *out, const struct outgoing *m)
{
    fprintf(out, "<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
                 "<meta name=\"viewport\" content=\"width=device-width\">\n"
                 "<meta name=\"color-scheme\" content=\"light\">\n<title>",
            text_is(m->language, "en") ? "en" : "id");
    write_escaped(out, m->subject, strlen(m->subject));
    fputs("</title>\n</head>\n<body style=\"margin:0;padding:24px;background:#f3f6f8;color:#1c2b33;"
          "font:16px/1.5 system-ui,'Segoe UI',Roboto,sans-serif\">\n"
          "<div style=\"max-width:560px;margin:0 auto;padding:24px;background:#ffffff;"
          "border:1px solid #d8e0e5;border-radius:12px\">\n<h1 style=\"margin:0 0 16px;"
          "font-size:20px;line-height:1.3\">", out);
    write_escaped(out, m->subject, strlen(m->subject));
    fputs("</h1>\n", out);
    for (const char *line = m->text; *line;) {
        size_t const size = strcspn(line, "\n");
        if (size > 0)
            write_line(out, line, size, m);
        line += size + (line[size] == '\n');
    }
    fputs("<p style=\"margin:24px 0 0;color:#566a75;font-size:14px\">Simpul</p>\n</div>\n</body>\n"
          "</html>\n", out);
}

/* ---- the whole */

/* A stream into the arena. The rooms are generous: no text needs as much. */
static FILE *open_room(struct arena *a, size_t room, char **out)
{
    *out = arena_alloc(a, room);
    FILE *file = fmemopen(*out, room, "w");
    if (!file)
        abort();
    return file;
}

char *mail_html(struct arena *a, const struct outgoing *m)
{
    enum { FRAME = 4096, A_CHAR = 128 };
    char *text = NULL;
    FILE *out = open_room(a, FRAME + A_CHAR * (strlen(m->text) + strlen(m->subject)), &text);
    write_html(out, m);
    fclose(out);
    return text;
}

static void write_headers(FILE *out, struct arena *a, const struct mail_frame *f,
                          const struct outgoing *m)
{
    const char *name = header_text(a, f->from_name);
    fprintf(out, "Date: %s\r\nFrom: %s%s<%s>\r\nTo: <%s>\r\nSubject: %s\r\n",
            date_text(a, f->at), name, *name ? " " : "", f->from, m->to,
            header_text(a, m->subject));
    fprintf(out, "Message-ID: <%s@%s>\r\nMIME-Version: 1.0\r\nContent-Language: %s\r\n"
                 "Auto-Submitted: auto-generated\r\n"
                 "Content-Type: multipart/alternative; boundary=\"=_%s\"\r\n\r\n",
            m->id, f->host, text_is(m->language, "en") ? "en" : "id", m->id);
}

static void write_part(FILE *out, const struct outgoing *m, const char *type, const char *text)
{
    fprintf(out, "--=_%s\r\nContent-Type: %s; charset=utf-8\r\n"
                 "Content-Transfer-Encoding: quoted-printable\r\n\r\n", m->id, type);
    write_quoted(out, text);
}

char *mail_compose(struct arena *a, const struct mail_frame *frame, const struct outgoing *m)
{
    enum { FRAME = 8192, A_CHAR = 4 };
    const char *html = mail_html(a, m);
    size_t const room = FRAME + A_CHAR * (strlen(m->text) + strlen(html) + strlen(m->subject));
    char *text = NULL;
    FILE *out = open_room(a, room, &text);
    write_headers(out, a, frame, m);
    write_part(out, m, "text/plain", m->text);
    write_part(out, m, "text/html", html);
    fprintf(out, "--=_%s--\r\n", m->id);
    fclose(out);
    return text;
}
