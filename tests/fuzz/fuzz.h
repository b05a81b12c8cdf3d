/* What every fuzzer here includes: libFuzzer calls LLVMFuzzerTestOneInput() with bytes of its
 * making; a crash, a sanitizer's complaint or a failed assert ends the run and keeps the input. */
#pragma once

#include "base/arena.h"
#include "base/clock.h"
#include "base/text.h"
#include "crypto/secret.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { FUZZ_NOW = 1700000000 };

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

/* A stopped clock and two known secrets, so that an input means the same each time. */
static inline void fuzz_begin(void)
{
    static bool has_begun;
    if (has_begun)
        return;
    has_begun = true;
    clock_stop_at(FUZZ_NOW);
    if (secret_use("2 2222222222222222222222222222222222222222222222222222222222222222\n"
                   "1 1111111111111111111111111111111111111111111111111111111111111111\n") != OK)
        abort();
}

static inline char *fuzz_text(struct arena *a, const uint8_t *bytes, size_t size)
{
    char *text = arena_alloc(a, size + 1);
    if (size)
        memcpy(text, bytes, size);
    return text;
}
