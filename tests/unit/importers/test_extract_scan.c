#include "importers/extract_scan.h"
#include "tests/test.h"

static struct arena arena;

/* All numbers of a text, one after the other. */
static const char *phones(const char *text, const char *country)
{
    struct phone_reader *reader = phone_reader_create(country);
    struct str rest = str_of(text);
    char e164[PHONE_E164_MAX];
    struct str written;
    const char *all = "";

    while (scan_phone(&rest, reader, &written, e164))
        all =
            arena_printf(&arena, "%s%s%s", all, *all == '\0' ? "" : " ", e164);
    phone_reader_destroy(reader);
    return all;
}

TEST(extract_scan, finds_telephone_numbers)
{
    static const struct {
        const char *text;
        const char *country;
        const char *found;
    } cases[] = {
        {"Anna 0171 3920017", "DE", "+491713920017"},
        {"Anna (0171) 392-0017.", "DE", "+491713920017"},
        {"Anna +49 171 3920017, 45 min", "DE", "+491713920017"},
        {"0171 3920017 45 min", "DE", "+491713920017"},
        {"06 39 98 55 66 Julie", "FR", "+33639985566"},
        {"Room 12 0171 3920017", "DE", "+491713920017"},
        {"14:00 0171 3920017", "DE", "+491713920017"},
        {"tel:+447700900321", "GB", "+447700900321"},
        {"+1 202-555-0143 x12", "US", "+12025550143"},
        {"(206) 555-0139", "US", "+12065550139"},
        {"206-555-0139 or 206-555-0140", "US", "+12065550139 +12065550140"},
        {"06.39.98.55.66", "FR", "+33639985566"},
        {"电话：01063998855", "CN", "+861063998855"},
        {"02 5550 1234 / 0491 570 006", "AU", "+61255501234 +61491570006"},
        {"0171 3920017 - 2 persons", "DE", "+491713920017"},
        {"0171/3920017", "DE", "+491713920017"},
        {"born 24.11.2026", "DE", ""},
        {"born 04.05.1980", "DE", ""},
        {"02/12/1980", "FR", ""},
        {"2026-11-24 2026-11-25", "DE", ""},
        {"24/11/2026 10", "FR", ""},
        {"order 1774000000", "US", ""},
        {"https://example.org/0171 /0171392001", "DE", ""},
        {"https://example.org/01713920017", "DE", ""},
        {"id=01713920017 #01713920017 a01713920017", "DE", ""},
        {"01713920017@example.org", "DE", ""},
        {"01713920017abc", "DE", ""},
        {"12345", "DE", ""},
        {"10:30-11:30", "DE", ""},
        {"", "DE", ""},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(phones(cases[i].text, cases[i].country), cases[i].found);
    arena_free(&arena);
}

TEST(extract_scan, finds_mail_addresses)
{
    struct str rest = STR("Write to <Ada@Example.org>, or "
                          "[bo@example.org](mailto:bo@example.org). @ x@");

    CHECK_STR(scan_mail(&rest, &arena), "ada@example.org");
    CHECK_STR(scan_mail(&rest, &arena), "bo@example.org");
    CHECK_STR(scan_mail(&rest, &arena), "bo@example.org");
    CHECK_NULL(scan_mail(&rest, &arena));
    arena_free(&arena);
}

TEST(extract_scan, takes_contacts_out_of_a_title)
{
    static const char *const cases[][2] = {
        {"Anna - Cut 0171 3920017 a@example.org", "Anna - Cut"},
        {"Anna (Tel. 0171 3920017) - Cut", "Anna - Cut"},
        {"Anna (0171 3920017) - Cut", "Anna - Cut"},
        {"Cut 45 min", "Cut 45 min"},
        {"mobil 0171 3920017", ""},
    };
    struct phone_reader *reader = phone_reader_create("DE");
    struct label_index *labels = label_index_create();

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(scan_without_contacts(cases[i][0], reader, labels, &arena),
                  cases[i][1]);
    label_index_destroy(labels);
    phone_reader_destroy(reader);
    arena_free(&arena);
}
