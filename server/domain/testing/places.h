/* Places: how many test calls are under way, of all and of each account. Only this folder includes
 * it. */
#pragma once

#include "base/err.h"

/* TOO_MANY for an account that has all it may have, BUSY where no place is left. */
enum err place_take(const char *account_id, int *out);
void place_give(const int *place);              /* accepts -1 */
#define AUTO_PLACE __attribute__((cleanup(place_give)))
