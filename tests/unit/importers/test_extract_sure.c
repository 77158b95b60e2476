/*
 * What is an appointment at all, and how sure its fields are
 */
#include <stdio.h>

#include "importers/extract.h"
#include "tests/test.h"

static struct arena arena;

static struct extracted read_event(const struct ical_event *event)
{
    const struct office office = {.country = "FR",
                                  .currency = "EUR",
                                  .zone = zone_utc()};
    const struct extract_source source = {0};
    struct extractor *extractor;
    struct extracted out;
    struct error err;

    CHECK(extractor_create(&office, NULL, &extractor, &err));
    extract_event(extractor, &source, event, &arena, &out);
    extractor_destroy(extractor);
    return out;
}

static struct extracted extract(const char *summary, const char *description)
{
    const struct ical_event event = {.uid = "u",
                                     .summary = summary,
                                     .description = description};

    return read_event(&event);
}

TEST(extract_sure, tells_taken_time_from_people_of_that_name)
{
    static const struct {
        const char *title;
        const char *description;
        enum extract_block block;
    } cases[] = {
        {"Lunch", NULL, BLOCK_BUSY},
        {"LUNCH!", NULL, BLOCK_BUSY},
        {"Pause", NULL, BLOCK_BUSY},
        {"Pause midi", NULL, BLOCK_BUSY},
        {"OOO", NULL, BLOCK_BUSY},
        {"Out of office", NULL, BLOCK_BUSY},
        {"OOO - dentist conference", NULL, BLOCK_BUSY},
        {"Holiday", NULL, BLOCK_BUSY},
        {"Urlaub", NULL, BLOCK_BUSY},
        {"Urlaub Praxis", NULL, BLOCK_BUSY},
        {"Congé", NULL, BLOCK_BUSY},
        {"Congés annuels", NULL, BLOCK_BUSY},
        {"Vacances", NULL, BLOCK_BUSY},
        {"Vacaciones", NULL, BLOCK_BUSY},
        {"Vakantie", NULL, BLOCK_BUSY},
        {"Ferie", NULL, BLOCK_BUSY},
        {"Férias", NULL, BLOCK_BUSY},
        {"休假", NULL, BLOCK_BUSY},
        {"Private", NULL, BLOCK_BUSY},
        {"Private Appointment", NULL, BLOCK_BUSY},
        {"Busy", NULL, BLOCK_BUSY},
        {"Besetzt", NULL, BLOCK_BUSY},
        {"Privater Termin", NULL, BLOCK_BUSY},
        {"Rendez-vous privé", NULL, BLOCK_BUSY},
        {"Billie Holiday - Haircut", NULL, BLOCK_NONE},
        {"Urlaub, Anna - Schnitt", NULL, BLOCK_NONE},
        {"Cut - Peter Lunch", NULL, BLOCK_NONE},
        {"Mme Pause - Détartrage", NULL, BLOCK_NONE},
        {"Holiday", "Phone: 06 39 98 00 01", BLOCK_NONE},
        {"Lunch", "Patient: Ada Example", BLOCK_NONE},
        {"Congé Julie", "Tel 06 39 98 00 01", BLOCK_NONE},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct extracted got = extract(cases[i].title, cases[i].description);

        if (got.block != cases[i].block)
            fprintf(stderr, "%s\n", cases[i].title);
        CHECK_STR(extract_block_name(got.block),
                  extract_block_name(cases[i].block));
        CHECK(*extract_block_reason(got.block) != '\0' ||
              got.block == BLOCK_NONE);
    }
    arena_free(&arena);
}

