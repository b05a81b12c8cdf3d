#include "gateway/exam.h"

#include "domain/json/json.h"
#include "gateway/loop.h"
#include "gateway/turns.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static void answer(struct exam *exam, const struct operation *op, int64_t *steps)
{
    struct mock_wish const wish = {
        .accept = sent_value(&exam->request, "Accept"),
        .prefer = sent_value(&exam->request, "Prefer"),
        .seed = mock_seed(exam->method, &exam->request),
    };
    mock_answer(op, &wish, &exam->arena, steps, &exam->answer);
}

/* The endpoint may have gone from the document since the path was looked up. */
static void examine(struct exam *exam, const struct spec *spec, int64_t *steps)
{
    struct faults faults;
    const struct operation *op = spec_operation(spec, exam->operation);
    exam->failure = op ? OK : ENDPOINT_UNKNOWN;
    if (!op)
        return;
    if (exam->looks_at_body && exam->upload_has_ended) {
        exam->request.body = buffer_size(&exam->body) ? buffer_head(&exam->body) : "";
        exam->request.body_size = buffer_size(&exam->body);
    }
    spec_check(op, &exam->request, &exam->arena, exam->is_english, steps, &faults);
    if (faults.count > 0) {
        exam->failure = REQUEST_INVALID;
        exam->errors = json_text(&exam->arena, faults_json(&faults));
    } else if (exam->is_mock) {
        answer(exam, op, steps);
    }
}

bool exam_try(struct exam *exam, int64_t steps)
{
    const struct spec *spec = spec_source_look(exam->source);
    if (!spec)
        return false;
    examine(exam, spec, &steps);
    return steps >= 0;
}

/* Whatever it takes, within SPEC_STEPS. */
static void finish(struct exam *exam)
{
    const struct spec *spec = NULL;
    int64_t steps = SPEC_STEPS;
    exam->failure = spec_source_load(exam->source, &spec);
    if (exam->failure == OK)
        examine(exam, spec, &steps);
    else
        exam->failure = INTERNAL;
}

void exam_free(struct exam *exam)
{
    spec_source_give(exam->source);
    buffer_finish(&exam->body);
    arena_finish(&exam->arena);
    free(exam);
}

struct examiner {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t is_due;
    bool is_over;
    struct turns turns;
};

/* To its loop, which may have stopped: then gateway_stop() frees what it has left. */
static void hand_back(struct exam *exam)
{
    struct loop *loop = exam->loop;
    exam->next = atomic_load(&loop->examined);
    while (!atomic_compare_exchange_weak(&loop->examined, &exam->next, exam))
        ;
    loop_wake(loop);
}

static struct exam *take(struct examiner *x)
{
    pthread_mutex_lock(&x->lock);
    while (!x->turns.first && !x->is_over)
        pthread_cond_wait(&x->is_due, &x->lock);
    struct exam *exam = x->is_over ? NULL : turns_take(&x->turns);
    pthread_mutex_unlock(&x->lock);
    return exam;
}

static void *examiner_run(void *context)
{
    struct examiner *x = context;
    struct exam *exam;
    while ((exam = take(x))) {
        finish(exam);
        hand_back(exam);
    }
    return NULL;
}

struct examiner *examiner_open(void)
{
    struct examiner *x = calloc(1, sizeof *x);
    if (!x)
        abort();
    turns_init(&x->turns);
    pthread_mutex_init(&x->lock, NULL);
    pthread_cond_init(&x->is_due, NULL);
    if (pthread_create(&x->thread, NULL, examiner_run, x) != 0)
        abort();
    return x;
}

void examiner_close(struct examiner *x)
{
    pthread_mutex_lock(&x->lock);
    x->is_over = true;
    pthread_cond_signal(&x->is_due);
    pthread_mutex_unlock(&x->lock);
    pthread_join(x->thread, NULL);
    for (struct exam *exam; (exam = turns_take(&x->turns));)
        exam_free(exam);
    pthread_cond_destroy(&x->is_due);
    pthread_mutex_destroy(&x->lock);
    free(x);
}

void examiner_submit(struct examiner *x, struct exam *exam)
{
    pthread_mutex_lock(&x->lock);
    turns_add(&x->turns, exam);
    pthread_cond_signal(&x->is_due);
    pthread_mutex_unlock(&x->lock);
}

bool examiner_withdraw(struct examiner *x, struct exam *exam)
{
    pthread_mutex_lock(&x->lock);
    bool const has_waited = turns_remove(&x->turns, exam);
    pthread_mutex_unlock(&x->lock);
    return has_waited;
}
