#include "domain/validation/formats.h"

#include "base/ip.h"
#include "base/text.h"

#include <string.h>

static const struct format_words words[FORMATS] = {
    [FORMAT_NONE] = { "wrong_type", "", "" },
    [FORMAT_DATE] = { "bad_date", "date", "2026-11-21" },
    [FORMAT_DATE_TIME] = { "bad_time", "date-time", "2026-11-21T10:00:00Z" },
    [FORMAT_EMAIL] = { "bad_email", "email", "budi@contoh.go.id" },
    [FORMAT_UUID] = { "bad_uuid", "uuid", "3f2504e0-4f89-41d3-9a0c-0305e82c3301" },
    [FORMAT_IPV4] = { "bad_ip", "ipv4", "192.0.2.1" },
    [FORMAT_IPV6] = { "bad_ip", "ipv6", "2001:db8::1" },
    [FORMAT_URI] = { "bad_url", "uri", "https://contoh.go.id/data" },
    [FORMAT_INT32] = { "out_of_range", "int32", "1" },
};

enum format format_of(const char *name)
{
    if (!name)
        return FORMAT_NONE;
    if (strcmp(name, "url") == 0)
        return FORMAT_URI;
    for (enum format f = FORMAT_NONE + 1; f < FORMATS; f++) {
        if (strcmp(name, words[f].name) == 0)
            return f;
    }
    return FORMAT_NONE;
}

const struct format_words *format_words(enum format format)
{
    return &words[format];
}

/* As RFC 5321 has addresses, but for quoted names and addresses of hosts. */
static bool is_email(const char *text)
{
    const char *at = strchr(text, '@');
    size_t const size = strlen(text);
    if (!at || at == text || at - text > 64 || size > 254 || strchr(at + 1, '@'))
        return false;
    if (text[strcspn(text, " \t\r\n\"(),:;<>[\\]")] != '\0')
        return false;
    return at[1] != '\0' && at[1] != '.' && text[0] != '.' && at[-1] != '.'
           && text[size - 1] != '.' && !strstr(text, "..");
}

static bool is_uuid(const char *text)
{
    static const char form[] = "hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh";
    if (strlen(text) != sizeof form - 1)
        return false;
    for (size_t i = 0; i < sizeof form - 1; i++) {
        bool const is_digit = strchr("0123456789abcdefABCDEF", text[i]) != NULL;
        if (form[i] == 'h' ? !is_digit : text[i] != '-')
            return false;
    }
    return true;
}

/* RFC 3986, as far as its characters and its scheme go. */
static bool is_uri(const char *text)
{
    static const char scheme[] =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.";
    enum { LETTERS = 52 };
    size_t const size = strspn(text, scheme);
    if (!*text || !memchr(scheme, *text, LETTERS) || text[size] != ':' || text[size + 1] == '\0')
        return false;
    for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
        if (*at <= ' ' || *at == 0x7F || strchr("\"<>\\^`{|}", *at))
            return false;
    }
    return true;
}

static bool is_ip(const char *text, bool is_v6)
{
    struct ip ip;
    return (strchr(text, ':') != NULL) == is_v6 && ip_parse(text, strlen(text), &ip);
}

static bool is_time(const char *text)
{
    int64_t at;
    return time_parse(text, &at);
}

bool format_holds(enum format format, const char *text)
{
    switch (format) {
    case FORMAT_DATE:
        return date_is_valid(text);
    case FORMAT_DATE_TIME:
        return is_time(text);
    case FORMAT_EMAIL:
        return is_email(text);
    case FORMAT_UUID:
        return is_uuid(text);
    case FORMAT_IPV4:
        return is_ip(text, false);
    case FORMAT_IPV6:
        return is_ip(text, true);
    case FORMAT_URI:
        return is_uri(text);
    default:
        return true;
    }
}
