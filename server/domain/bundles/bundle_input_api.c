#include "domain/bundles/bundle_input_api.h"

#include "base/text.h"
#include "domain/bundles/bundle_json_api.h"
#include "domain/bundles/source_api.h"
#include "domain/json/json.h"
#include "domain/bundles/rules_api.h"
#include "domain/bundles/terms.h"
#include "domain/bundles/versions.h"
#include "domain/sessions/step_up_api.h"

#include <string.h>

enum { TIMEOUT_MIN_MS = 10, HEADER_NAME_MAX = 100, PROVIDER_MAX = 120,
       SLUG_MIN = 2, SLUG_TRIES = 50 };

static bool is_slug(const char *text)
{
    size_t const length = strlen(text);
    return length >= SLUG_MIN && length <= BUNDLE_SLUG_MAX
           && strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && text[0] != '-'
           && text[length - 1] != '-' && !strstr(text, "--");
}

static const char *slug_of(struct req *r, const char *name)
{
    const char *slug = tag_normalise(&r->arena, name);
    size_t const plain = strspn(slug, "abcdefghijklmnopqrstuvwxyz0123456789-");
    size_t const length = plain < BUNDLE_SLUG_MAX - 4 ? plain : BUNDLE_SLUG_MAX - 4;
    char *cut = arena_printf(&r->arena, "%.*s", (int)length, slug);
    for (size_t end = strlen(cut); end > 0 && cut[end - 1] == '-'; end--)
        cut[end - 1] = '\0';
    return strlen(cut) >= SLUG_MIN ? cut : arena_printf(&r->arena, "bundle-%s", cut);
}

static void read_tags(struct req *r, const struct bundle *now, struct bundle *out)
{
    const json_t *tags = in_json(r, "tags");
    size_t i;
    json_t *tag;
    if (!tags && now)
        memcpy(out->tags, now->tags, sizeof out->tags);
    if (tags && !json_is_array(tags))
        in_fault(r, "tags", "wrong_type");
    if (json_array_size(tags) > BUNDLE_TAGS_MAX)
        in_fault(r, "tags", "too_long");
    json_array_foreach(tags, i, tag) {
        const char *text = json_string_value(tag);
        const char *kept = text ? tag_normalise(&r->arena, text) : "";
        const char *field = arena_printf(&r->arena, "tags.%zu", i);
        if (!text)
            in_fault(r, field, "wrong_type");
        else if (!*kept || !text_is_visible(text, false))
            in_fault(r, field, "bad_characters");
        else if (text_length(kept) > BUNDLE_TAG_MAX)
            in_fault(r, field, "too_long");
        else if (i < BUNDLE_TAGS_MAX)
            out->tags[i] = kept;
    }
}

static const char *text_or(struct req *r, const char *name, const char *fallback, size_t max)
{
    return in_text_or(r, name, fallback ? fallback : "", max);
}

static void read_texts(struct req *r, const struct bundle *now, struct bundle *out)
{
    bool const is_new = !now;
    out->name = is_new || in_has(r, "name") ? in_text(r, "name", 1, BUNDLE_NAME_MAX) : now->name;
    out->slug = in_has(r, "slug") ? in_text(r, "slug", SLUG_MIN, BUNDLE_SLUG_MAX)
                                  : is_new ? slug_of(r, out->name) : now->slug;
    if (in_has(r, "slug") && *out->slug && !is_slug(out->slug))
        in_fault(r, "slug", "bad_slug");
    out->summary = text_or(r, "summary", is_new ? "" : now->summary, BUNDLE_SUMMARY_MAX);
    out->provider = text_or(r, "provider", is_new ? "" : now->provider, PROVIDER_MAX);
    out->version = text_or(r, "version", is_new ? "1.0.0" : now->version, VERSION_MAX);
    out->description = in_has(r, "description")
        ? in_lines(r, "description", 0, BUNDLE_DESCRIPTION_MAX) : is_new ? "" : now->description;
}

static void read_limits(struct req *r, const struct bundle *now, struct bundle *out)
{
    json_auto_t *kept = json_loads(now ? now->limits : "{}", 0, NULL);
    bundle_rules_in(r, kept);
    out->limits = json_written(&r->arena, kept);
}

/* The header that stands may go along only to where it went before: whoever may change the
 * address must not learn its value by that. */
static bool keeps_header(const struct upstream *now, const char *name, const char *url)
{
    return now->header_name && upstream_same_origin(now->url, url)
           && (!name || text_is(name, now->header_name));
}

static void read_header(struct req *r, const char *at, const json_t *given,
                        const struct upstream *now, struct upstream_change *out)
{
    const char *name_field = arena_printf(&r->arena, "%s.header.name", at);
    const char *value_field = arena_printf(&r->arena, "%s.header.value", at);
    const char *url = out->upstream.url;
    const char *value = json_string_value(json_object_get(given, "value"));
    bool const has_value = value && !text_is(value, bundle_header_mask);
    if (json_is_null(given) || (!given && !now->header_name))
        return;
    if (!given) {
        out->keeps_header = keeps_header(now, NULL, url);
        if (!out->keeps_header)
            in_fault(r, value_field, "required");
        return;
    }
    const char *name = in_text(r, name_field, 1, HEADER_NAME_MAX);
    out->upstream.header_name = name;
    const char *fault = *name ? upstream_header_fault(name) : NULL;
    if (fault)
        in_fault(r, name_field, fault);
    out->keeps_header = !has_value && keeps_header(now, name, url);
    if (out->keeps_header)
        return;
    out->header_value = has_value ? in_text(r, value_field, 1, UPSTREAM_HEADER_MAX) : NULL;
    if (!has_value)
        in_fault(r, value_field, "required");
}

