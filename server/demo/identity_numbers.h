/* Identity numbers: what can be told of a NIK and an NPWP by their digits alone. */
#pragma once

#include "demo/regions.h"

#include <stdbool.h>
#include <stdint.h>

/* NIK: 6 digits of the district, day (plus 40 for a woman), month and year of birth, 4 of the
 * order of registration (Permendagri 72/2022). */
struct nik {
    bool has_sixteen_digits;
    bool has_region, has_birthday, has_number;      /* each part makes sense */
    struct region district;
    bool is_female;
    char birthday[11];
    int number;
};
struct nik nik_read(const char *text, int this_year);

/* NPWP: 15 digits, of which the ninth is a check digit over the eight before it (Luhn), three of
 * the tax office and three of the branch; or 16, which is a NIK, or a 0 before those 15
 * (PMK 112/2022). Dots and hyphens are passed over. */
struct npwp {
    char digits[17];                /* "" where there are not 15 or 16 */
    bool is_nik;
    bool has_check_digit;           /* and it is right */
    char office[4], branch[4];
};
struct npwp npwp_read(const char *text);
