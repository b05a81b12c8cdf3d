/* Keywords of schemas whose values are schemas themselves. Only this folder includes it. */
#pragma once

enum holds { HOLDS_ONE, HOLDS_LIST, HOLDS_MAP, HOLDS_ONE_OR_LIST };

/* A schema, a list or an object of them. */
struct keyword {
    const char *name;
    enum holds holds;
};

const struct keyword *keyword_find(const char *name);       /* NULL for any other */