static void read_upstream(struct req *r, const char *at, const json_t *given,
                          const struct upstream *now, struct upstream_change *out)
{
    const char *url_field = arena_printf(&r->arena, "%s.url", at);
    const char *connect_field = arena_printf(&r->arena, "%s.connect_timeout_ms", at);
    const char *answer_field = arena_printf(&r->arena, "%s.answer_timeout_ms", at);
    int64_t const connect_ms = now->url ? now->connect_timeout_ms : UPSTREAM_CONNECT_MS;
    int64_t const answer_ms = now->url ? now->answer_timeout_ms : UPSTREAM_ANSWER_MS;
    const char *url = in_has(r, url_field) || !now->url ? in_text(r, url_field, 1, UPSTREAM_URL_MAX)
                                                        : now->url;
    const char *fault = *url ? upstream_url_fault(url, r->app->config->private_targets) : NULL;
    if (fault)
        in_fault(r, url_field, fault);
    out->kind = UPSTREAM_SET;
    out->upstream.url = url;
    out->upstream.connect_timeout_ms = in_int_or(r, connect_field, connect_ms, TIMEOUT_MIN_MS,
                                                 UPSTREAM_TIMEOUT_MAX_MS);
    out->upstream.answer_timeout_ms = in_int_or(r, answer_field, answer_ms, TIMEOUT_MIN_MS,
                                                UPSTREAM_TIMEOUT_MAX_MS);
    read_header(r, at, json_object_get(given, "header"), now, out);
}

/* An environment that is not named stays as it is; null takes it away. */
void upstreams_in(struct req *r, const struct upstreams *now, struct upstream_change *out)
{
    static const struct upstreams none;
    const json_t *all = in_json(r, "upstreams");
    if (all && !json_is_object(all))
        in_fault(r, "upstreams", "wrong_type");
    for (enum key_environment e = 0; e < KEY_ENVIRONMENTS; e++) {
        const char *at = arena_printf(&r->arena, "upstreams.%s", key_environment_name(e));
        const json_t *given = json_object_get(all, key_environment_name(e));
        if (json_is_null(given))
            out[e].kind = UPSTREAM_NONE;
        else if (json_is_object(given))
            read_upstream(r, at, given, now ? &now->of[e] : &none.of[e], &out[e]);
        else if (given)
            in_fault(r, at, "wrong_type");
    }
}

enum err upstreams_guard(struct req *r, const struct upstream_change *changes,
                         const struct upstreams *now)
{
    static const struct upstream none;
    for (int e = 0; e < KEY_ENVIRONMENTS; e++) {
        if (upstream_would_change(now ? &now->of[e] : &none, &changes[e]))
            return step_up_require(r);
    }
    return OK;
}

static enum err read_document(struct req *r, const struct document **out)
{
    const json_t *given = in_json(r, "document");
    if (!given)
        return OK;
    if (!json_is_object(given) && !json_is_string(given)) {
        in_fault(r, "document", "wrong_type");
        return OK;
    }
    const char *text = json_is_string(given) ? json_string_value(given)
                                             : json_written(&r->arena, given);
    return document_in(r, text, strlen(text), out);
}

enum err bundle_edit_in(struct req *r, const struct bundle *now, const struct upstreams *upstreams,
                        struct bundle_edit *out)
{
    struct bundle_edit edit = { .bundle.id = now ? now->id : NULL };
    read_texts(r, now, &edit.bundle);
    read_tags(r, now, &edit.bundle);
    read_limits(r, now, &edit.bundle);
    upstreams_in(r, upstreams, edit.upstreams);
    TRY(read_document(r, &edit.document));
    *out = edit;
    return OK;
}

/* At most so many characters, in one line. */
static const char *one_line(struct req *r, const char *text, size_t max)
{
    char *line = arena_printf(&r->arena, "%.*s", (int)strcspn(text, "\r\n"), text);
    size_t characters = 0, size = 0;
    for (; line[size] && characters <= max; size++)
        characters += ((unsigned char)line[size] & 0xC0) != 0x80;
    if (characters > max)
        line[size - 1] = '\0';
    return text_trim(&r->arena, line);
}

const char *document_version(struct req *r, const struct document *d)
{
    return one_line(r, d->version, VERSION_MAX);
}

/* What a document says of itself in one line; of a description, which is markdown, the first line
 * without a heading's marks. */
static const char *summary_of(struct req *r, const struct document *d)
{
    const char *text = *d->summary ? d->summary : d->description;
    text += strspn(text, " \t\r\n");
    return one_line(r, text + strspn(text, "# "), BUNDLE_SUMMARY_MAX);
}

enum err bundle_of_document(struct req *r, const struct document *d, struct bundle_edit *out)
{
    struct bundle_edit edit = { .document = d };
    edit.bundle = (struct bundle){
        .name = one_line(r, d->title, BUNDLE_NAME_MAX),
        .summary = summary_of(r, d),
        .description = text_length(d->description) <= BUNDLE_DESCRIPTION_MAX ? d->description : "",
        .provider = "", .version = document_version(r, d), .limits = "{}",
    };
    const char *slug = slug_of(r, edit.bundle.name);
    edit.bundle.slug = slug;
    for (int n = 2; n < SLUG_TRIES; n++) {
        struct bundle taken;
        enum err const e = bundle_find(r->db, &r->arena, edit.bundle.slug, &taken);
        if (e == NOT_FOUND)
            break;
        TRY(e);
        edit.bundle.slug = arena_printf(&r->arena, "%s-%d", slug, n);
    }
    *out = edit;
    return OK;
}
