#include <stdio.h>
#include <stdlib.h>

#include "app/office.h"
#include "base/buf.h"
#include "tests/test.h"

/* What a test reads: the arena lives as long as the test. */
struct scene {
    struct arena arena;
    struct office office;
    struct error err;
};

static bool read_yaml(struct scene *scene, const char *yaml)
{
    struct office_file file = {.yaml = str_of(yaml), .name = "office.yaml"};

    return office_read(&file, &scene->arena, &scene->office, &scene->err);
}

static void read_good(struct scene *scene, const char *yaml)
{
    *scene = (struct scene){0};
    if (!read_yaml(scene, yaml))
        FAIL(scene->err.text);
}

/* The text of a file beside the tests. */
static char *file_text(struct arena *arena, const char *path)
{
    char chunk[4096];
    struct buf text;
    char *copy;
    FILE *file = fopen(path, "rb");
    size_t len;

    if (file == NULL)
        FAIL(path);
    buf_init(&text, OFFICE_BYTES_MAX);
    while ((len = fread(chunk, 1, sizeof(chunk), file)) > 0)
        (void)buf_add(&text, chunk, len);
    (void)fclose(file);
    copy = arena_strdup(arena, buf_text(&text));
    buf_finish(&text);
    return copy;
}

#define EXAMPLE TEST_FIXTURES_DIR "/../../docs/examples/office.yaml"

TEST(office, reads_the_example_of_the_manual)
{
    struct scene scene = {0};
    const struct office *office = &scene.office;

    if (!read_yaml(&scene, file_text(&scene.arena, EXAMPLE)))
        FAIL(scene.err.text);
    CHECK_STR(office->name, "Cabinet des Lilas");
    CHECK_STR(office->zone.name, "Europe/Paris");
    CHECK_STR(office->country, "FR");
    CHECK_STR(office->phone, "+33 1 99 00 12 34");
    CHECK_INT(office->short_notice.s, DAY_S);
    CHECK_UINT(office->site_count, 2);
    CHECK_STR(office->sites[1].zone.name, "Europe/Paris");
    CHECK_UINT(office->closed.count, 3);
    CHECK_UINT(office->service_count, 2);
    CHECK_INT(office->services[0].price_minor, 9000);
    CHECK_INT(office->services[0].avoidable_minor, 500);
    CHECK_INT(office->services[0].duration.s, 2400);
    CHECK_STR(office->services[0].match, "détartrage|cleaning");
    CHECK_INT(office->providers[0].hourly_minor, 7200);
    CHECK_STR(office->providers[0].site, "Lilas");
    CHECK_UINT(office->providers[1].closed.count, 1);
    CHECK_STR(office->feeds[0].provider, "Dr Martin");
    CHECK_INT(office->feeds[0].refresh.s, 900);
    CHECK_STR(office->feeds[1].match, "^RDV");
    CHECK_UINT(office->feeds[1].pattern_count, 2);
    CHECK_INT(office->feeds[1].patterns[1].text, FEED_DESCRIPTION);
    CHECK_STR(office->feeds[1].patterns[1].pattern,
              "Tél\\. (?<phone>[+0-9 ]+)");
    CHECK_UINT(office->feeds[0].limits.bytes, 0);
    CHECK_UINT(office->feeds[1].limits.bytes, 128UL << 20);
    CHECK_UINT(office->feeds[1].limits.events, 500000);
    CHECK_UINT(office->feeds[1].limits.series, 2000);
    CHECK_UINT(office->feeds[1].limits.visits, 1000000);
    CHECK(office->feeds[2].is_caldav && !office->feeds[1].is_caldav);
    CHECK_STR(office->feeds[2].login, "martin");
    CHECK_STR(office->feeds[2].secret_file, "room-2.secret");
    CHECK_NULL(office->feeds[2].bearer_file);
    CHECK_INT(office->feeds[1].limits.cpu_s, 60);
    CHECK_UINT(office->feeds[1].limits.memory_bytes, 1UL << 30);
    CHECK_INT(office->feeds[1].limits.redirects, 3);
    CHECK_UINT(office->rule_count, 5);
    CHECK_INT(office->rules[3].fallback.s, 4 * HOUR_S);
    CHECK_STR(office->rules[3].services.items[0], "Contrôle");
    CHECK_STR(office->rules[3].providers.items[0], "Dr Petit");
    CHECK_UINT(office->rules[3].sites.count, 0);
    CHECK_INT(office->rules[4].kind, MESSAGE_MISSED);
    CHECK_INT(office->rules[4].at_minute, 600);
    CHECK_UINT(office->moved.channel_count, 2);
    CHECK_INT(office->grace.s, 300);
    CHECK_INT(office->limits.spend_minor, 2000);
    CHECK_UINT(office->text_count, 2);
    CHECK_INT(office->texts[0].kind, MESSAGE_REMINDER);
    CHECK_INT(office->texts[1].kind, MESSAGE_MOVED);
    arena_free(&scene.arena);
}

