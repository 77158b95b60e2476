#include "importers/extract.h"
#include "importers/feed_mapping.h"
#include "tests/test.h"

static struct arena arena;

static const struct service services[] = {
    {.name = "Cleaning", .match = "détartrage|cleaning"},
};

static struct office office_with_cleaning(void)
{
    return (struct office){
        .country = "FR",
        .currency = "EUR",
        .zone = zone_utc(),
        .services = services,
        .service_count = ARRAY_LEN(services),
    };
}

static struct extracted read_event(const struct feed *feed,
                                   const struct ical_event *event)
{
    struct office office = office_with_cleaning();
    const struct extract_source source = {0};
    struct extractor *extractor;
    struct extracted out;
    struct error err;

    CHECK(extractor_create(&office, feed, &extractor, &err));
    extract_event(extractor, &source, event, &arena, &out);
    extractor_destroy(extractor);
    return out;
}

TEST(feed_mapping, fills_all_fields_and_is_sure)
{
    static const struct feed_pattern patterns[] = {
        {FEED_SUMMARY, "^never (?<name>.+)"},
        {FEED_DESCRIPTION,
         "(?<id>K\\d+)/(?<name>[^/]+)/(?<phone>[^/]+)/(?<mail>[^/]+)/"
         "(?<service>[^/]+)/(?<staff>[^/]+)/(?<price>[^/]+)/"
         "(?<location>[^/]+)/(?<notes>.+)"},
        {FEED_SUMMARY, "(?<name>.+)"},
    };
    static const struct feed feed = {.name = "f",
                                     .patterns = patterns,
                                     .pattern_count = ARRAY_LEN(patterns)};
    const struct ical_event event = {
        .uid = "u",
        .summary = "whatever",
        .description = "K12/Ada Example/06 39 98 00 01/Ada@Example.org/"
                       "grand détartrage/Bo/65,00/Room 3/afraid of needles\n"
                       "Name: Somebody Else\nPhone: 01 99 00 00 07",
    };
    struct extracted got = read_event(&feed, &event);

    CHECK_STR(got.booking.customer_external, "K12");
    CHECK_STR(got.booking.customer_name, "Ada Example");
    CHECK_STR(got.booking.phone, "+33639980001");
    CHECK_STR(got.booking.mail, "ada@example.org");
    CHECK_STR(got.booking.service, "Cleaning");
    CHECK_STR(got.booking.provider, "Bo");
    CHECK_INT(got.booking.price_minor, 6500);
    CHECK_STR(got.booking.location, "Room 3");
    CHECK_STR(got.booking.notes, "afraid of needles");
    CHECK(!got.booking.phone_unsure && !got.booking.mail_unsure);
    CHECK_STR(got.booking.origins, "nP!;pP!;mP!;sP!;vP!;aP!;lP!;tP!;iP!");
    arena_free(&arena);
}

TEST(feed_mapping, lets_the_first_of_each_text_win)
{
    static const struct feed_pattern patterns[] = {
        {FEED_SUMMARY, "^RDV (?<name>[^,]+), (?<service>.+)"},
        {FEED_SUMMARY, "(?<name>.+)"},
        {FEED_DESCRIPTION, "Tel\\. (?<phone>[+0-9 ]+)"},
        {FEED_DESCRIPTION, "(?<mail>.+)"},
    };
    static const struct feed feed = {.name = "f",
                                     .patterns = patterns,
                                     .pattern_count = ARRAY_LEN(patterns)};
    struct ical_event event = {.uid = "u",
                               .summary = "RDV Ada Example, Cut",
                               .description = "Tel. 06 39 98 00 01"};
    struct extracted got = read_event(&feed, &event);

    CHECK_STR(got.booking.customer_name, "Ada Example");
    CHECK_STR(got.booking.service, "Cut");
    CHECK_STR(got.booking.phone, "+33639980001");

    event.summary = "Ada";
    event.description = "ada@example.org";
    got = read_event(&feed, &event);
    CHECK_STR(got.booking.customer_name, "Ada");
    CHECK_STR(got.booking.mail, "ada@example.org");
    arena_free(&arena);
}

TEST(feed_mapping, leaves_to_others_what_a_pattern_does_not_say)
{
    static const struct feed_pattern patterns[] = {
        {FEED_SUMMARY, "(?<service>[^-]+) - (?<name>.+)"},
        {FEED_LOCATION, "(?<phone>\\+.+)"},
    };
    static const struct feed feed = {.name = "f",
                                     .patterns = patterns,
                                     .pattern_count = ARRAY_LEN(patterns)};
    struct ical_event event = {
        .uid = "u",
        .summary = "Ada Example - Cut", /* the other way round, he said */
        .description = "Phone: 06 39 98 00 01",
    };
    struct extracted got = read_event(&feed, &event);

    CHECK_STR(got.booking.service, "Ada Example");
    CHECK_STR(got.booking.customer_name, "Cut");
    CHECK_STR(got.booking.phone, "+33639980001");
    CHECK_INT(got.origins.field[FIELD_PHONE].way, ORIGIN_LABEL);

    event.summary = "Ada Example";
    event.location = "+33 6 39 98 00 02";
    got = read_event(&feed, &event);
    CHECK_STR(got.booking.phone, "+33639980002");
    CHECK_INT(got.origins.field[FIELD_PHONE].way, ORIGIN_PATTERN);
    arena_free(&arena);
}

