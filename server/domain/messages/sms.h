/* SMS: how many parts a text takes, as operators charge for it (3GPP TS 23.038 and 23.040).
 *
 * A text within the GSM alphabet has 160 characters in one part, or 153 in each of several; those
 * of its extension count twice. Any other character turns the whole text into UTF-16: 70, or 67 in
 * each of several. No part ends in the middle of a character. */
#pragma once

#include <stdbool.h>

enum { SMS_PARTS_MAX = 4 };         /* what a template may take */

struct sms {
    bool is_gsm;                    /* the short alphabet suffices */
    int units;                      /* septets, or UTF-16 code units */
    int parts;
};

struct sms sms_measure(const char *text);