TEST(office, opens_and_closes_as_the_file_says)
{
    struct scene scene = {0};
    struct day_spans spans;

    if (!read_yaml(&scene, file_text(&scene.arena, EXAMPLE)))
        FAIL(scene.err.text);
    spans = office_open_spans(&scene.office, "Lilas", "",
                              (struct civil_date){2026, 11, 24});
    CHECK_UINT(spans.count, 2);
    CHECK_INT(spans.span[0].from, 510);
    CHECK_INT(spans.span[1].until, 1110);
    CHECK_UINT(office_open_spans(&scene.office, "Lilas", "",
                                 (struct civil_date){2026, 8, 10})
                   .count,
               0);
    CHECK_UINT(office_open_spans(&scene.office, "Gare", "",
                                 (struct civil_date){2026, 11, 28})
                   .count,
               1);
    CHECK_UINT(office_open_spans(&scene.office, "Gare", "",
                                 (struct civil_date){2026, 11, 25})
                   .count,
               0);
    CHECK_UINT(office_open_spans(&scene.office, "Lilas", "",
                                 (struct civil_date){2026, 11, 25})
                   .count,
               1);
    CHECK_UINT(office_open_spans(&scene.office, "Gare", "Dr Petit",
                                 (struct civil_date){2026, 11, 3})
                   .count,
               0);
    CHECK_UINT(scene.office.window.day[SUNDAY].count, 0);
    CHECK_INT(scene.office.window.day[SATURDAY].span[0].from, 600);
    arena_free(&scene.arena);
}

TEST(office, needs_nothing)
{
    static const char *const empty[] = {"", "\n", "# nothing yet\n", "---\n",
                                        "{}\n"};

    for (size_t i = 0; i < ARRAY_LEN(empty); i++) {
        struct scene scene;

        read_good(&scene, empty[i]);
        CHECK_STR(scene.office.zone.name, "UTC");
        CHECK_UINT(scene.office.rule_count, 2);
        CHECK_STR(scene.office.rules[0].name, "three-days");
        CHECK_INT(scene.office.rules[0].unit, RULE_OPEN_DAYS);
        CHECK_INT(scene.office.rules[1].late, RULE_LATE_SEND);
        CHECK_INT(scene.office.window.day[SUNDAY].span[0].until, 20 * 60);
        arena_free(&scene.arena);
    }
}

TEST(office, takes_no_rules_for_an_answer)
{
    struct scene scene;

    read_good(&scene, "rules: []\nwindow: []\n");
    CHECK_UINT(scene.office.rule_count, 0);
    CHECK_INT(scene.office.window.day[SUNDAY].span[0].until, 20 * 60);
    arena_free(&scene.arena);
}

TEST(office, takes_norway_for_a_country_and_no_for_no_site)
{
    struct scene scene;

    read_good(&scene, "office: {name: NO, zone: Europe/Oslo, country: NO, "
                      "currency: NOK, language: nb}\n"
                      "sites:\n- name: NO\n- name: \"null\"\n- name: ~\n");
    CHECK_STR(scene.office.country, "NO");
    CHECK_STR(scene.office.name, "NO");
    CHECK_STR(scene.office.sites[0].name, "NO");
    CHECK_STR(scene.office.sites[2].name, "~");
    arena_free(&scene.arena);
}

