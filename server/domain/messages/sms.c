#include "domain/messages/sms.h"

#include "base/utf8.h"

#include <string.h>

enum { GSM_ONE = 160, GSM_PART = 153, UTF16_ONE = 70, UTF16_PART = 67, BEYOND_UTF16 = 0x10000 };

/* What the GSM alphabet has beyond ASCII. */
static const char gsm_letters[] = "£¥èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà";

static bool is_among(int32_t point, const char *letters)
{
    size_t const size = strlen(letters);
    size_t length = 0;
    for (size_t at = 0; at < size; at += length) {
        if (utf8_read(letters + at, size - at, &length) == point)
            return true;
    }
    return false;
}

/* In septets; 0 for what the alphabet lacks. */
static int gsm_units(int32_t point)
{
    if (point == '`' || (point < ' ' && point != '\n' && point != '\r'))
        return 0;
    if (is_among(point, "^{}\\[~]|€"))
        return 2;
    return (point < 0x7F || is_among(point, gsm_letters)) ? 1 : 0;
}

static int utf16_units(int32_t point)
{
    return point >= BEYOND_UTF16 ? 2 : 1;
}

/* false where units_of answers 0 for a character. */
static bool measure(const char *text, int (*units_of)(int32_t), int one, int part,
                    struct sms *out)
{
    size_t const size = strlen(text);
    size_t length = 0;
    int used = 0;
    *out = (struct sms){ .parts = 1 };
    for (size_t at = 0; at < size; at += length) {
        int const units = units_of(utf8_read(text + at, size - at, &length));
        if (units == 0)
            return false;
        out->units += units;
        out->parts += used + units > part;
        used = used + units > part ? units : used + units;
    }
    if (out->units <= one)
        out->parts = 1;
    return true;
}

struct sms sms_measure(const char *text)
{
    struct sms sms;
    if (measure(text, gsm_units, GSM_ONE, GSM_PART, &sms))
        sms.is_gsm = true;
    else
        (void)measure(text, utf16_units, UTF16_ONE, UTF16_PART, &sms);
    return sms;
}
