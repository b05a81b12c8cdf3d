/* Counted: calls noted as the gateway does, without one, and what became of them. */
#pragma once

#include "domain/usage/usage.h"
#include "support/world.h"

/* A world with the bundles bdl_wilayah (GET /provinsi, GET /provinsi/{kode}; of usr_penerbit) and
 * bdl_pajak (POST /hitung; of nobody), known to the gateway, and a loop that counts. */
int counted_begin(void **state);
int counted_end(void **state);
#define counting(test) cmocka_unit_test_setup_teardown(test, counted_begin, counted_end)

extern struct usage_loop *counting_loop;

struct note {
    const char *key, *account, *slug, *method, *path;   /* NULL: none */
    unsigned status;
    enum usage_outcome outcome;
    int64_t at, duration_us, upstream_us;
};
void count_call(struct note note);
/* The same so many times. */
void count_calls(struct note note, int times);
void flush_at(struct world *w, int64_t now);

/* The first number that sql selects. */
int64_t number_of(struct db *db, const char *sql);
