/* Recovery codes: sixteen letters and digits of 80 random bits, so that guessing them needs no
 * counting. */
#include "domain/totp/rows.h"

#include "base/random.h"
#include "crypto/seal.h"
#include "domain/audit/audit.h"
#include "store/db.h"

#include <string.h>

enum { CODE_CHARS = 16, GROUP_CHARS = 4, CODE_SIZE = CODE_CHARS + 1 };

static const char alphabet[] = "0123456789abcdefghjkmnpqrstvwxyz";  /* Crockford's base 32 */

/* In groups of four, as it is shown. */
static const char *new_code(struct arena *a)
{
    unsigned char bytes[CODE_CHARS];
    char *text = arena_alloc(a, CODE_CHARS + CODE_CHARS / GROUP_CHARS), *at = text;
    random_bytes(bytes, sizeof bytes);
    for (int i = 0; i < CODE_CHARS; i++) {
        if (i && i % GROUP_CHARS == 0)
            *at++ = '-';
        *at++ = alphabet[bytes[i] % 32];
    }
    explicit_bzero(bytes, sizeof bytes);
    return text;
}

/* What may be misread counts as what it looks like. */
static char plain(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c - 'A' + 'a');
    if (c == 'o')
        return '0';
    return c == 'i' || c == 'l' ? '1' : c;
}

/* Without blanks and dashes. False unless that leaves as many characters as a code has. */
static bool normalise(const char *code, char out[CODE_SIZE])
{
    int length = 0;
    for (; *code; code++) {
        if (*code == ' ' || *code == '-')
            continue;
        if (length == CODE_CHARS)
            return false;
        out[length++] = plain(*code);
    }
    out[length] = '\0';
    return length == CODE_CHARS;
}

static const char *mac_of(struct arena *a, const char *account_id, const char *code)
{
    char text[CODE_SIZE];
    normalise(code, text);
    const char *mac = mac_text(a, FOR_OTP, arena_printf(a, "recovery_codes/%s", account_id), text);
    explicit_bzero(text, sizeof text);
    return mac;
}

enum err recovery_left(struct db *db, const char *account_id, int *out)
{
    AUTO_QUERY struct query q = db_query(db,
        "SELECT count(*) FROM recovery_codes WHERE account_id = $1 AND used_at IS NULL",
        TEXT(account_id));
    if (!query_next(&q))
        return query_missing(&q);
    *out = (int)column_int(&q);
    return OK;
}

enum err recovery_write(struct db *tx, struct arena *a, const char *account_id,
                        struct recovery_codes *out)
{
    struct recovery_codes made;
    TRY(db_run(tx, "DELETE FROM recovery_codes WHERE account_id = $1", TEXT(account_id)));
    for (int i = 0; i < RECOVERY_CODES; i++) {
        made.codes[i] = new_code(a);
        TRY(db_run(tx, "INSERT INTO recovery_codes (account_id, number, code_mac)"
                       " VALUES ($1, $2, $3)",
                   TEXT(account_id), INT(i + 1), TEXT(mac_of(a, account_id, made.codes[i]))));
    }
    *out = made;
    return OK;
}

/* The number of the unused code that this is, 0 for none. Looks at all, so that the time does not
 * tell which. */
static enum err find_code(struct db *tx, const char *account_id, const char *code, int64_t *out)
{
    AUTO_ARENA struct arena a = { 0 };
    char text[CODE_SIZE];
    if (!normalise(code, text))
        return TOTP_INVALID;
    const char *binding = arena_printf(&a, "recovery_codes/%s", account_id);
    int64_t found = 0;
    AUTO_QUERY struct query q = db_query(tx,
        "SELECT number, code_mac FROM recovery_codes WHERE account_id = $1 AND used_at IS NULL"
        " ORDER BY number", TEXT(account_id));
    while (query_next(&q)) {
        int64_t const number = column_int(&q);
        if (mac_is(FOR_OTP, binding, text, column_text(&q, &a)))
            found = number;
    }
    explicit_bzero(text, sizeof text);
    TRY(query_result(&q));
    *out = found;
    return found ? OK : TOTP_INVALID;
}

enum err recovery_use(struct db *tx, const char *account_id, const char *code, int64_t now)
{
    int64_t number = 0, changed = 0;
    TRY(find_code(tx, account_id, code, &number));
    TRY(db_run_counting(tx, &changed,
                        "UPDATE recovery_codes SET used_at = $3"
                        " WHERE account_id = $1 AND number = $2 AND used_at IS NULL",
                        TEXT(account_id), INT(number), INT(now)));
    return changed ? OK : TOTP_INVALID;
}

enum err recovery_renew(struct db *db, struct arena *a, const char *account_id, const char *ip,
                        int64_t now, struct recovery_codes *out)
{
    struct totp found;
    struct recovery_codes made;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(totp_find(tx.db, a, account_id, &found));
    if (!found.activated_at)
        return TOTP_NOT_ACTIVE;
    TRY(recovery_write(tx.db, a, account_id, &made));
    TRY(totp_note(tx.db, account_id, "recovery.renew", ip, now));
    TRY(totp_tell(tx.db, account_id, "recovery.renewed", NULL, now));
    TRY(tx_commit(&tx));
    *out = made;
    return OK;
}
