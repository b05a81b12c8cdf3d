#include "domain/access/endpoint_tree.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { STEPS_MAX = 500, METHOD_MAX = 7, ENCODED_BYTES = 3 };

#define ANYTHING '\1'                   /* one byte or more; no path has it */

struct node {
    uint32_t parent;
    uint32_t label, label_size;         /* in tree->labels */
    uint32_t patterns, next;            /* its children with braces, and the next of its parent's */
    uint32_t end;                       /* the endpoints that end here; INDEX_NONE: none */
};

struct end {
    char method[METHOD_MAX + 1];
    uint32_t number, next;
};

struct endpoint_tree {
    struct node *nodes;                 /* the first is the root */
    struct end *ends;
    char *labels;
    size_t node_count, node_room, end_count, end_room, label_size, label_room;
    struct index plain;                 /* children without braces, by parent and label */
};

static void *grown(void *items, size_t *room, size_t wanted, size_t size)
{
    if (wanted <= *room)
        return items;
    *room = wanted * 2 + 16;
    items = realloc(items, *room * size);
    if (!items)
        abort();
    return items;
}

static uint32_t child_hash(uint32_t parent, const char *label, size_t size)
{
    return index_hash(label, size) ^ parent * 2654435761u;
}

struct wanted {
    const struct endpoint_tree *tree;
    uint32_t parent;
    const char *label;
    size_t size;
};

static bool is_labelled(const struct wanted *w, const struct node *node)
{
    return node->label_size == w->size
           && memcmp(w->tree->labels + node->label, w->label, w->size) == 0;
}

static bool is_child(const void *wanted, uint32_t row)
{
    const struct wanted *w = wanted;
    const struct node *node = &w->tree->nodes[row];
    return node->parent == w->parent && is_labelled(w, node);
}

static uint32_t plain_find(const struct endpoint_tree *t, uint32_t parent, const char *label,
                           size_t size)
{
    struct wanted const w = { t, parent, label, size };
    return index_find(&t->plain, child_hash(parent, label, size), is_child, &w);
}

static uint32_t pattern_find(const struct endpoint_tree *t, uint32_t parent, const char *label,
                             size_t size)
{
    struct wanted const w = { t, parent, label, size };
    uint32_t at = t->nodes[parent].patterns;
    while (at != INDEX_NONE && !is_labelled(&w, &t->nodes[at]))
        at = t->nodes[at].next;
    return at;
}

static uint32_t node_add(struct endpoint_tree *t, uint32_t parent, const char *label, size_t size)
{
    t->nodes = grown(t->nodes, &t->node_room, t->node_count + 1, sizeof *t->nodes);
    t->labels = grown(t->labels, &t->label_room, t->label_size + size + 1, 1);
    memcpy(t->labels + t->label_size, label, size);
    t->nodes[t->node_count] = (struct node){
        .parent = parent, .label = (uint32_t)t->label_size, .label_size = (uint32_t)size,
        .patterns = INDEX_NONE, .next = INDEX_NONE, .end = INDEX_NONE,
    };
    t->label_size += size;
    return (uint32_t)t->node_count++;
}

/* The longest first: it says most about what it stands for. */
static void pattern_link(struct endpoint_tree *t, uint32_t parent, uint32_t node)
{
    uint32_t *at = &t->nodes[parent].patterns;
    while (*at != INDEX_NONE && t->nodes[*at].label_size >= t->nodes[node].label_size)
        at = &t->nodes[*at].next;
    t->nodes[node].next = *at;
    *at = node;
}

static uint32_t child_of(struct endpoint_tree *t, uint32_t parent, const char *label, size_t size)
{
    bool const is_pattern = memchr(label, ANYTHING, size) != NULL;
    uint32_t node = is_pattern ? pattern_find(t, parent, label, size)
                               : plain_find(t, parent, label, size);
    if (node != INDEX_NONE)
        return node;
    node = node_add(t, parent, label, size);
    if (is_pattern)
        pattern_link(t, parent, node);
    else
        index_add(&t->plain, child_hash(parent, label, size), node);
    return node;
}

static uint32_t end_find(const struct endpoint_tree *t, uint32_t node, const char *method)
{
    uint32_t at = t->nodes[node].end;
    while (at != INDEX_NONE && strcmp(t->ends[at].method, method) != 0)
        at = t->ends[at].next;
    return at;
}

static void end_add(struct endpoint_tree *t, uint32_t node, const struct endpoint_name *name)
{
    size_t const size = strlen(name->method);
    if (size > METHOD_MAX || end_find(t, node, name->method) != INDEX_NONE)
        return;
    t->ends = grown(t->ends, &t->end_room, t->end_count + 1, sizeof *t->ends);
    struct end *end = &t->ends[t->end_count];
    *end = (struct end){ .number = name->number, .next = t->nodes[node].end };
    memcpy(end->method, name->method, size);
    t->nodes[node].end = (uint32_t)t->end_count++;
}

