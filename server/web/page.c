#include "web/page.h"

#include "base/text.h"
#include "web/ahead.h"
#include "web/packs.h"
#include "web/thin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char STYLES[] = "<link rel=\"stylesheet\" href=\"/app";
static const char SCRIPT[] = "<script type=\"module\" src=\"/app/app.js\"></script>";
static const char EARLY[] = "<script src=\"/app/early.js\"";

enum { PACKS_OF_PAGE_MAX = 32 };

static void copy_file(FILE *out, const char *path)
{
    char buffer[4096];
    FILE *f = fopen(path, "re");
    for (size_t got; f && (got = fread(buffer, 1, sizeof buffer, f)) > 0;)
        fwrite(buffer, 1, got, out);
    if (f)
        fclose(f);
}

static char *kept(struct arena *a, FILE *out, char **made, const size_t *size)
{
    fclose(out);
    char *text = arena_alloc(a, *size + 1);
    memcpy(text, *made, *size);
    free(*made);
    return text;
}

static char *kept_thin(struct arena *a, FILE *out, char **made, size_t *size)
{
    char *text = kept(a, out, made, size);
    *size = thin_styles(text, *size);
    text[*size] = '\0';
    return text;
}

char *page_styles(struct arena *a, const char *folder, const char *html, size_t *out_size)
{
    char *made = NULL;
    FILE *out = open_memstream(&made, out_size);
    if (!out)
        abort();
    for (const char *at = html; (at = strstr(at, STYLES));) {
        at += sizeof STYLES - 1;
        copy_file(out, arena_printf(a, "%s%.*s", folder, (int)strcspn(at, "\""), at));
    }
    return kept_thin(a, out, &made, out_size);
}

char *page_area_styles(struct arena *a, const char *folder, const struct ahead_line *line,
                       size_t *out_size)
{
    char *made = NULL;
    FILE *out = open_memstream(&made, out_size);
    if (!out)
        abort();
    for (int i = 0; line->areas[i]; i++)
        copy_file(out, arena_printf(a, "%s/css/areas/%s.css", folder, line->areas[i]));
    return kept_thin(a, out, &made, out_size);
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
    fprintf(out, " %s=\"", name);
    for (const char *at = value; *at; at++)
        fputs(*at == '&' ? "&amp;" : (char[]){ *at, '\0' }, out);
    fputc('"', out);
}

/* Knows for which route it comes, and what that one's page will ask for. */
static void put_early(FILE *out, const struct ahead_line *line)
{
    fputs(EARLY, out);
    if (line && *line->calls) {
        put_attribute(out, "data-route", line->path);
        put_attribute(out, "data-calls", line->calls);
    }
    fputs("></script>\n", out);
}

/* The words are those of the language that nobody needs to choose. */
static int packs_of(struct arena *a, const struct packs *packs, const struct ahead_line *line,
                    const struct pack *list[])
{
    enum { MAX = PACKS_OF_PAGE_MAX };
    int count = packs_for(packs, "/app.js", list, 0, MAX);
    if (line)
        count = packs_for(packs, line->module, list, count, MAX);
    count = packs_for(packs, "/locales/id.js", list, count, MAX);
    for (int i = 0; line && line->areas[i]; i++)
        count = packs_for(packs, arena_printf(a, "/locales/id/%s.js", line->areas[i]), list, count,
                          MAX);
    return count;
}

static void put_scripts(FILE *out, struct arena *a, const struct packs *packs,
                        const struct ahead_line *line)
{
    const struct pack *list[PACKS_OF_PAGE_MAX];
    int const count = packs_of(a, packs, line, list);
    for (int i = 0; i < count; i++)
        fprintf(out, "<link rel=\"modulepreload\" href=\"/app/pack/%s\">\n", list[i]->name);
    fputs("<script type=\"module\" src=\"/app/pack/app.js\"></script>\n", out);
}

/* One file for those of all pages, and one for those of the areas, each of which is named. */
static void put_styles(FILE *out, struct arena *a, const struct ahead_line *line)
{
    fprintf(out, "%s/pack/styles.css\">\n", STYLES);
    if (line && line->areas[0])
        fprintf(out, "%s/pack/styles-%s.css\" data-areas=\"%s\">\n", STYLES,
                ahead_areas(a, line, "-"), ahead_areas(a, line, " "));
}

char *page_with_packs(struct arena *a, const char *html, const struct packs *packs,
                      const struct ahead_line *line)
{
    char *made = NULL;
    size_t size;
    FILE *out = open_memstream(&made, &size);
    if (!out)
        abort();
    bool is_styled = false;
    for (const char *at = html; *at;) {
        size_t const length = strcspn(at, "\n") + 1, indent = strspn(at, " ");
        if (text_starts(at + indent, STYLES)) {
            if (!is_styled)
                put_styles(out, a, line);
            is_styled = true;
        } else if (text_starts(at + indent, EARLY)) {
            put_early(out, line);
        } else if (text_starts(at + indent, SCRIPT)) {
            put_scripts(out, a, packs, line);
        } else {
            fprintf(out, "%.*s", (int)length, at);
        }
        at += at[length - 1] ? length : length - 1;
    }
    return kept(a, out, &made, &size);
}