TEST(office, reads_every_way_to_say_how_long_before)
{
    static const struct {
        const char *text;
        enum rule_unit unit;
        int64_t count;
        int at_minute;
    } cases[] = {
        {"24h", RULE_ELAPSED, 86400, -1},
        {"90m", RULE_ELAPSED, 5400, -1},
        {"1d 12h", RULE_ELAPSED, 129600, -1},
        {"1d", RULE_DAYS, 1, -1},
        {"1w", RULE_DAYS, 7, -1},
        {"2 days", RULE_DAYS, 2, -1},
        {"1 day", RULE_DAYS, 1, -1},
        {"3 open days", RULE_OPEN_DAYS, 3, -1},
        {"1 open day", RULE_OPEN_DAYS, 1, -1},
        {"1d at 18:00", RULE_DAYS, 1, 1080},
        {"3 open days at 09:30", RULE_OPEN_DAYS, 3, 570},
        {"24h at 00:00", RULE_ELAPSED, 86400, 0},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene scene = {0};
        char *yaml = arena_printf(&scene.arena,
                                  "rules: [{name: a, before: %s, "
                                  "channels: [mail]}]\n",
                                  cases[i].text);

        CHECK(read_yaml(&scene, yaml));
        CHECK_INT(scene.office.rules[0].unit, cases[i].unit);
        CHECK_INT(scene.office.rules[0].count, cases[i].count);
        CHECK_INT(scene.office.rules[0].at_minute, cases[i].at_minute);
        CHECK_INT(scene.office.rules[0].channels[0], CHANNEL_MAIL);
        CHECK_INT(scene.office.rules[0].late, RULE_LATE_SEND);
        arena_free(&scene.arena);
    }
}

TEST(office, reads_only_as_a_word_or_a_list)
{
    struct scene scene;

    read_good(&scene,
              "rules:\n"
              "- {name: a, before: 1d, channels: [sms], only: new}\n"
              "- {name: b, before: 2d, channels: [sms],\n"
              "   only: [new, unconfirmed]}\n"
              "- {only: unconfirmed, channels: [sms], before: 3d, name: c}\n");
    CHECK(scene.office.rules[0].only_new);
    CHECK(!scene.office.rules[0].only_unconfirmed);
    CHECK(scene.office.rules[1].only_new);
    CHECK(scene.office.rules[1].only_unconfirmed);
    CHECK(!scene.office.rules[2].only_new);
    CHECK(scene.office.rules[2].only_unconfirmed);
    arena_free(&scene.arena);
}

TEST(office, puts_the_spans_of_a_day_in_their_order)
{
    struct scene scene;
    const struct day_spans *day;

    read_good(&scene, "hours:\n- monday: [\"14:00-18:00\", \"08:00-12:00\", "
                      "\"12:00-13:00\"]\n");
    day = &scene.office.hours[0].week.day[MONDAY];
    CHECK_UINT(day->count, 3);
    CHECK_INT(day->span[0].from, 480);
    CHECK_INT(day->span[1].from, 720);
    CHECK_INT(day->span[2].from, 840);
    arena_free(&scene.arena);
}

TEST(office, takes_money_in_the_currency_of_the_office)
{
    struct scene scene;

    read_good(&scene, "services: [{name: a, price: \"1500\"}]\n"
                      "office: {name: a, zone: Asia/Tokyo, currency: JPY}\n");
    CHECK_INT(scene.office.services[0].price_minor, 1500);
    arena_free(&scene.arena);
}

static bool no_umlauts(const struct office *office, const struct text *text,
                       struct error *err)
{
    CHECK_STR(office->name, "a");
    if (strstr(text->body, "{{oops}}") == NULL)
        return true;
    return error_set(err, ERROR_USAGE, "there is no {{oops}}");
}

TEST(office, has_its_texts_checked_by_those_who_know)
{
    struct scene scene = {0};
    struct office_file file = {
        .yaml = STR("office: {name: a, zone: UTC}\n"
                    "texts:\n"
                    "- {language: fr, channel: sms, body: \"oui\"}\n"
                    "- {language: en, channel: sms, body: \"{{oops}}\"}\n"),
        .name = "o.yaml",
        .text_check = no_umlauts,
    };

    CHECK(!office_read(&file, &scene.arena, &scene.office, &scene.err));
    CHECK_STR(scene.err.text,
              "o.yaml:4:38: texts[2].body: there is no {{oops}}");
    arena_free(&scene.arena);
}