static size_t segment_size(const char *at, const char *end)
{
    const char *slash = memchr(at, '/', (size_t)(end - at));
    return (size_t)((slash ? slash : end) - at);
}

/* A byte as a path carries it: encoded, unless it is visible. */
static size_t byte_write(unsigned char byte, char *out)
{
    static const char digits[] = "0123456789ABCDEF";
    if (byte > ' ' && byte < 0x7F) {
        *out = (char)byte;
        return 1;
    }
    out[0] = '%';
    out[1] = digits[byte >> 4];
    out[2] = digits[byte & 15];
    return ENCODED_BYTES;
}

/* A segment of a template as it is kept. A brace that is not closed stands for itself. */
static size_t label_write(const char *segment, size_t size, char *out)
{
    const char *end = segment + size;
    size_t to = 0;
    for (const char *at = segment; at < end; at++) {
        const char *close = *at == '{' ? memchr(at, '}', (size_t)(end - at)) : NULL;
        if (!close) {
            to += byte_write((unsigned char)*at, out + to);
            continue;
        }
        out[to++] = ANYTHING;
        at = close;
    }
    return to;
}

static void add(struct endpoint_tree *t, const struct endpoint_name *name, char *label)
{
    const char *end = name->path + strlen(name->path);
    uint32_t node = 0;
    for (const char *at = name->path + 1; at <= end;) {
        size_t const size = segment_size(at, end);
        node = child_of(t, node, label, label_write(at, size, label));
        at += size + 1;
    }
    end_add(t, node, name);
}

struct endpoint_tree *endpoint_tree_new(const struct endpoint_name *items, size_t count)
{
    struct endpoint_tree *t = calloc(1, sizeof *t);
    if (!t)
        abort();
    node_add(t, INDEX_NONE, "", 0);
    for (size_t i = 0; i < count; i++) {
        if (items[i].path[0] != '/')
            continue;
        char *label = malloc(strlen(items[i].path) * ENCODED_BYTES);
        if (!label)
            abort();
        add(t, &items[i], label);
        free(label);
    }
    return t;
}

void endpoint_tree_free(struct endpoint_tree *t)
{
    if (!t)
        return;
    free(t->nodes);
    free(t->ends);
    free(t->labels);
    index_finish(&t->plain);
    free(t);
}

/* Does the text read like the pattern? After a mismatch the last ANYTHING takes a byte more. */
static bool reads_like(const char *pattern, size_t pattern_size, const char *text, size_t size)
{
    size_t p = 0, at = 0, retry_p = SIZE_MAX, retry_at = 0;
    while (at < size) {
        if (p < pattern_size && pattern[p] == ANYTHING) {
            retry_p = ++p;
            retry_at = ++at;
        } else if (p < pattern_size && pattern[p] == text[at]) {
            p++;
            at++;
        } else if (retry_p != SIZE_MAX) {
            p = retry_p;
            at = ++retry_at;
        } else {
            return false;
        }
    }
    return p == pattern_size;
}

struct search {
    const struct endpoint_tree *tree;
    const char *method, *end;
    unsigned steps_left;
};

static uint32_t seek(struct search *s, uint32_t node, const char *at);

static uint32_t seek_patterns(struct search *s, uint32_t node, const char *at, size_t size)
{
    const struct endpoint_tree *t = s->tree;
    uint32_t found = INDEX_NONE;
    uint32_t child = t->nodes[node].patterns;
    for (; child != INDEX_NONE && found == INDEX_NONE; child = t->nodes[child].next) {
        if (s->steps_left == 0)
            return INDEX_NONE;
        s->steps_left--;
        const struct node *c = &t->nodes[child];
        if (reads_like(t->labels + c->label, c->label_size, at, size))
            found = seek(s, child, at + size + 1);
    }
    return found;
}

/* No deeper than the tree; at stands behind the end once all segments are used up. */
static uint32_t seek(struct search *s, uint32_t node, const char *at)
{
    if (at > s->end)
        return end_find(s->tree, node, s->method);
    if (s->steps_left == 0)
        return INDEX_NONE;
    s->steps_left--;
    size_t const size = segment_size(at, s->end);
    uint32_t const child = plain_find(s->tree, node, at, size);
    uint32_t const found = child == INDEX_NONE ? INDEX_NONE : seek(s, child, at + size + 1);
    return found == INDEX_NONE ? seek_patterns(s, node, at, size) : found;
}

uint32_t endpoint_tree_find(const struct endpoint_tree *tree, const char *method,
                            const char *path, size_t path_size)
{
    const char *begin = path_size > 0 ? path : "/";
    const char *end = begin + (path_size > 0 ? path_size : 1);
    struct search s = { tree, method, end, STEPS_MAX };
    uint32_t end_at = seek(&s, 0, begin + 1);
    if (end_at == INDEX_NONE && strcmp(method, "HEAD") == 0)
        return endpoint_tree_find(tree, "GET", path, path_size);
    return end_at == INDEX_NONE ? INDEX_NONE : tree->ends[end_at].number;
}
