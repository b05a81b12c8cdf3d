#include "domain/templates/templates_api.h"

#include "base/text.h"
#include "domain/accounts/accounts.h"
#include "domain/audit/audit.h"
#include "domain/json/json.h"
#include "domain/messages/variables.h"
#include "domain/templates/preview.h"
#include "store/db.h"

#include <string.h>

static const char *const languages[] = { "id", "en" };

static json_t *channels_json(const struct entry *entry)
{
    json_t *all = json_array();
    for (const char *at = entry->channels; *at; at += strspn(at, "|")) {
        size_t const length = strcspn(at, "|");
        json_array_append_new(all, json_stringn(at, length));
        at += length;
    }
    return all;
}

/* What the list and the whole have in common. */
static json_t *entry_json(const struct req *r, const struct entry *entry)
{
    return json_pack("{ss ss ss so so}", "name", entry->name, "kind",
                     entry->is_notice ? "notice" : "message", "purpose",
                     req_words(r, entry->purpose[0], entry->purpose[1]), "channels",
                     channels_json(entry), "expires_s",
                     entry->life_s ? json_integer(entry->life_s) : json_null());
}

static json_t *preview_json(const struct preview *p)
{
    return json_pack("{ss ss si s{si si ss}}", "subject", p->subject, "text", p->text, "length",
                     p->length, "sms", "parts", p->sms.parts, "units", p->sms.units, "alphabet",
                     p->sms.is_gsm ? "gsm" : "unicode");
}

/* ---- the list */

static enum err add_entry(struct req *r, const struct entry *entry, json_t *items)
{
    struct edit edits[2];
    struct words words;
    for (int i = 0; i < 2; i++)
        TRY(edit_find(r->db, &r->arena, entry->name, languages[i], &edits[i]));
    TRY(words_of(r->db, &r->arena, entry->name, r->english, entry->built_in, &words));
    json_t *json = entry_json(r, entry);
    json_object_set_new(json, "subject", json_string(words.subject));
    json_object_set_new(json, "edited", json_pack("{sb sb}", "id", edits[0].words.text != NULL,
                                                  "en", edits[1].words.text != NULL));
    json_array_append_new(items, json);
    return OK;
}

enum err templates_list(struct req *r)
{
    json_t *items = json_array();
    struct entry entry;
    enum err e = OK;
    for (int i = 0; i < catalogue_count() && !e; i++)
        e = catalogue_at(i, &entry) ? add_entry(r, &entry, items) : OK;
    if (!e)
        return reply_ok(r, items);
    json_decref(items);
    return e;
}

/* ---- one */

static json_t *variables_json(struct req *r, const struct entry *entry)
{
    struct variables all;
    json_t *items = json_array();
    variables_of(&r->arena, entry->built_in, &all);
    for (int i = 0; i < all.count; i++) {
        const struct variable *v = all.items[i];
        json_array_append_new(items, json_pack(
            "{ss ss sb ss?}", "name", v->name, "meaning",
            req_words(r, v->meaning[0], v->meaning[1]), "is_required", (int)v->is_required,
            "sample", v->sample[r->english]));
    }
    return items;
}

static enum err editor_of(struct req *r, const struct edit *edit, const char **out)
{
    struct account account = { 0 };
    enum err const e = edit->updated_by
        ? account_find(r->db, &r->arena, edit->updated_by, &account) : NOT_FOUND;
    if (e && e != NOT_FOUND)
        return e;
    *out = account.username;
    return OK;
}

static json_t *edit_json(struct req *r, const struct edit *edit, const char *editor)
{
    return json_pack("{sb sI so ss?}", "is_edited", edit->words.text != NULL, "version",
                     (json_int_t)edit->version, "updated_at", time_json(&r->arena,
                     edit->updated_at), "updated_by", editor);
}

static enum err language_json(struct req *r, const struct entry *entry, int i, json_t **out)
{
    struct edit edit;
    struct words words;
    struct preview preview;
    const char *editor = NULL;
    TRY(edit_find(r->db, &r->arena, entry->name, languages[i], &edit));
    TRY(editor_of(r, &edit, &editor));
    TRY(words_of(r->db, &r->arena, entry->name, i == 1, entry->built_in, &words));
    TRY(preview_of(r->db, &r->arena, entry, i == 1, &words, &preview));
    json_t *json = edit_json(r, &edit, editor);
    json_object_set_new(json, "subject", json_string(words.subject));
    json_object_set_new(json, "text", json_string(words.text));
    json_object_set_new(json, "built_in", json_pack("{ss ss}", "subject",
                        entry->built_in[i].subject, "text", entry->built_in[i].text));
    json_object_set_new(json, "preview", preview_json(&preview));
    *out = json;
    return OK;
}

