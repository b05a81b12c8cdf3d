/* Times: whether two ways take as long, on a machine that does other things meanwhile. */
#pragma once

#include <stdint.h>

/* Sorts both. Asserts that neither median is more than so many times the other. Measure the two in
 * turns, so that what disturbs one disturbs the other. */
void assert_like_medians(int64_t *one, int64_t *other, int count, int64_t times);
