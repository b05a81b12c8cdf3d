/* Bundles as JSON, for both of this folder's *_api.c. */
#pragma once

#include "domain/bundles/search.h"
#include "domain/bundles/upstreams.h"
#include "domain/documents/document.h"
#include "web/req.h"

/* As members see it, with how they stand with it. */
enum err bundle_json(struct req *r, const struct bundle *b, json_t **out);

/* As publishers see it: with upstreams, their header's value masked, and limits. */
enum err bundle_admin_json(struct req *r, const struct bundle *b, json_t **out);
extern const char bundle_header_mask[];
json_t *upstreams_json(const struct upstreams *upstreams);

/* {endpoints, paths, schemas, …, warnings [{path, message, kind}]} */
json_t *document_report_json(struct req *r, const struct document *d);

/* Its warnings alone, of what stands below a place; "": all. */
json_t *document_warnings_json(struct req *r, const struct document *d, const char *below);

json_t *endpoint_json(const struct endpoint *e);
json_t *endpoint_light_json(const struct endpoint *e);     /* what a list for finding one shows */

/* A query's text; NULL where it is absent or empty. */
const char *query_text_in(struct req *r, const char *name, size_t max);

/* What a list's query asks for: q, tag, sort, limit, cursor. */
struct bundle_search bundle_search_in(struct req *r);
