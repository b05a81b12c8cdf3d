/* E-mails made of any subject, text, link and code: no header and no tag that is not ours. */
#include "fuzz.h"

#include "domain/messages/mail.h"

static bool is_own_header(const char *line)
{
    static const char *const own[] = {
        "Date: ", "From: ", "To: ", "Subject: ", "Message-ID: ", "MIME-Version: ",
        "Content-Language: ", "Auto-Submitted: ", "Content-Type: ", " ",
    };
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++) {
        if (text_starts(line, own[i]))
            return true;
    }
    return false;
}

static void check_headers(const char *mail, const char *end)
{
    int lines = 0, folded = 0;
    for (const char *at = mail; at < end; at = strstr(at, "\r\n") + 2, lines++) {
        assert(is_own_header(at));
        assert(strcspn(at, "\r") <= 200);
        folded += *at == ' ';
    }
    assert(lines - folded == 9);
}

static void check_body(const char *at)
{
    while (at && at[2]) {
        size_t const size = strcspn(at + 2, "\r\n");
        assert(size <= 76);
        assert(at[2 + size] != '\n');
        for (size_t i = 0; i < size; i++)
            assert(at[2 + i] >= ' ' || at[2 + i] == '\t');
        at = strstr(at + 2, "\r\n");
    }
}

/* Each tag is one that we write. */
static void check_html(const char *html)
{
    static const char tags[] = "!doctype|html|head|meta|title|body|div|h1|p|a|strong";
    for (const char *at = strchr(html, '<'); at; at = strchr(at + 1, '<')) {
        const char *name = at + 1 + (at[1] == '/');
        char word[16] = { 0 };
        size_t const size = strcspn(name, " >\n");
        assert(size < sizeof word);
        memcpy(word, name, size);
        assert(text_is_one_of(word, tags));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AUTO_ARENA struct arena a = { 0 };
    const struct mail_frame frame = {
        .from_name = "Simpul", .from = "noreply@contoh.go.id", .host = "contoh.go.id",
        .at = FUZZ_NOW,
    };
    const char *parts[4] = { "", "", "", "" };
    const char *text = fuzz_text(&a, bytes, size), *end = text + size;
    for (int i = 0; i < 4 && text <= end; i++) {
        parts[i] = text;
        text += strlen(text) + 1;
    }
    if (strlen(parts[0]) > 500)
        return 0;
    struct outgoing const m = {
        .id = "msg_1", .channel = "email", .to = "budi@contoh.go.id", .template = "otp",
        .language = "id", .subject = parts[0], .text = parts[1], .link = parts[2],
        .code = parts[3],
    };
    const char *mail = mail_compose(&a, &frame, &m);
    const char *body = strstr(mail, "\r\n\r\n");
    assert(body && text_ends(mail, "--=_msg_1--\r\n"));
    check_headers(mail, body);
    check_body(body);
    check_html(mail_html(&a, &m));
    return 0;
}
