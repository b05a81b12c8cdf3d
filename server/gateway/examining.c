#include "gateway/examining.h"

#include "base/index.h"
#include "domain/access/target.h"
#include "gateway/cors.h"
#include "gateway/exam.h"
#include "gateway/front.h"
#include "gateway/loop.h"
#include "gateway/shielding.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

static void refuse(struct call *call, enum err failure)
{
    count_add(&call->loop->counters.refused, 1);
    call->failure = failure;
    call->is_discarding = true;
    access_target_give(call->pass.target);
    call->pass.target = NULL;
}

static char *copied(struct arena *a, const char *bytes, size_t size)
{
    char *text = arena_alloc(a, size + 1);
    if (size > 0)
        memcpy(text, bytes, size);
    return text;
}

/* The buffer that the request stands in does not last. */
static void note_request(struct exam *exam, const struct request *r, const struct path *path)
{
    struct sent_field *fields = arena_alloc(&exam->arena, (r->field_count + 1) * sizeof *fields);
    for (unsigned i = 0; i < r->field_count; i++) {
        const struct field *f = &r->fields[i];
        fields[i] = (struct sent_field){ copied(&exam->arena, f->name, f->name_size),
                                         copied(&exam->arena, f->value, f->value_size) };
    }
    bool const has_query = path->query_size > 0;
    exam->request = (struct sent_request){
        .path = path->rest_size ? copied(&exam->arena, path->rest, path->rest_size) : "/",
        .query = has_query ? copied(&exam->arena, path->query + 1, path->query_size - 1) : "",
        .fields = fields, .field_count = r->field_count, .has_body = request_has_body(r),
    };
}

static struct exam *exam_new(struct call *call, const struct request *r, const struct path *path)
{
    const struct access_target *target = call->pass.target;
    struct access_names names;
    struct exam *exam = calloc(1, sizeof *exam);
    if (!exam)
        abort();
    access_names(call->pass.bundle, call->pass.endpoint, &names);
    memcpy(exam->operation, names.endpoint, sizeof exam->operation);
    exam->loop = call->loop;
    exam->call = call;
    exam->caller = index_hash(call->pass.account_id, strlen(call->pass.account_id));
    exam->source = spec_source_take(target->spec);
    exam->is_mock = target->is_mock;
    exam->is_english = call->speaks_english;
    exam->method = call->method;
    note_request(exam, r, path);
    if (target->header_name)
        exam->request.added = copied(&exam->arena, target->header_name,
                                     strlen(target->header_name));
    exam->looks_at_body = call->has_upload
                          && spec_looks_at(sent_value(&exam->request, "Content-Type"));
    return exam;
}

static void answer(struct call *call)
{
    const struct mock_answer *made = &call->exam->answer;
    call->status = made->status;
    call->answer_has_ended = true;
    front_answer_mock(call, made);
}

static void pass_on(struct call *call)
{
    struct exam *exam = call->exam;
    enum err const e = shielding_enter(call);
    if (e) {
        refuse(call, e);
        return;
    }
    call_start(call);
    if (exam->looks_at_body)
        call_upload_whole(call, buffer_head(&exam->body), buffer_size(&exam->body));
    if (exam->upload_has_ended)
        call_upload_end(call);
}

static void conclude(struct call *call)
{
    struct exam *exam = call->exam;
    exam->state = EXAM_IS_OVER;
    call->loop->gathered -= buffer_size(&exam->body);
    if (exam->failure)
        refuse(call, exam->failure);
    else if (exam->is_mock)
        answer(call);
    else
        pass_on(call);
    buffer_finish(&exam->body);
}

static void examine(struct call *call)
{
    struct exam *exam = call->exam;
    exam->state = EXAM_WAITS;
    if (buffer_size(&exam->body) <= EXAM_INLINE_BYTES && exam_try(exam, EXAM_INLINE_STEPS))
        conclude(call);
    else
        examiner_submit(call->loop->examiner, exam);
}

/* What the document has no place for. */
static enum err check_place(struct call *call, const struct path *path)
{
    struct exam *exam = call->exam;
    if (call->pass.endpoint)
        return OK;
    access_methods(path->slug, path->slug_size, path->rest, path->rest_size, exam->allowed);
    return exam->allowed[0] ? METHOD_NOT_ALLOWED : ENDPOINT_UNKNOWN;
}

static bool is_multipart(const struct exam *exam)
{
    const char *type = sent_value(&exam->request, "Content-Type");
    return type && strncasecmp(type, "multipart/", 10) == 0;
}

