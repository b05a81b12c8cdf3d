/* What people are known by: phone numbers, e-mail addresses, user names. */
#include "domain/accounts/accounts.h"

#include "base/text.h"

#include <string.h>

enum { PHONE_DIGITS_MIN = 9, PHONE_DIGITS_MAX = 17, LOCAL_PART_MAX = 64, LABEL_MAX = 63 };

/* The digits of text, without blanks, dots and dashes and a leading +; NULL where there is
 * anything else. */
static char *phone_digits(struct arena *a, const char *text, bool *is_international)
{
    char *out = arena_alloc(a, strlen(text) + 1);
    size_t length = 0;
    text += strspn(text, " ");
    *is_international = *text == '+';
    for (text += *is_international; *text; text++) {
        if (*text >= '0' && *text <= '9')
            out[length++] = *text;
        else if (!strchr(" .-", *text))
            return NULL;
    }
    return out;
}

bool phone_normalise(struct arena *a, const char *text, const char **out)
{
    bool is_international = false;
    const char *digits = phone_digits(a, text, &is_international);
    if (!digits)
        return false;
    if (text_starts(digits, "0062"))
        digits += 2;
    else if (!is_international && *digits == '0' && digits[1] != '0')
        digits = arena_printf(a, "62%s", digits + 1);
    else if (!is_international && *digits == '8')
        digits = arena_printf(a, "62%s", digits);
    size_t const length = strlen(digits);
    if (!text_starts(digits, "62") || length < PHONE_DIGITS_MIN || length > PHONE_DIGITS_MAX)
        return false;
    *out = digits;
    return true;
}

bool phone_is_mobile(const char *phone)
{
    size_t const length = strlen(phone);
    return text_starts(phone, "628") && length >= 11 && length <= 15;
}

char *email_normalise(struct arena *a, const char *text)
{
    return text_lower(a, text_trim(a, text));
}

const char *login_normalise(struct arena *a, const char *text)
{
    const char *number = NULL;
    return phone_normalise(a, text, &number) ? number : email_normalise(a, text);
}

const char *username_fault(const char *username)
{
    size_t const length = text_length(username), size = strlen(username);
    if (length == 0)
        return "required";
    if (length < USERNAME_MIN)
        return "too_short";
    if (length > USERNAME_MAX)
        return "too_long";
    AUTO_ARENA struct arena a = { 0 };
    bool const is_trimmed = strlen(text_trim(&a, username)) == size;
    return is_trimmed && text_is_visible(username, false) ? NULL : "bad_characters";
}

/* Labels of letters, digits and hyphens, at least two, the last one no number. Letters beyond
 * ASCII are allowed: some mail systems take them as they are. */
static bool is_domain(const char *domain)
{
    int labels = 0;
    for (const char *at = domain;; at++) {
        size_t const length = strcspn(at, ".");
        if (length == 0 || length > LABEL_MAX || at[0] == '-' || at[length - 1] == '-')
            return false;
        labels++;
        at += length;
        if (!*at)
            break;
    }
    const char *last = strrchr(domain, '.');
    return labels > 1 && strspn(last + 1, "0123456789") < strlen(last + 1);
}

const char *email_fault(const char *email)
{
    const char *at = strrchr(email, '@');
    if (!*email)
        return "required";
    if (strlen(email) > EMAIL_MAX)
        return "too_long";
    if (!at || at == email || at - email > LOCAL_PART_MAX || strchr(email, '@') != at)
        return "bad_email";
    bool const is_plain = text_is_visible(email, false) && !strpbrk(email, " ,;:<>()[]\\\"");
    bool const has_dots = email[0] == '.' || at[-1] == '.' || strstr(email, "..");
    return is_plain && !has_dots && is_domain(at + 1) ? NULL : "bad_email";
}
