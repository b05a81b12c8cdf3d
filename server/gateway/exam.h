/* Exam: what has to be found out of a call before it goes on: whether it is as its bundle's
 * document has it, and, where there is no upstream, what to answer. Small ones are done at once,
 * others by a thread beside the loops, in which callers take turns; SPEC_STEPS bounds each, to
 * some 80 ms of a processor's time. Only a loop's own thread touches the call; between
 * examiner_submit() and its return to the loop an exam is the thread's. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "domain/access/access.h"
#include "domain/mock/mock.h"
#include "domain/validation/source.h"
#include "gateway/buffer.h"

struct call;
struct loop;

enum { EXAM_BODY_MAX = 1024 * 1024,             /* what is longer is not looked at */
       EXAM_INLINE_BYTES = 16 * 1024, EXAM_INLINE_STEPS = 20000,
       EXAMS_BYTES_MAX = 64 * 1024 * 1024 };    /* of bodies that wait, a loop */

struct exam {
    struct exam *next;
    struct exam *behind, *last_behind;  /* while it waits (turns.h): more of the same caller's */
    uint32_t caller;                    /* told apart by this */
    struct loop *loop;
    struct call *call;                  /* NULL: gone meanwhile */
    enum { EXAM_GATHERS, EXAM_WAITS, EXAM_IS_OVER } state;
    struct spec_source *source;
    bool is_mock, is_english, looks_at_body, upload_has_ended;
    char operation[ACCESS_ENDPOINT_MAX + 1];    /* "GET /provinsi/{kode}" */
    const char *method;
    struct sent_request request;
    struct buffer body;
    struct arena arena;

    /* What came of it. */
    enum err failure;
    char allowed[ACCESS_METHODS_SIZE];  /* of METHOD_NOT_ALLOWED */
    const char *errors;                 /* of REQUEST_INVALID: a JSON array */
    struct mock_answer answer;          /* status 0: none */
};

/* False: the spec is not loaded, or the steps did not suffice; nothing came of it yet. */
bool exam_try(struct exam *exam, int64_t steps);
void exam_free(struct exam *exam);

/* The thread. */
struct examiner;
struct examiner *examiner_open(void);
void examiner_close(struct examiner *examiner);         /* no loop runs any more */

/* Taken over, until it stands in its loop's list of those that are over. */
void examiner_submit(struct examiner *examiner, struct exam *exam);

/* Given back where it still waits for its turn; false: it comes by the list. */
bool examiner_withdraw(struct examiner *examiner, struct exam *exam);
