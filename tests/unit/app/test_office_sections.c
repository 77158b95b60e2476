#include <stdio.h>

#include "app/office.h"
#include "base/buf.h"
#include "tests/test.h"

static void split(struct arena *arena, const char *yaml,
                  struct office_sections *out)
{
    struct office_file file = {.yaml = str_of(yaml), .name = "o"};
    struct error err;

    if (!office_split(&file, arena, out, &err))
        FAIL(err.text);
}

/* Splitting, joining and splitting again: the same to the byte. */
static void check_fixed_point(const char *yaml)
{
    struct arena arena = {0};
    struct office_sections once, twice;
    char *joined;

    split(&arena, yaml, &once);
    joined = office_join(&once, &arena);
    split(&arena, joined, &twice);
    CHECK_UINT(twice.count, once.count);
    for (size_t i = 0; i < once.count; i++) {
        CHECK_STR(twice.items[i].name, once.items[i].name);
        CHECK_STR(twice.items[i].body, once.items[i].body);
    }
    CHECK_STR(office_join(&twice, &arena), joined);
    arena_free(&arena);
}

TEST(office_sections, come_back_the_same_however_they_were_written)
{
    static const char *const cases[] = {
        "office: {name: a, zone: UTC}\n",
        "office: {}\nrules: []\nsites: []\n",
        "office: {name: 'NO', zone: \"true\", country: 1e5, phone: 0x12}\n",
        "holidays: FILE.ics\n",
        "holidays: file\n",
        "closed: [2026-12-25, 2026-08-01..2026-08-21]\n",
        "texts:\n- {body: \"one\\ntwo\\n\"}\n- {body: \"one\\n\\n two\"}\n"
        "- {body: \"\\n one\"}\n- {body: \"one \\ntwo\"}\n- {body: \"\\ta\"}\n"
        "- {body: \"one\\n\\n\"}\n- {body: \"# one\\n# two\"}\n"
        "- {body: \"{{start.date}}: \\\"x\\\" \\\\ 'y'\"}\n",
        "services:\n- {name: \"Détartrage\", match: \"a: b #c\", \n"
        "   prepare: \"Venez à l'heure.\\nMerci !\\n\"}\n",
        "services: [{name: \"\\u00e9\\u2028\\u0085\\ufeff\\U0001f600\"}]\n",
        "texts:\n- {body: \"a\\nb\\u0085c\"}\n- {body: \"a\\nb\\u2028\"}\n",
        "hours:\n- {site: a, monday: [\"08:30-12:30\", \"14:00-18:30\"]}\n"
        "- {tuesday: []}\n",
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        check_fixed_point(cases[i]);
}

TEST(office_sections, are_written_as_a_person_would)
{
    struct arena arena = {0};
    struct office_sections sections;

    split(&arena,
          "rules:\n- {name: one-day, before: 3 open days, channels: [sms, "
          "mail]}\noffice: {name: Cabinet des Lilas, country: 'NO', phone: "
          "'+33 1 99 00 12 34'}\nservices: [{name: Détartrage, price: "
          "\"90.00\", prepare: \"à l'heure\\net à jeun\"}]\nclosed: "
          "[2026-12-25]\n",
          &sections);
    CHECK_STR(office_join(&sections, &arena), "office:\n"
                                              "  name: Cabinet des Lilas\n"
                                              "  country: \"NO\"\n"
                                              "  phone: \"+33 1 99 00 12 34\"\n"
                                              "closed:\n"
                                              "- 2026-12-25\n"
                                              "services:\n"
                                              "- name: \"Détartrage\"\n"
                                              "  price: \"90.00\"\n"
                                              "  prepare: |-\n"
                                              "    à l'heure\n"
                                              "    et à jeun\n"
                                              "rules:\n"
                                              "- name: one-day\n"
                                              "  before: 3 open days\n"
                                              "  channels: [sms, mail]\n");
    arena_free(&arena);
}

TEST(office_sections, keep_long_lines_whole)
{
    struct arena arena = {0};
    struct office_sections sections;

    split(
        &arena,
        "texts:\n- body: \"il était une fois un cabinet, et ce cabinet était "
        "ouvert tous les jours de l'année, sauf ceux où il ne l'était pas\"\n",
        &sections);
    CHECK_STR(sections.items[0].body,
              "- body: \"il était une fois un cabinet, et ce cabinet était "
              "ouvert tous les jours de l'année, sauf ceux où il ne l'était "
              "pas\"\n");
    arena_free(&arena);
}

TEST(office_sections, keep_their_order_when_one_is_set)
{
    struct office_sections sections = {0};
    struct error err;

    CHECK(office_section_set(&sections, "texts", "[]\n", &err));
    CHECK(office_section_set(&sections, "office", "name: a\n", &err));
    CHECK(office_section_set(&sections, "feeds", "[]\n", &err));
    CHECK(office_section_set(&sections, "feeds", "- name: b\n", &err));
    CHECK_UINT(sections.count, 3);
    CHECK_STR(sections.items[0].name, "office");
    CHECK_STR(sections.items[1].name, "feeds");
    CHECK_STR(sections.items[1].body, "- name: b\n");
    CHECK_STR(sections.items[2].name, "texts");
    CHECK(!office_section_set(&sections, "colours", "[]\n", &err));
    CHECK_INT(err.kind, ERROR_USAGE);
    CHECK_NULL(office_section(&sections, "rules"));
    CHECK_STR(office_section(&sections, "texts")->body, "[]\n");
}

static bool update(struct arena *arena, const char *known, const char *yaml,
                   struct office_update *out, struct error *err)
{
    struct office_sections sections;
    struct office_file file = {.yaml = str_of(yaml), .name = "new.yaml"};

    split(arena, known, &sections);
    return office_update(&sections, &file, arena, out, err);
}

static const char known_office[] =
    "office: {name: Lilas, zone: Europe/Paris}\n"
    "services:\n- {name: Cleaning, price: \"90.50\"}\n- {name: Check}\n"
    "rules:\n- {name: one-day, before: 1d, channels: [sms]}\n";

static void check_changes(const char *yaml, const char *expected)
{
    struct arena arena = {0};
    struct office_update out;
    struct error err;
    char *lines = arena_strdup(&arena, "");

    if (!update(&arena, known_office, yaml, &out, &err))
        FAIL(err.text);
    for (size_t i = 0; i < out.changes.count; i++)
        lines = arena_printf(&arena, "%s%s\n", lines,
                             office_change_text(&out.changes.items[i], &arena));
    CHECK_STR(lines, expected);
    arena_free(&arena);
}

TEST(office_update, says_what_changes)
{
    check_changes("", "");
    check_changes(known_office, "");
    check_changes("services:\n- {name: Cleaning, price: \"95.00\"}\n"
                  "- {name: Crown}\n",
                  "services: Cleaning changed\nservices: Check removed\n"
                  "services: Crown added\n");
    check_changes("services:\n- {name: Check}\n"
                  "- {name: Cleaning, price: \"90.50\"}\n",
                  "services changed\n");
    check_changes("office: {name: Roses, zone: Europe/Paris, language: fr}\n",
                  "office: name changed\noffice: language added\n");
    check_changes("services: []\n",
                  "services: Cleaning removed\nservices: Check removed\n");
    check_changes("sites: []\nholidays: x.ics\nclosed: [2026-12-25]\n"
                  "window:\n- {monday: [\"09:00-10:00\"]}\n",
                  "sites added\nclosed: 2026-12-25 added\nholidays added\n"
                  "window added\n");
    check_changes("texts:\n- {rule: one-day, language: fr, channel: sms, "
                  "body: a}\n- {language: en, channel: mail, body: a}\n",
                  "texts: one-day fr sms added\ntexts:  en mail added\n");
}

TEST(office_update, leaves_absent_sections_and_replaces_present_ones)
{
    struct arena arena = {0};
    struct office_update out;
    struct error err;

    CHECK(update(&arena, known_office, "services: [{name: Crown}]\n", &out,
                 &err));
    CHECK_STR(out.office.name, "Lilas");
    CHECK_UINT(out.office.service_count, 1);
    CHECK_STR(out.office.services[0].name, "Crown");
    CHECK_STR(out.office.rules[0].name, "one-day");
    CHECK_UINT(out.sections.count, 3);
    arena_free(&arena);
}

TEST(office_update, lets_a_file_refer_to_what_is_known)
{
    struct arena arena = {0};
    struct office_update out;
    struct error err;

    CHECK(update(&arena, known_office,
                 "texts:\n- {rule: one-day, language: fr, channel: sms, body: "
                 "a}\n",
                 &out, &err));
    CHECK_UINT(out.office.text_count, 1);
    arena_free(&arena);
}

TEST(office_update, names_the_line_of_the_file_it_was_given)
{
    static const struct {
        const char *yaml;
        const char *text;
    } cases[] = {
        {"\n\ntexts:\n- {rule: two-days, language: fr, channel: sms, body: a}"
         "\n",
         "new.yaml:4:10: texts[1].rule: 'two-days' is none of the rules"},
        {"\nservices: [{nam: a}]\n",
         "new.yaml:2:13: services[1]: unknown key 'nam'"},
        {"\nservices: [{name: a, price: x}]\n",
         "new.yaml:2:29: services[1].price: 'x' is not an amount such as "
         "\"90.00\""},
        {"office: {name: a, zone: UTC, currency: JPY}\n",
         "office in the database:7:10: services[1].price: '90.50' is not an "
         "amount such as \"90.00\""},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena arena = {0};
        struct office_update out;
        struct error err;

        CHECK(!update(&arena, known_office, cases[i].yaml, &out, &err));
        CHECK_STR(err.text, cases[i].text);
        arena_free(&arena);
    }
}

TEST(office_load, reads_what_the_database_holds)
{
    struct arena arena = {0};
    struct office_sections sections;
    struct office office;
    struct error err;

    split(&arena, known_office, &sections);
    CHECK(office_load(&sections, &arena, &office, &err));
    CHECK_STR(office.name, "Lilas");
    CHECK(office_section_set(&sections, "rules", "nonsense: [\n", &err));
    CHECK(!office_load(&sections, &arena, &office, &err));
    CHECK_CONTAINS(err.text, "office in the database:");
    arena_free(&arena);
}
