/* Reads OpenAPI documents as the portal does and stores each as a version, in a database of its
 * own: one line a document. Told by import.sh. */
#include "base/clock.h"
#include "crypto/secret.h"
#include "domain/bundles/changes.h"
#include "domain/bundles/endpoints.h"
#include "domain/json/json.h"
#include "store/db.h"
#include "store/migrate.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

enum { READ_MAX = DOCUMENT_BYTES_MAX + 1 };

static char *read_file(struct arena *a, const char *path, size_t *size)
{
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    char *text = arena_alloc(a, READ_MAX);
    *size = fread(text, 1, READ_MAX, file);
    fclose(file);
    return text;
}

static double ms_since(int64_t from_us)
{
    return (double)(clock_steady_us() - from_us) / 1000;
}

static const char *format_of(struct arena *a, const struct document *d)
{
    json_auto_t *origin = json_loads(d->origin, 0, NULL);
    return arena_copy(a, json_text_at(origin, "format", "?"));
}

static enum err store(struct db *db, struct arena *a, const struct document *d, int number)
{
    struct bundle_edit const edit = {
        .bundle = { .slug = arena_printf(a, "bench-%d", number), .name = "Bench", .summary = "",
                    .description = "", .provider = "", .version = "1", .limits = "{}" },
        .document = d,
    };
    const char *id = NULL;
    return bundle_create(db, a, &edit, (struct actor){ .now = 1 }, &id);
}

static void print_warnings(const struct document *d)
{
    for (int i = 0; i < d->warning_count && i < WARNINGS_MAX; i++)
        printf("    %s: %s\n", d->warnings[i].place, d->warnings[i].en);
}

static enum err measure(struct db *db, const char *path, int number, bool tells_all)
{
    AUTO_ARENA struct arena a = { 0 };
    const char *name = strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
    struct document d;
    struct finding fault = { .place = "", .en = "" };
    struct rusage used;
    size_t size = 0;
    char *text = read_file(&a, path, &size);
    int64_t const from = clock_steady_us();
    enum err const e = text ? document_read(&a, text, size, &d, &fault) : NOT_FOUND;
    double const read_ms = ms_since(from);
    if (e) {
        printf("| %s | %.1f | refused: %s: %s | | | | %.0f | |\n", name, (double)size / 1e6,
               fault.place, fault.en, read_ms);
        return OK;
    }
    int64_t const stored_from = clock_steady_us();
    TRY(store(db, &a, &d, number));
    getrusage(RUSAGE_SELF, &used);
    printf("| %s | %.1f | %s | %d | %d | %d | %.0f | %.0f | %ld |\n", name, (double)size / 1e6,
           format_of(&a, &d), d.endpoint_count, d.schema_count, d.warning_count, read_ms,
           ms_since(stored_from), used.ru_maxrss / 1024);
    if (tells_all)
        print_warnings(&d);
    return OK;
}

static enum err run(int count, char **paths)
{
    struct store *s = NULL;
    TRY(secret_open(getenv("SECRET"), true));
    bool const tells_all = getenv("WARNINGS") != NULL;
    TRY(store_open(getenv("DATABASE"), &s));
    TRY(migrate(store_db(s), "db", NULL));
    puts("| document | MB | format | operations | schemas | warnings | read ms | store ms |"
         " memory MiB so far |\n|---|---|---|---|---|---|---|---|---|");
    for (int i = 0; i < count; i++)
        TRY(measure(store_db(s), paths[i], i, tells_all));
    store_close(s);
    return OK;
}

int main(int count, char **arguments)
{
    enum err const e = run(count - 1, arguments + 1);
    if (e)
        fprintf(stderr, "%s: %s\n", err_code(e), err_why());
    return e != OK;
}
