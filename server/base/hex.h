/* Hex: the value of one digit, for readers of escapes and sizes. */
#pragma once

/* Of either case; -1: no digit. */
static inline int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}
