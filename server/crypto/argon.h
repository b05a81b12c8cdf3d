/* Argon: one argon2id computation with explicit costs, and its PHC string. For password.c only,
 * whose threads call it; the memory of one computation is kept by its thread for the next. */
#pragma once

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ARGON_SALT_MAX = 64, ARGON_HASH_MAX = 64 };

struct argon {                              /* what a PHC string says */
    uint32_t memory_kib, passes, lanes;
    uint32_t salt_size, hash_size;
    unsigned char salt[ARGON_SALT_MAX], hash[ARGON_HASH_MAX];
};

/* Version 1.3 of argon2id only, and costs that a server can bear: up to 256 MiB, 16 passes. */
bool argon_parse(const char *phc, struct argon *out);
char *argon_text(struct arena *a, const struct argon *hash);

/* Writes hash->hash of the password. False when there is no memory for it. */
bool argon_compute(struct argon *hash, const char *password);

void argon_release(void);                   /* gives this thread's memory back */
