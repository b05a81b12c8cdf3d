#include "crypto/password.h"

#include "base/random.h"
#include "crypto/argon.h"
#include "crypto/compare.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

enum {
    MEMORY_KIB = 19 * 1024, PASSES = 2, LANES = 1, SALT_BYTES = 16, HASH_BYTES = 32,
    THREADS_MAX = 64, WAITING_DEFAULT = 64, PRIORITY = 10,
};

struct job {
    struct argon *hash;
    const char *password;
    bool is_done, worked;
    pthread_cond_t done;
    struct job *next;
};

/* Everything here is guarded by lock. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t arrived = PTHREAD_COND_INITIALIZER;
static struct job *first, **last = &first;
static pthread_t threads[THREADS_MAX];
static int thread_count;
static int threads_wanted, waiting_max = WAITING_DEFAULT;
static bool is_stopping;
static struct password_load load;

static struct job *next_job(void)
{
    while (!first && !is_stopping) {
        pthread_mutex_unlock(&lock);
        argon_release();                    /* idle: the memory goes back */
        pthread_mutex_lock(&lock);
        if (!first && !is_stopping)
            pthread_cond_wait(&arrived, &lock);
    }
    struct job *job = first;
    if (!job)
        return NULL;
    first = job->next;
    if (!first)
        last = &first;
    load.waiting--;
    load.running++;
    return job;
}

static void *work(void *unused)
{
    (void)unused;
    setpriority(PRIO_PROCESS, (id_t)gettid(), PRIORITY);
    pthread_mutex_lock(&lock);
    for (struct job *job = next_job(); job; job = next_job()) {
        pthread_mutex_unlock(&lock);
        bool const worked = argon_compute(job->hash, job->password);
        pthread_mutex_lock(&lock);
        job->worked = worked;
        job->is_done = true;
        load.running--;
        load.done++;
        pthread_cond_signal(&job->done);
    }
    pthread_mutex_unlock(&lock);
    argon_release();
    return NULL;
}

/* Signals are for the main thread. */
static void start_threads(void)
{
    long const cores = sysconf(_SC_NPROCESSORS_ONLN);
    int wanted = threads_wanted ? threads_wanted : (int)cores;
    if (wanted < 1 || wanted > THREADS_MAX)
        wanted = wanted < 1 ? 1 : THREADS_MAX;
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    while (thread_count < wanted && pthread_create(&threads[thread_count], NULL, work, NULL) == 0)
        thread_count++;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
}

static enum err enqueue(struct job *job)
{
    if (thread_count == 0)
        start_threads();
    bool const is_full = load.waiting >= waiting_max + thread_count - load.running;
    if (thread_count == 0 || is_stopping || is_full) {
        load.refused++;
        return err_because(BUSY, "%d passwords wait to be hashed", load.waiting);
    }
    *last = job;
    last = &job->next;
    load.waiting++;
    pthread_cond_signal(&arrived);
    return OK;
}

/* Computes hash->hash on one of the threads. */
static enum err compute(struct argon *hash, const char *password)
{
    AUTO_ARENA struct arena a = { 0 };
    struct job *job = ARENA_NEW(&a, struct job);
    *job = (struct job){ .hash = hash, .password = password, .done = PTHREAD_COND_INITIALIZER };
    pthread_mutex_lock(&lock);
    enum err const e = enqueue(job);
    while (!e && !job->is_done)
        pthread_cond_wait(&job->done, &lock);
    pthread_mutex_unlock(&lock);
    pthread_cond_destroy(&job->done);
    if (!e && !job->worked)
        return err_because(BUSY, "no memory to hash a password");
    return e;       /* no longer queued: NOLINT(clang-analyzer-core.StackAddressEscape) */
}

static struct argon new_hash(void)
{
    struct argon hash = {
        .memory_kib = MEMORY_KIB, .passes = PASSES, .lanes = LANES,
        .salt_size = SALT_BYTES, .hash_size = HASH_BYTES,
    };
    random_bytes(hash.salt, SALT_BYTES);
    return hash;
}

enum err password_hash(struct arena *a, const char *password, char **out)
{
    struct argon hash = new_hash();
    TRY(compute(&hash, password));
    *out = argon_text(a, &hash);
    return OK;
}

enum err password_verify(const char *password, const char *hash, bool *out)
{
    struct argon expected;
    if (!argon_parse(hash, &expected))
        return err_because(INTERNAL, "a stored password hash is malformed");
    struct argon given = expected;
    TRY(compute(&given, password));
    *out = same_bytes(given.hash, expected.hash, expected.hash_size);
    return OK;
}

enum err password_verify_nobody(const char *password)
{
    struct argon hash = new_hash();
    return compute(&hash, password);
}

bool password_is_outdated(const char *hash)
{
    struct argon is;
    return !argon_parse(hash, &is) || is.memory_kib != MEMORY_KIB || is.passes != PASSES
        || is.lanes != LANES || is.salt_size != SALT_BYTES || is.hash_size != HASH_BYTES;
}

void password_limits(int thread_limit, int waiting)
{
    pthread_mutex_lock(&lock);
    threads_wanted = thread_limit;
    waiting_max = waiting ? waiting : WAITING_DEFAULT;
    pthread_mutex_unlock(&lock);
}

void password_stop(void)
{
    pthread_mutex_lock(&lock);
    int const count = thread_count;
    is_stopping = true;
    pthread_cond_broadcast(&arrived);
    pthread_mutex_unlock(&lock);
    for (int i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    pthread_mutex_lock(&lock);
    thread_count = 0;
    is_stopping = false;
    pthread_mutex_unlock(&lock);
}

struct password_load password_load(void)
{
    pthread_mutex_lock(&lock);
    struct password_load const now = load;
    pthread_mutex_unlock(&lock);
    return now;
}