/* Files may be long, and nothing is looked for in them. */
static enum err check_size(struct exam *exam, const struct request *r)
{
    if (!exam->looks_at_body || r->length <= EXAM_BODY_MAX)
        return OK;
    exam->looks_at_body = false;
    return is_multipart(exam) ? OK : TOO_LARGE;
}

void examining_begin(struct call *call, const struct request *r, const struct path *path)
{
    struct exam *exam = call->exam = exam_new(call, r, path);
    enum err e = check_place(call, path);
    if (!e)
        e = check_size(exam, r);
    if (e) {
        exam->state = EXAM_IS_OVER;
        refuse(call, e);
    } else if (call->has_upload && (exam->looks_at_body || exam->is_mock)) {
        exam->state = EXAM_GATHERS;
    } else {
        examine(call);
    }
}

bool examining_holds(const struct call *call)
{
    return call->exam && call->exam->state != EXAM_IS_OVER;
}

/* Looked for only where there is not much room left. */
static bool holds_another(const struct call *call)
{
    for (const struct call *other = call->loop->calls; other; other = other->next) {
        const struct exam *exam = other == call ? NULL : other->exam;
        if (exam && exam->state != EXAM_IS_OVER && exam->caller == call->exam->caller
            && buffer_size(&exam->body) > 0)
            return true;
    }
    return false;
}

/* The last quarter is for callers who hold nothing else of it. */
static bool has_room(const struct call *call, size_t size)
{
    size_t const all = call->loop->gathered + size;
    return all <= EXAMS_BYTES_MAX / 4 * 3 || (all <= EXAMS_BYTES_MAX && !holds_another(call));
}

static enum err gather(struct call *call, const char *bytes, size_t size)
{
    struct exam *exam = call->exam;
    uint64_t const most = call->pass.target->rules.request_max;
    size_t const all = buffer_size(&exam->body) + size;
    if (all > EXAM_BODY_MAX || (most > 0 && all > most))
        return TOO_LARGE;
    if (!has_room(call, size))
        return BUSY;
    call->loop->gathered += size;
    buffer_add(&exam->body, bytes, size);
    return OK;
}

size_t examining_upload(struct call *call, const char *bytes, size_t size)
{
    struct exam *exam = call->exam;
    if (exam->state == EXAM_WAITS)
        return 0;
    if (exam->is_mock)
        count_add(&call->loop->counters.bytes_in, size);
    enum err const e = exam->looks_at_body ? gather(call, bytes, size) : OK;
    if (e) {
        exam->state = EXAM_IS_OVER;
        call->loop->gathered -= buffer_size(&exam->body);
        refuse(call, e);
    }
    return size;
}

bool examining_waits(struct call *call)
{
    struct exam *exam = call->exam;
    if (!exam)
        return false;
    if (exam->state == EXAM_GATHERS) {
        exam->upload_has_ended = true;
        examine(call);
    }
    return exam->state == EXAM_WAITS;
}

static struct exam *take_examined(struct loop *loop)
{
    return atomic_exchange(&loop->examined, NULL);
}

void examining_over(struct loop *loop)
{
    struct exam *next;
    for (struct exam *exam = take_examined(loop); exam; exam = next) {
        next = exam->next;
        if (!exam->call) {
            loop->gathered -= buffer_size(&exam->body);
            exam_free(exam);
            continue;
        }
        conclude(exam->call);
        call_wake(exam->call);
    }
}

void examining_drop(struct loop *loop)
{
    struct exam *next;
    for (struct exam *exam = take_examined(loop); exam; exam = next) {
        next = exam->next;
        exam_free(exam);
    }
}

void examining_leave(struct call *call)
{
    struct exam *exam = call->exam;
    if (!exam)
        return;
    call->exam = NULL;
    exam->call = NULL;
    if (exam->state == EXAM_WAITS && !examiner_withdraw(call->loop->examiner, exam))
        return;                         /* it comes back to the loop */
    if (exam->state != EXAM_IS_OVER)
        call->loop->gathered -= buffer_size(&exam->body);
    exam_free(exam);
}

const char *examining_methods(const struct call *call)
{
    return call->exam && call->exam->allowed[0] ? call->exam->allowed : NULL;
}

const char *examining_errors(const struct call *call)
{
    return call->failure == REQUEST_INVALID && call->exam ? call->exam->errors : NULL;
}
