#include "domain/messages/sample.h"

#include "base/text.h"
#include "domain/json/json.h"
#include "domain/messages/render.h"
#include "domain/messages/variables.h"

struct message sample_message(struct arena *a, const struct words built_in[2], const char *link,
                              bool is_english)
{
    struct message m = { .language = is_english ? "en" : "id", .link = link };
    struct variables all;
    json_t *params = json_object();
    variables_of(a, built_in, &all);
    for (int i = 0; i < all.count; i++) {
        const struct variable *v = all.items[i];
        if (text_is(v->name, "code"))
            m.code = v->sample[is_english];
        else if (v->sample[is_english])
            json_object_set_new(params, v->name, json_string(v->sample[is_english]));
    }
    m.params = json_text(a, params);
    return m;
}

struct words words_filled(struct arena *a, const struct words *words, const struct message *m)
{
    struct message whole = *m;
    whole.link = message_link(a, m->link);
    return (struct words){ template_fill(a, words->subject, &whole),
                           template_fill(a, words->text, &whole) };
}
