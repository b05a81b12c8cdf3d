#include "domain/documents/faults.h"

#include "base/text.h"

#include <string.h>

/* The first whose mark is a part of what the parser says holds. */
static const struct known {
    const char *mark;
    struct fault fault;
} known[] = {
    { "tab character", { "Baris diawali tab; YAML hanya menerima spasi di awal baris",
                         "A line begins with a tab; YAML takes spaces alone there" } },
    { "cannot start any token", { "Ada tanda yang tidak boleh mengawali baris atau nilai, "
                                  "misalnya tab (pakai spasi), @, atau tanda petik terbalik",
                                  "A line or a value begins with a character that it cannot, such "
                                  "as a tab (take spaces), @ or a backquote" } },
    { "mapping values are not allowed", { "Titik dua tidak pada tempatnya: apit teksnya dengan "
                                          "tanda petik, atau perbaiki spasi di awal baris",
                                          "A colon is out of place: put the text in quotes, or "
                                          "mend the indentation" } },
    { "are not allowed in this context", { "Butir daftar atau kunci tidak pada tempatnya: periksa "
                                           "spasi di awal baris",
                                           "A list item or a key is out of place: look at the "
                                           "indentation" } },
    { "could not find expected ':'", { "Titik dua sesudah nama kunci tidak ada",
                                       "The colon behind a key is missing" } },
    { "found unexpected ':'", { "Titik dua tidak pada tempatnya", "A colon is out of place" } },
    { "did not find expected key", { "Spasi di awal baris tidak sama dengan kunci di atasnya",
                                     "A line is not indented as the keys above it are" } },
    { "expected '-' indicator", { "Spasi di awal baris tidak sama dengan butir daftar di "
                                 "atasnya",
                                  "A line is not indented as the list items above it are" } },
    { "',' or ']'", { "Koma atau kurung siku penutup ] tidak ada",
                      "A comma or the closing bracket ] is missing" } },
    { "',' or '}'", { "Koma atau kurung kurawal penutup } tidak ada",
                      "A comma or the closing brace } is missing" } },
    { "expected node content", { "Nilai tidak ada atau belum lengkap",
                                 "A value is missing or not complete" } },
    { "unexpected end of stream", { "Tanda petik penutup tidak ada",
                                    "The closing quotation mark is missing" } },
    { "unexpected document indicator", { "Tanda petik penutup tidak ada",
                                         "The closing quotation mark is missing" } },
    { "escape", { "Urutan sesudah garis miring terbalik tidak dikenal",
                  "What follows a backslash is unknown" } },
    { "hexdecimal", { "Urutan sesudah garis miring terbalik tidak dikenal",
                      "What follows a backslash is unknown" } },
    { "control characters", { "Ada karakter kendali yang tidak terlihat",
                              "There is a control character that cannot be seen" } },
    { "UTF-", { "Teks bukan UTF-8: simpan ulang berkasnya sebagai UTF-8",
                "The text is not UTF-8: save the file as UTF-8" } },
    { "Unicode", { "Teks bukan UTF-8: simpan ulang berkasnya sebagai UTF-8",
                   "The text is not UTF-8: save the file as UTF-8" } },
    { "tag", { "Tag YAML (diawali !) tidak dikenal", "A YAML tag (with !) is unknown" } },
    { "alphanumerical", { "Nama anchor atau alias tidak benar",
                          "The name of an anchor or alias is wrong" } },
    { "anchor", { "Nama anchor atau alias tidak benar",
                  "The name of an anchor or alias is wrong" } },
    { "document start", { "Ada isi lain sesudah akhir dokumen",
                          "Something follows behind the end of the document" } },
    { "indentation indicator", { "Spasi di awal teks berbaris tidak benar",
                                 "The indentation of a block of text is wrong" } },
};

struct fault yaml_fault(const char *problem)
{
    for (size_t i = 0; problem && i < sizeof known / sizeof known[0]; i++) {
        if (strstr(problem, known[i].mark))
            return known[i].fault;
    }
    return (struct fault){ "Susunan YAML tidak benar", "The YAML is not well formed" };
}

/* What stands behind the last "near": a piece of the text in quotes, or that it ends. */
static struct fault misplaced(struct arena *a, const char *said)
{
    const char *near = strstr(said, " near '");
    for (const char *next = near; next; next = strstr(next + 1, " near '"))
        near = next;
    if (!near)
        return (struct fault){ "Ada yang tidak pada tempatnya", "Something is out of place" };
    const char *piece = arena_copy(a, near + strlen(" near "));
    return (struct fault){ arena_printf(a, "Ada yang tidak pada tempatnya di dekat %s", piece),
                           arena_printf(a, "Something is out of place near %s", piece) };
}

struct fault json_fault(struct arena *a, const json_error_t *error)
{
    switch (json_error_code(error)) {
    case json_error_premature_end_of_input:
        return (struct fault){ "Teks berakhir sebelum kurung penutup",
                               "The text ends before the closing bracket" };
    case json_error_end_of_input_expected:
        return (struct fault){ "Ada isi lain sesudah kurung penutup",
                               "Something follows behind the closing bracket" };
    case json_error_invalid_utf8:
        return (struct fault){ "Teks bukan UTF-8: simpan ulang berkasnya sebagai UTF-8",
                               "The text is not UTF-8: save the file as UTF-8" };
    case json_error_duplicate_key:
        return (struct fault){ "Kunci ganda", "A key stands twice" };
    case json_error_null_character:
    case json_error_null_byte_in_key:
        return (struct fault){ "Ada karakter nol dalam teks", "A text holds a zero character" };
    case json_error_numeric_overflow:
        return (struct fault){ "Angka terlalu besar", "A number is too big" };
    default:
        return misplaced(a, error->text);
    }
}