TEST(extract_sure, leaves_private_entries_alone)
{
    static const struct {
        const char *privacy;
        const char *description;
        enum extract_block block;
    } cases[] = {
        {"PRIVATE", NULL, BLOCK_PRIVATE},
        {"CONFIDENTIAL", NULL, BLOCK_PRIVATE},
        {"PRIVATE", "Phone: 06 39 98 00 01", BLOCK_NONE},
        {"PRIVATE", "Patient: Ada Example", BLOCK_NONE},
        {"PUBLIC", NULL, BLOCK_NONE},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        const struct ical_event event = {
            .uid = "u",
            .summary = "Dinner with Bo",
            .description = cases[i].description,
            .privacy = cases[i].privacy,
        };

        CHECK_STR(extract_block_name(read_event(&event).block),
                  extract_block_name(cases[i].block));
    }
    arena_free(&arena);
}

TEST(extract_sure, says_how_sure_it_is)
{
    static const struct {
        const char *title;
        const char *description;
        const char *origins;
    } cases[] = {
        {"Cut", "Name: Ada Example\nTel: 06 39 98 00 01\nE-Mail: a@b.org",
         "nL!Name;pL!Tel;mL!E-Mail;sI~"},
        {"Cut", "Customer\nAda Example\n06 39 98 00 01\na@b.org",
         "nH!Customer;pH!Customer;mH!Customer;sI~"},
        {"Cut - Ada Example", "tel 06 39 98 00 01, mail a@b.org",
         "nI~;pW!tel;mW!mail;sI~"},
        {"Cut - Ada Example", "call 06 39 98 00 01, cc a@b.org",
         "nI~;pT~;mT~;sI~"},
        {"Cut - Ada Example", "06 39 98 00 01\n<a@b.org>\nfirst visit",
         "nI~;pT!;mT!;sI~"},
        {"Cut - Ada Example", "06 39 98 00 01 a@b.org", "nI~;pT!;mT!;sI~"},
        {"Cut - Ada Example 06 39 98 00 01", NULL, "nI~;pI~;sI~"},
        {"Cut - Ada Example", "06 39 98 00 01 or 06 39 98 00 02",
         "nI~;pT?;sI~"},
        {"Cut", "Phone: 123", "pL?Phone"},
        /* The first letter is Cyrillic. */
        {"Cut", "Name: \u0410da Example", "nLxName;sI~"},
        {"Cut", "Name: \u0410\u0434\u0430 Example", "nL!Name;sI~"},
        {"Cut", "Name: Ada\nPrice: 65\nLocation: Room 3\nNotes: late; very",
         "nL!Name;sI~;aL!Price;lL!Location;tL!Notes"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(extract(cases[i].title, cases[i].description).booking.origins,
                  cases[i].origins);
    arena_free(&arena);
}

/* Texts that cost the square of their length to who reads them naively. */
TEST(extract_sure, is_not_held_up_by_long_texts)
{
    static const char *const pieces[] = {
        "a:",
        "Tel: ",
        "Tel:1 ",
        "<a ",
        "<script>",
        "a@",
        "@",
        "1 ",
        "+1",
        "(",
        "0171 3920017 ",
        "name ",
        "name\n",
        "\\n",
        "&amp;",
        "x/",
        "- ",
        ", ",
        "e\u0301",
    };

    for (size_t i = 0; i < ARRAY_LEN(pieces); i++) {
        size_t len = strlen(pieces[i]);
        char *text = arena_alloc(&arena, 65536 + 16);
        struct extracted got;

        memcpy(text, "Tel: ", 5);
        for (size_t at = 5; at + len < 65536; at += len)
            memcpy(text + at, pieces[i], len);
        got = extract(text, text);
        CHECK_INT(got.booking.sequence, 0);
        arena_free(&arena);
    }
}

TEST(extract_sure, sends_nothing_to_what_is_not_sure)
{
    struct extracted got =
        extract("Cut - Ada", "lab 06 39 98 00 01 and a@b.org");

    CHECK_STR(got.booking.phone, "+33639980001");
    CHECK(got.booking.phone_unsure && got.booking.mail_unsure);
    got = extract("Cut", "Phone: 06 39 98 00 01\nEmail: a@b.org");
    CHECK(!got.booking.phone_unsure && !got.booking.mail_unsure);
    arena_free(&arena);
}
