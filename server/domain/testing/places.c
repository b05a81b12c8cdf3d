#include "domain/testing/places.h"

#include "base/text.h"
#include "domain/testing/testing.h"

#include <pthread.h>
#include <stdio.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static char taken[TEST_CALLS_AT_ONCE][64];      /* by whom; "": free */

static enum err find(const char *account_id, int *out)
{
    int own = 0, free_one = -1;
    for (int i = 0; i < TEST_CALLS_AT_ONCE; i++) {
        own += text_is(taken[i], account_id);
        free_one = taken[i][0] ? free_one : i;
    }
    if (own >= TEST_CALLS_EACH)
        return err_because(TOO_MANY, "%d test calls at once", own);
    if (free_one < 0)
        return err_because(BUSY, "%d test calls at once", TEST_CALLS_AT_ONCE);
    *out = free_one;
    return OK;
}

enum err place_take(const char *account_id, int *out)
{
    pthread_mutex_lock(&lock);
    enum err const e = find(account_id, out);
    if (!e)
        snprintf(taken[*out], sizeof taken[*out], "%s", account_id);
    pthread_mutex_unlock(&lock);
    return e;
}

void place_give(const int *place)
{
    if (*place < 0)
        return;
    pthread_mutex_lock(&lock);
    taken[*place][0] = '\0';
    pthread_mutex_unlock(&lock);
}
