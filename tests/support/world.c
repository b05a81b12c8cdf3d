#include "support/world.h"

#include "base/clock.h"
#include "domain/messages/words.h"
#include "domain/settings/settings.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void assert_ok_at(enum err e, const char *file, int line)
{
    if (e)
        print_error("%s: %s\n", err_code(e), err_why());
    _assert_int_equal(e, OK, file, line);
}

int world_begin(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    *state = w;
    clock_stop_at(NOW);
    settings_forget();
    message_words_forget();
    snprintf(w->folder, sizeof w->folder, "/tmp/simpul-test-XXXXXX");
    if (!mkdtemp(w->folder))
        return 1;
    const char *path = arena_printf(&w->arena, "%s/simpul.db", w->folder);
    enum err e = store_open(path, &w->store);
    if (!e) {
        w->db = store_db(w->store);
        e = migrate(w->db, SIMPUL_SOURCE_DIR "/db", NULL);
    }
    if (e)
        print_error("no world: %s\n", err_why());
    return e != OK;
}

int world_end(void **state)
{
    struct world *w = *state;
    store_close(w->store);
    for (const char *const *tail = (const char *const[]){ "", "-wal", "-shm", NULL }; *tail; tail++)
        unlink(arena_printf(&w->arena, "%s/simpul.db%s", w->folder, *tail));
    rmdir(w->folder);
    clock_stop_at(0);
    arena_finish(&w->arena);
    free(w);
    return 0;
}
