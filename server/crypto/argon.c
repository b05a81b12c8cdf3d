#include "crypto/argon.h"

#include "base/text.h"

#include <argon2.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

enum { MEMORY_KIB_MAX = 256 * 1024, PASSES_MAX = 16, LANES_MAX = 4, HUGE_PAGE = 2 << 20 };

static _Thread_local struct {
    void *at;
    size_t size;
} block;

void argon_release(void)
{
    if (block.at)
        munmap(block.at, block.size);
    block.at = NULL;
    block.size = 0;
}

/* Large pages spare a fault for each 4 KiB, and most of the misses of argon2's random walk. */
static int take_block(uint8_t **memory, size_t size)
{
    size_t const rounded = (size + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE;
    if (block.size != rounded) {
        argon_release();
        void *at = mmap(NULL, rounded, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (at == MAP_FAILED)
            return ARGON2_MEMORY_ALLOCATION_ERROR;
        madvise(at, rounded, MADV_HUGEPAGE);
        block.at = at;
        block.size = rounded;
    }
    *memory = block.at;
    return ARGON2_OK;
}

/* argon2 has wiped it by now. */
static void keep_block(uint8_t *memory, size_t size)
{
    (void)memory;
    (void)size;
}

bool argon_compute(struct argon *hash, const char *password)
{
    argon2_context context = {
        .out = hash->hash, .outlen = hash->hash_size,
        .pwd = (uint8_t *)password, .pwdlen = (uint32_t)strlen(password),
        .salt = hash->salt, .saltlen = hash->salt_size,
        .t_cost = hash->passes, .m_cost = hash->memory_kib,
        .lanes = hash->lanes, .threads = 1, .version = ARGON2_VERSION_13,
        .allocate_cbk = take_block, .free_cbk = keep_block, .flags = ARGON2_DEFAULT_FLAGS,
    };
    return argon2id_ctx(&context) == ARGON2_OK;
}

static char *encode_unpadded(struct arena *a, const unsigned char *bytes, size_t size)
{
    char *text = base64_encode(a, bytes, size);
    text[strcspn(text, "=")] = '\0';
    return text;
}

char *argon_text(struct arena *a, const struct argon *hash)
{
    return arena_printf(a, "$argon2id$v=19$m=%u,t=%u,p=%u$%s$%s",
                        hash->memory_kib, hash->passes, hash->lanes,
                        encode_unpadded(a, hash->salt, hash->salt_size),
                        encode_unpadded(a, hash->hash, hash->hash_size));
}

static bool parse_bytes(struct arena *a, const char *text, unsigned char *out, uint32_t *size)
{
    size_t length = 0;
    const unsigned char *bytes = base64_decode(a, text, &length);
    if (!bytes || length < 8 || length > ARGON_SALT_MAX)
        return false;
    memcpy(out, bytes, length);
    *size = (uint32_t)length;
    return true;
}

static bool is_bearable(const struct argon *h)
{
    return h->memory_kib >= 8 * h->lanes && h->memory_kib <= MEMORY_KIB_MAX && h->passes >= 1
        && h->passes <= PASSES_MAX && h->lanes >= 1 && h->lanes <= LANES_MAX;
}

bool argon_parse(const char *phc, struct argon *out)
{
    AUTO_ARENA struct arena a = { 0 };
    struct argon read = { 0 };
    int at = 0;
    int const found = sscanf(phc, "$argon2id$v=19$m=%9u,t=%9u,p=%9u$%n", &read.memory_kib,
                             &read.passes, &read.lanes, &at);
    if (found != 3 || at == 0 || !is_bearable(&read))
        return false;
    char *salt = arena_copy(&a, phc + at);
    char *hash = strchr(salt, '$');
    if (!hash)
        return false;
    *hash++ = '\0';
    if (!parse_bytes(&a, salt, read.salt, &read.salt_size)
        || !parse_bytes(&a, hash, read.hash, &read.hash_size))
        return false;
    *out = read;
    return true;
}
