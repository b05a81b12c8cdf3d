/* Present: requests as JSON, for members and for reviewers. Only this folder includes it. */
#pragma once

#include "domain/requests/requests.h"
#include "web/req.h"

/* As it stands in a list: form, state and bundle. */
enum err request_json(struct req *r, const struct request *request, json_t **out);

/* With its letter and timeline. Reviewers see names where members see roles. */
enum err request_full_json(struct req *r, const struct request *request, json_t **out);

/* ?status=, one of the states; NULL for none. */
const char *in_request_status(struct req *r);

/* At most limit of them, each made by make; one more than limit tells that more follow. */
enum err reply_requests(struct req *r, const struct requests *found, int limit, int64_t total,
                        enum err (*make)(struct req *, const struct request *, json_t **));

struct request_actor request_actor_of(const struct req *r);
bool is_reviewer(const struct req *r);

/* INVALID_TRANSITION, saying what state the request is in and, to reviewers, by whom. */
enum err say_state(struct req *r, const char *id);

/* The id of the bundle that ?bundle= names; NULL without one. A bundle that does not exist has no
 * requests. */
enum err in_bundle_id(struct req *r, const char **out);
