#include "gateway/resolver.h"

#include "base/clock.h"

#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { NAMES_MAX = 1024, LISTENERS_MAX = 256 };
static const int64_t KEPT_US = 30 * 1000000, FAILURE_KEPT_US = 2 * 1000000;

struct name {
    struct name *next;
    char *text;
    bool is_wanted;                     /* a lookup is due or under way */
    int64_t fresh_until_us;
    struct addresses addresses;
};

struct resolver {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t is_due;
    bool is_over;
    struct name *names;
    unsigned name_count, listener_count;
    struct {
        resolver_told_fn *told;
        void *context;
    } listeners[LISTENERS_MAX];
};

static void look_up(const char *text, struct addresses *out)
{
    struct addrinfo const hints = { .ai_socktype = SOCK_STREAM, .ai_family = AF_UNSPEC };
    struct addrinfo *list = NULL;
    out->count = 0;
    int failure = getaddrinfo(text, NULL, &hints, &list);
    if (failure && strcmp(text, "localhost") == 0)      /* a machine without /etc/hosts */
        failure = getaddrinfo("127.0.0.1", NULL, &hints, &list);
    if (failure)
        return;
    for (struct addrinfo *at = list; at && out->count < ADDRESSES_MAX; at = at->ai_next)
        out->count += ip_of(at->ai_addr, &out->items[out->count]);
    freeaddrinfo(list);
}

static struct name *next_wanted(struct resolver *resolver)
{
    for (struct name *name = resolver->names; name; name = name->next) {
        if (name->is_wanted)
            return name;
    }
    return NULL;
}

static void tell_all(struct resolver *resolver)
{
    for (unsigned i = 0; i < resolver->listener_count; i++)
        resolver->listeners[i].told(resolver->listeners[i].context);
}

static void *resolver_run(void *context)
{
    struct resolver *resolver = context;
    pthread_mutex_lock(&resolver->lock);
    while (!resolver->is_over) {
        struct name *name = next_wanted(resolver);
        if (!name) {
            pthread_cond_wait(&resolver->is_due, &resolver->lock);
            continue;
        }
        pthread_mutex_unlock(&resolver->lock);
        struct addresses found;
        look_up(name->text, &found);                /* names are not freed before the end */
        pthread_mutex_lock(&resolver->lock);
        name->addresses = found;
        name->is_wanted = false;
        name->fresh_until_us = clock_steady_us() + (found.count ? KEPT_US : FAILURE_KEPT_US);
        tell_all(resolver);
    }
    pthread_mutex_unlock(&resolver->lock);
    return NULL;
}

struct resolver *resolver_open(void)
{
    struct resolver *resolver = calloc(1, sizeof *resolver);
    if (!resolver)
        abort();
    pthread_mutex_init(&resolver->lock, NULL);
    pthread_cond_init(&resolver->is_due, NULL);
    if (pthread_create(&resolver->thread, NULL, resolver_run, resolver) != 0)
        abort();
    return resolver;
}

void resolver_close(struct resolver *resolver)
{
    pthread_mutex_lock(&resolver->lock);
    resolver->is_over = true;
    pthread_cond_signal(&resolver->is_due);
    pthread_mutex_unlock(&resolver->lock);
    pthread_join(resolver->thread, NULL);
    while (resolver->names) {
        struct name *name = resolver->names;
        resolver->names = name->next;
        free(name->text);
        free(name);
    }
    pthread_cond_destroy(&resolver->is_due);
    pthread_mutex_destroy(&resolver->lock);
    free(resolver);
}

static struct name *name_of(struct resolver *resolver, const char *text)
{
    for (struct name *name = resolver->names; name; name = name->next) {
        if (strcmp(name->text, text) == 0)
            return name;
    }
    if (resolver->name_count == NAMES_MAX)
        return NULL;
    struct name *name = calloc(1, sizeof *name);
    if (!name || !(name->text = strdup(text)))
        abort();
    name->next = resolver->names;
    resolver->names = name;
    resolver->name_count++;
    return name;
}

bool resolver_find(struct resolver *resolver, const char *text, struct addresses *out)
{
    pthread_mutex_lock(&resolver->lock);
    struct name *name = name_of(resolver, text);
    bool const is_fresh = !name || name->fresh_until_us > clock_steady_us();
    if (is_fresh) {
        *out = name ? name->addresses : (struct addresses){ 0 };
    } else {
        name->is_wanted = true;
        pthread_cond_signal(&resolver->is_due);
    }
    pthread_mutex_unlock(&resolver->lock);
    return is_fresh;
}

void resolver_listen(struct resolver *resolver, resolver_told_fn *told, void *context)
{
    pthread_mutex_lock(&resolver->lock);
    if (resolver->listener_count < LISTENERS_MAX) {
        resolver->listeners[resolver->listener_count].told = told;
        resolver->listeners[resolver->listener_count++].context = context;
    }
    pthread_mutex_unlock(&resolver->lock);
}
