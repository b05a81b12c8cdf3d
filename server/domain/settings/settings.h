/* Settings: what an admin changes while the portal runs, kept in the database.
 *
 * settings.c holds the one table of names with their choices, defaults and meaning. Values are
 * kept in memory; a change holds from the moment it is answered. (What an operator sets at start
 * stands in config.h.) */
#pragma once

#include "base/arena.h"
#include "base/err.h"

#include <stdbool.h>
#include <stdint.h>

struct db;

struct setting {
    const char *name;
    const char *choices;            /* "false|true" is a switch; NULL: a number, min to max */
    const char *fallback;
    const char *meaning_id, *meaning_en;
    int64_t min, max;
};
extern const struct setting portal_settings[];
extern const int portal_setting_count;

/* NOT_FOUND for a name that is not in the table. */
enum err setting_text(struct db *db, struct arena *a, const char *name, const char **out);

/* NOT_FOUND, too, for one that is no number. */
enum err setting_number(struct db *db, const char *name, int64_t *out);

/* A switch that is on; false, too, where it cannot be read. */
bool setting_is(struct db *db, const char *name);

/* Inside the caller's transaction. NOT_FOUND for an unknown name, BAD_INPUT for no value of it.
 * Call settings_forget() once the transaction has been committed. */
enum err setting_change(struct db *tx, const char *name, const char *value, const char *by,
                        int64_t now);
void settings_forget(void);
bool setting_takes(const struct setting *s, const char *value);
