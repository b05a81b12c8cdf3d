/* Key format: spl_dev_<8>_<32><6>, or spl_prod_…, digits 0-9 A-Z a-z.
 *
 * The eight name the key where it is shown (its head); the 32 are the secret, 190 random bits;
 * the six are the CRC-32 of everything before them, in base 62, so that a cut or mistyped key is
 * told apart from an unknown one without a lookup. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

enum key_environment { KEY_DEVELOPMENT, KEY_PRODUCTION, KEY_ENVIRONMENTS };

enum {
    KEY_TEXT_SIZE = 57,                 /* the longest key and its NUL */
    KEY_HEAD_SIZE = 18,                 /* spl_prod_<8> and its NUL */
};

/* Wipe text once it has been shown and hashed. */
void key_format_new(enum key_environment environment, char text[static KEY_TEXT_SIZE]);
bool key_format_check(const char *text, size_t size);
void key_format_head(const char *text, char head[static KEY_HEAD_SIZE]);    /* well-formed text */

/* "development" and "production". */
const char *key_environment_name(enum key_environment environment);
bool key_environment_parse(const char *name, size_t size, enum key_environment *out);
