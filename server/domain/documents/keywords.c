#include "domain/documents/keywords.h"

#include <stdlib.h>
#include <string.h>

/* Sorted by name. */
static const struct keyword keywords[] = {
    { "$defs", HOLDS_MAP },
    { "additionalItems", HOLDS_ONE },
    { "additionalProperties", HOLDS_ONE },
    { "allOf", HOLDS_LIST },
    { "anyOf", HOLDS_LIST },
    { "contains", HOLDS_ONE },
    { "contentSchema", HOLDS_ONE },
    { "definitions", HOLDS_MAP },
    { "dependentSchemas", HOLDS_MAP },
    { "else", HOLDS_ONE },
    { "if", HOLDS_ONE },
    { "items", HOLDS_ONE_OR_LIST },
    { "not", HOLDS_ONE },
    { "oneOf", HOLDS_LIST },
    { "patternProperties", HOLDS_MAP },
    { "prefixItems", HOLDS_LIST },
    { "properties", HOLDS_MAP },
    { "propertyNames", HOLDS_ONE },
    { "then", HOLDS_ONE },
    { "unevaluatedItems", HOLDS_ONE },
    { "unevaluatedProperties", HOLDS_ONE },
};

static int compare(const void *name, const void *keyword)
{
    return strcmp(name, ((const struct keyword *)keyword)->name);
}

const struct keyword *keyword_find(const char *name)
{
    return bsearch(name, keywords, sizeof keywords / sizeof keywords[0], sizeof keywords[0],
                   compare);
}
