/* Answers of a described provider: any status, any body. */
#include "fuzz.h"

#include "domain/messages/described.h"

static const char description[] =
    "{\"taken\":{\"pointer\":\"/status\",\"equals\":[true,1,\"ok\"]},\"final\":[{\"status\":[422]},"
    "{\"pointer\":\"/data/0/reason\",\"contains\":\"invalid\"},{\"status\":400,\"pointer\":\"\","
    "\"equals\":\"no\"}]}";

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static json_t *root;
    AUTO_ARENA struct arena a = { 0 };
    struct outcome out;
    if (!root)
        root = json_loads(description, 0, NULL);
    struct description const d = {
        .root = root, .name = "contoh", .taken = rule_of(json_object_get(root, "taken")),
        .final = json_object_get(root, "final"), .id = "/data/0/id", .why = "/data/0/reason",
    };
    if (size < 2)
        return 0;
    struct http_answer const answer = {
        .status = 100 + (bytes[0] * 256 + bytes[1]) % 500, .size = size - 2,
        .body = fuzz_text(&a, bytes + 2, size - 2),
    };
    described_judge(&a, &d, &answer, &out);
    assert(out.handed == TAKEN || out.why);
    assert(out.handed != TAKEN || answer.status / 100 == 2);
    for (const char *at = out.why; at && *at; at++)
        assert(*at >= ' ' && *at < 0x7f);
    return 0;
}