TEST(feed_mapping, makes_an_appointment_of_what_looks_like_none)
{
    static const struct feed_pattern patterns[] = {
        {FEED_SUMMARY, "^Lunch with (?<name>.+)"},
    };
    static const struct feed feed = {.name = "f",
                                     .patterns = patterns,
                                     .pattern_count = ARRAY_LEN(patterns)};
    const struct ical_event event = {.uid = "u",
                                     .summary = "Lunch with Ada Example",
                                     .privacy = "PRIVATE"};
    struct extracted got = read_event(&feed, &event);

    CHECK_INT(got.block, BLOCK_NONE);
    CHECK_INT(got.block_all_day, BLOCK_NONE);
    CHECK_STR(got.booking.customer_name, "Ada Example");
    arena_free(&arena);
}

TEST(feed_mapping, takes_only_what_matches)
{
    static const struct feed feed = {.name = "f",
                                     .match = "^RDV|#kept|cabinet",
                                     .ignore = "interne"};
    static const struct {
        struct ical_event event;
        enum extract_block block;
    } cases[] = {
        {{.summary = "RDV Ada Example"}, BLOCK_NONE},
        {{.summary = "Ada Example - Cut"}, BLOCK_UNMATCHED},
        {{.summary = "Ada Example - Cut", .description = "new\n#kept"},
         BLOCK_NONE},
        {{.summary = "Ada Example - Cut", .location = "Cabinet 2"}, BLOCK_NONE},
        {{.summary = "RDV interne"}, BLOCK_IGNORED},
        {{.summary = "Cut", .description = "Phone: 06 39 98 00 01"},
         BLOCK_UNMATCHED},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(extract_block_name(read_event(&feed, &cases[i].event).block),
                  extract_block_name(cases[i].block));
    arena_free(&arena);
}

TEST(feed_mapping, says_what_is_wrong_with_a_pattern)
{
    static const struct {
        const char *pattern;
        const char *problem;
    } cases[] = {
        {"(?<name>.+", "at 10"},
        {".+", "no named group"},
        {"(?<nam>.+)", "group 'nam' is none of name, service"},
    };
    struct error err;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        CHECK(!mapping_check(cases[i].pattern, &err));
        CHECK_INT(err.kind, ERROR_USAGE);
        CHECK_CONTAINS(err.text, cases[i].problem);
    }
    CHECK(mapping_check("(?<email>.+) (?<provider>.+)", &err));
}

static const char *digest(const struct office *office, const struct feed *feed)
{
    return mapping_digest(office, feed,
                          arena_alloc(&arena, CRYPTO_FINGERPRINT_MAX));
}

TEST(feed_mapping, has_a_digest_of_all_that_counts)
{
    static const struct feed_pattern patterns[] = {
        {FEED_SUMMARY, "(?<name>.+)"},
    };
    static const struct service others[] = {{.name = "Cleaning"}};
    static const struct site sites[] = {{.name = "Lilas"}};
    static const struct provider providers[] = {{.name = "Bo"}};
    struct feed feed = {.name = "f", .ignore = "a"};
    const struct feed same = {
        .name = "another", .ignore = "a", .source = "x", .refresh = {1}};
    struct office office = office_with_cleaning();
    const char *seen[12];
    size_t count = 0;

    seen[count++] = digest(&office, &feed);
    CHECK_UINT(strlen(seen[0]), 32);
    CHECK_STR(digest(&office, &same), seen[0]);
    seen[count++] = digest(&office, NULL);
    feed.match = "a";
    seen[count++] = digest(&office, &feed);
    feed.ignore = NULL;
    seen[count++] = digest(&office, &feed);
    feed.patterns = patterns;
    feed.pattern_count = 1;
    seen[count++] = digest(&office, &feed);
    feed.service = "Cleaning";
    seen[count++] = digest(&office, &feed);
    office.country = "DE";
    seen[count++] = digest(&office, &feed);
    office.services = others;
    seen[count++] = digest(&office, &feed);
    office.sites = sites;
    office.site_count = 1;
    seen[count++] = digest(&office, &feed);
    office.providers = providers;
    office.provider_count = 1;
    seen[count++] = digest(&office, &feed);
    office.phone = "+33 1 99 00 12 34";
    seen[count++] = digest(&office, &feed);
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++)
            CHECK(strcmp(seen[i], seen[j]) != 0);
    }
    arena_free(&arena);
}
