#include "domain/profile/profile.h"

#include "base/text.h"
#include "domain/audit/audit.h"
#include "domain/files/files.h"
#include "domain/profile/contact.h"
#include "domain/sessions/live.h"
#include "picture/picture.h"
#include "store/db.h"

#include <string.h>

enum err profile_find(struct db *db, struct arena *a, const char *account_id, struct profile *out)
{
    struct profile found = { 0 };
    TRY(account_find(db, a, account_id, &found.account));
    if (found.account.institution_id)
        TRY(institution_find(db, a, found.account.institution_id, &found.institution));
    TRY(totp_find(db, a, account_id, &found.totp));
    *out = found;
    return OK;
}

void name_split(struct arena *a, const char *name, const char **first, const char **last)
{
    char *copy = text_trim(a, name);
    char *blank = strchr(copy, ' ');
    *first = copy;
    *last = "";
    if (!blank)
        return;
    *last = text_trim(a, blank);
    *blank = '\0';
}

const char *name_join(struct arena *a, const char *first, const char *last)
{
    return *last ? arena_printf(a, "%s %s", first, last) : first;
}

static enum err note(struct db *tx, const struct profile_actor *who, const char *action,
                     int64_t now)
{
    return audit_add(tx, &(struct audit_entry){ .actor = who->account_id, .action = action,
                                                .subject = who->account_id, .ip = who->ip,
                                                .at = now });
}

enum err profile_rename(struct db *db, struct arena *a, const struct profile_actor *who,
                        const char *name, int64_t now)
{
    const char *first = NULL, *last = NULL;
    name_split(a, name, &first, &last);
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(account_rename(tx.db, who->account_id, first, last, now));
    TRY(note(tx.db, who, "account.rename", now));
    TRY(tx_commit(&tx));
    live_forget_account(who->account_id);
    return OK;
}

/* It holds at once, as the source has it; the mailbox is told, for the number opens the account's
 * password. */
static enum err first_phone(struct db *tx, struct arena *a, const struct profile_actor *who,
                            const struct account *before, const char *phone, int64_t now)
{
    TRY(account_set_phone(tx, a, before->id, phone, now));
    TRY(contact_announce(tx, a, before, "phone_number", phone, now));
    return note(tx, who, "account.phone", now);
}

/* It waits for its code; where it does already, none is sent again. */
static enum err next_phone(struct db *tx, struct arena *a, const struct profile_actor *who,
                           const char *phone, int64_t now, int64_t *retry_s)
{
    struct contact_owner const owner = { .account_id = who->account_id, .ip = who->ip };
    struct contact_change waiting = { 0 }, wish = { .kind = "phone_number", .value = phone };
    enum err e = contact_find(tx, a, who->account_id, now, &waiting);
    if (e && e != NOT_FOUND)
        return e;
    if (text_is(waiting.value, phone))
        return OK;
    e = contact_begin(tx, a, &owner, now, &wish);
    *retry_s = wish.code.resend_s;
    return e;
}

static enum err put_picture(struct db *tx, const struct account *before, const char *file_id,
                            int64_t now)
{
    TRY(file_attach(tx, file_id));
    TRY(account_set_picture(tx, before->id, file_id, now));
    return before->picture_file_id ? file_delete(tx, before->picture_file_id) : OK;
}

enum err profile_update(struct db *db, struct arena *a, const struct profile_actor *who,
                        const struct account *basics, int64_t now, int64_t *retry_s)
{
    struct account before;
    AUTO_TX struct tx tx = { 0 };
    TRY(tx_begin(&tx, db));
    TRY(account_find(tx.db, a, who->account_id, &before));
    if (!before.phone_number)
        TRY(first_phone(tx.db, a, who, &before, basics->phone_number, now));
    else if (!text_is(before.phone_number, basics->phone_number))
        TRY(next_phone(tx.db, a, who, basics->phone_number, now, retry_s));
    TRY(account_set_basics(tx.db, who->account_id, basics, now));
    if (basics->picture_file_id)
        TRY(put_picture(tx.db, &before, basics->picture_file_id, now));
    TRY(note(tx.db, who, "account.update", now));
    TRY(tx_commit(&tx));
    live_forget_account(who->account_id);
    return OK;
}

static enum err store_picture(struct db *db, struct arena *a, const char *account_id,
                              const struct picture *picture, int64_t now, const char **file_id)
{
    struct file_writer *w = NULL;
    struct file made;
    TRY(file_begin(db, account_id, "profile", now, &w));
    enum err const e = file_add(w, picture->bytes, picture->size);
    if (e) {
        file_abandon(w);
        return e;
    }
    TRY(file_finish(w, a, &made));
    *file_id = made.id;
    return OK;
}

enum err profile_picture_clean(struct db *db, struct arena *a, const char *account_id,
                               const char *upload_id, int64_t now, const char **file_id)
{
    unsigned char *bytes = NULL;
    size_t size = 0;
    struct picture picture;
    TRY(file_read(db, a, upload_id, PICTURE_MAX_BYTES, &bytes, &size));
    TRY(file_delete(db, upload_id));
    TRY(picture_clean(a, bytes, size, PICTURE_MAX_PX, &picture));
    return store_picture(db, a, account_id, &picture, now, file_id);
}