static enum err reply_entry(struct req *r, const struct entry *entry)
{
    json_t *id = NULL, *en = NULL;
    TRY(language_json(r, entry, 0, &id));
    enum err const e = language_json(r, entry, 1, &en);
    if (e) {
        json_decref(id);
        return e;
    }
    json_t *json = entry_json(r, entry);
    json_object_set_new(json, "variables", variables_json(r, entry));
    json_object_set_new(json, "languages", json_pack("{so so}", "id", id, "en", en));
    json_object_set_new(json, "limits", json_pack("{si si si si}", "subject", SUBJECT_MAX, "text",
                        TEXT_MAX, "whatsapp", WHATSAPP_MAX, "sms_parts", SMS_PARTS_MAX));
    return reply_ok(r, json);
}

static enum err entry_asked(const struct req *r, struct entry *out)
{
    const char *name = in_path(r, "name");
    return catalogue_find(name, out) ? OK : err_because(NOT_FOUND, "no template %s", name);
}

enum err template_get(struct req *r)
{
    struct entry entry;
    TRY(entry_asked(r, &entry));

    return reply_entry(r, &entry);
}

/* ---- changing */

/* The words that were sent, and how they would arrive; what is wrong with them is noted. */
static enum err in_words(struct req *r, const struct entry *entry, bool is_english,
                         struct words *words, struct preview *preview)
{
    *words = (struct words){ in_text(r, "subject", 1, SUBJECT_MAX),
                             in_lines(r, "text", 1, TEXT_MAX) };
    TRY(in_check(r));
    TRY(preview_of(r->db, &r->arena, entry, is_english, words, preview));
    struct objection const o = objection_to(&r->arena, entry, words, preview);
    if (!o.code)
        return OK;
    if (o.id)
        in_fault_said(r, o.field, o.code, req_words(r, o.id, o.en));
    else
        in_fault(r, o.field, o.code);
    return in_check(r);
}

static enum err write(struct req *r, const struct edit *edit, const char *action)
{
    AUTO_TX struct tx tx = { 0 };
    json_t *detail = json_pack("{ss ss? ss?}", "language", edit->language, "subject",
                               edit->words.subject, "text", edit->words.text);
    struct audit_entry const entry = {
        .actor = r->who.account_id, .action = action, .subject = edit->name,
        .detail = json_text(&r->arena, detail), .ip = r->ip, .at = r->now,
    };
    TRY(tx_begin(&tx, r->db));
    TRY(edit_write(tx.db, edit));
    TRY(audit_add(tx.db, &entry));
    return tx_commit(&tx);
}

static struct edit edit_by(const struct req *r, const struct entry *entry, const char *language)
{
    return (struct edit){ .name = entry->name, .language = language, .updated_at = r->now,
                          .updated_by = r->who.account_id };
}

enum err template_put(struct req *r)
{
    struct entry entry;
    struct preview preview;
    TRY(entry_asked(r, &entry));
    struct edit edit = edit_by(r, &entry, in_choice(r, "language", "id|en"));
    edit.version = in_int(r, "version", 0, INT64_MAX);
    TRY(in_words(r, &entry, text_is(edit.language, "en"), &edit.words, &preview));

    enum err const e = write(r, &edit, "template.edit");
    message_words_forget();
    TRY(e);

    return reply_entry(r, &entry);
}

enum err template_delete(struct req *r)
{
    struct entry entry;
    TRY(entry_asked(r, &entry));
    const char *language = in_query_choice(r, "language", "id|en");
    const char *version = in_query_text(r, "version");
    struct edit edit = edit_by(r, &entry, language);
    if (!language)
        in_fault(r, "language", "required");
    if (!version || !text_to_int(version, 1, INT64_MAX, &edit.version))
        in_fault(r, "version", version ? "out_of_range" : "required");
    TRY(in_check(r));

    enum err const e = write(r, &edit, "template.restore");
    message_words_forget();
    TRY(e);

    return reply_entry(r, &entry);
}

enum err template_preview_post(struct req *r)
{
    struct entry entry;
    struct preview preview;
    struct words words;
    TRY(entry_asked(r, &entry));
    bool const is_english = text_is(in_choice(r, "language", "id|en"), "en");
    TRY(in_words(r, &entry, is_english, &words, &preview));

    return reply_ok(r, preview_json(&preview));
}
