#include "app/office.h"
#include "base/buf.h"
#include "tests/test.h"

/* A file with one mistake, and what is said of it. */
struct mistake {
    const char *yaml;
    const char *text;
};

static void check_mistake(const struct mistake *mistake)
{
    struct arena arena = {0};
    struct office_file file = {.yaml = str_of(mistake->yaml), .name = "o"};
    struct office office;
    struct error err = {.text = "nothing was wrong"};

    if (office_read(&file, &arena, &office, &err))
        FAIL(mistake->yaml);
    CHECK_STR(err.text, mistake->text);
    CHECK_INT(err.kind, ERROR_USAGE);
    arena_free(&arena);
}

#define CHECK_MISTAKES(table)                     \
    for (size_t i = 0; i < ARRAY_LEN(table); i++) \
    check_mistake(&(table)[i])

TEST(office, names_the_line_of_an_unknown_key)
{
    static const struct mistake mistakes[] = {
        {"ofice: {}\n", "o:1:1: unknown key 'ofice'"},
        {"office:\n  name: a\n  zone: UTC\n  colour: red\n",
         "o:4:3: office: unknown key 'colour'"},
        {"# one\nrules:\n- name: a\n  before: 1d\n  chanels: [sms]\n",
         "o:5:3: rules[1]: unknown key 'chanels'"},
        {"window:\n- monday: []\n  site: a\n",
         "o:3:3: window[1]: unknown key 'site'"},
        {"hours:\n- {monday: [], munday: []}\n",
         "o:2:16: hours[1]: unknown key 'munday'"},
        {"services:\n- {name: a}\n- {name: b, cost: \"1\"}\n",
         "o:3:13: services[2]: unknown key 'cost'"},
        {"office: {name: a, <<: b}\n", "o:1:19: office: unknown key '<<'"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, says_where_the_yaml_breaks)
{
    static const struct mistake mistakes[] = {
        {"hello\n",
         "o:1:1: not a settings file: it must consist of keys and values"},
        {"- a\n",
         "o:1:1: not a settings file: it must consist of keys and values"},
        {"rules: [a\n", "o:2:1: did not find expected ',' or ']'"},
        {"office:\n\tname: a\n",
         "o:2:1: found character that cannot start any token"},
        {"office: {name: a, name: b}\n", "o:1:19: key 'name' is given twice"},
        {"rules: []\nsites: []\nrules: []\n",
         "o:3:1: key 'rules' is given twice"},
        {"office: &a {name: b}\n",
         "o:1:9: anchors and aliases are not allowed"},
        {"office: *a\n", "o:1:9: anchors and aliases are not allowed"},
        {"holidays: !!binary aGk=\n", "o:1:11: tags are not allowed"},
        {"sites: []\n---\nsites: []\n",
         "o:2:1: a second document is not allowed"},
        {"? [a]\n: b\n", "o:1:3: a key must be a single word"},
        {"holidays: \"a\\0b\"\n", "o:1:11: control characters are not allowed"},
        {"a: [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]\n", "o:1:15: nested too deep"},
        {"\xff\xfeo\0f\0", "o: byte 0: invalid leading UTF-8 octet"},
        {"holidays: \xff\n", "o: byte 10: invalid leading UTF-8 octet"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, says_what_form_a_value_must_have)
{
    static const struct mistake mistakes[] = {
        {"rules: {name: a}\n", "o:1:8: rules: must be a list: [a, b]"},
        {"rules:\n", "o:1:7: rules: must be a list: [a, b]"},
        {"rules: [a]\n", "o:1:9: rules[1]: must have keys: {a: b}"},
        {"office: []\n", "o:1:9: office: must have keys: {a: b}"},
        {"office:\n  name: [a]\n",
         "o:2:9: office.name: must be a single value"},
        {"rules:\n- {name: a, before: 1d, channels: sms}\n",
         "o:2:35: rules[1].channels: must be a list: [a, b]"},
        {"rules:\n- {name: a, before: 1d, channels: [sms, mail, sms]}\n",
         "o:2:35: rules[1].channels: has more than 2 entries"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, says_what_is_wrong_with_the_office)
{
    static const struct mistake mistakes[] = {
        {"office: {name: a}\n", "o:1:9: office.zone: is missing"},
        {"office: {zone: UTC}\n", "o:1:9: office.name: is missing"},
        {"office: {name: \" \", zone: UTC}\n",
         "o:1:16: office.name: must not be empty"},
        {"office:\n  name: a\n  zone: Europe/Pariss\n",
         "o:3:9: office.zone: 'Europe/Pariss' is no time zone; they are "
         "called like Europe/Paris"},
        {"office: {name: a, zone: UTC, country: XX}\n",
         "o:1:39: office.country: 'XX' is no country; they are called like "
         "FR"},
        {"office: {name: a, zone: UTC, currency: euro}\n",
         "o:1:40: office.currency: 'euro' is no currency; they are called "
         "like EUR"},
        {"office: {name: a, zone: UTC, language: francais}\n",
         "o:1:40: office.language: 'francais' is no language; they are "
         "called like fr or pt-BR"},
        {"office: {name: a, zone: UTC, short_notice: 1 day}\n",
         "o:1:44: office.short_notice: '1 day' is not a duration such as "
         "90m, 24h or 3d"},
        {"office: {name: a, zone: UTC, short_notice: 31d}\n",
         "o:1:44: office.short_notice: '31d' is too long"},
        {"office: {name: a, zone: UTC, phone: \"1\\n2\"}\n",
         "o:1:37: office.phone: must be one line"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, says_what_is_wrong_with_days_and_hours)
{
    static const struct mistake mistakes[] = {
        {"hours:\n- monday: [\"08:30\"]\n",
         "o:2:12: hours[1].monday[1]: '08:30' is not a span of hours such as "
         "\"08:30-12:30\""},
        {"hours:\n- monday: [\"12:30-08:30\"]\n",
         "o:2:12: hours[1].monday[1]: '12:30-08:30' is not a span of hours "
         "such as \"08:30-12:30\""},
        {"hours:\n- monday: [\"08:00-12:00\", \"11:59-14:00\"]\n",
         "o:2:27: hours[1].monday[2]: '11:59-14:00' overlaps another span of "
         "the day"},
        {"hours:\n- monday: [\"09:00-12:00\", \"08:00-09:01\"]\n",
         "o:2:27: hours[1].monday[2]: '08:00-09:01' overlaps another span of "
         "the day"},
        {"hours:\n- {site: Lilas}\n",
         "o:2:10: hours[1].site: 'Lilas' is none of the sites"},
        {"hours:\n- monday: []\n- tuesday: []\n",
         "o:3:3: hours[2]: hours of the same site are given twice"},
        {"window:\n- {monday: [\"09:00-20:00\"]}\n"
         "- {monday: [\"10:00-11:00\"]}\n",
         "o:3:12: window[2].monday: is given twice"},
        {"window:\n- {monday: []}\n",
         "o:2:1: window: no message could ever leave"},
        {"closed: [2026-12-25, 2026-02-30]\n",
         "o:1:22: closed[2]: '2026-02-30' is neither a date such as "
         "2026-12-25 nor days such as 2026-08-01..2026-08-21"},
        {"closed: [2026-08-21..2026-08-01]\n",
         "o:1:10: closed[1]: '2026-08-21..2026-08-01' is neither a date such "
         "as 2026-12-25 nor days such as 2026-08-01..2026-08-21"},
        {"closed: [2026-08-01..3026-08-01]\n",
         "o:1:10: closed[1]: '2026-08-01..3026-08-01' is neither a date such "
         "as 2026-12-25 nor days such as 2026-08-01..2026-08-21"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, says_how_a_calendar_server_is_named)
{
    static const struct mistake mistakes[] = {
        {"feeds: [{name: a, source: b, kind: dav}]\n",
         "o:1:36: feeds[1].kind: 'dav' is neither file nor caldav"},
        {"feeds: [{name: a, source: b, login: c}]\n",
         "o:1:9: feeds[1]: login and secret_file (where its password is) go "
         "together"},
        {"feeds: [{name: a, source: b, login: c, secret_file: d, "
         "bearer_file: e}]\n",
         "o:1:69: feeds[1].bearer_file: a token or a login, not both"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, says_what_is_wrong_with_services_and_people)
{
    static const struct mistake mistakes[] = {
        {"sites: [{name: a}, {name: a}]\n",
         "o:1:27: sites[2].name: 'a' is given twice"},
        {"sites: [{name: a, zone: Mars}]\n",
         "o:1:25: sites[1].zone: 'Mars' is no time zone; they are called like "
         "Europe/Paris"},
        {"services: [{price: \"1\"}]\n",
         "o:1:12: services[1].name: is missing"},
        {"services: [{name: a, price: \"9O.00\"}]\n",
         "o:1:29: services[1].price: '9O.00' is not an amount such as "
         "\"90.00\""},
        {"services: [{name: a, price: \"-1\"}]\n",
         "o:1:29: services[1].price: '-1' is not an amount such as "
         "\"90.00\""},
        {"services: [{name: a, duration: 3x}]\n",
         "o:1:32: services[1].duration: '3x' is not a duration such as 90m, "
         "24h or 3d"},
        {"services: [{name: a, duration: 0m}]\n",
         "o:1:32: services[1].duration: '0m' is too short"},
        {"providers: [{name: a, site: b}]\n",
         "o:1:29: providers[1].site: 'b' is none of the sites"},
        {"feeds: [{name: a}]\n", "o:1:9: feeds[1].source: is missing"},
        {"feeds: [{name: a, source: b, provider: c}]\n",
         "o:1:40: feeds[1].provider: 'c' is none of the providers"},
        {"feeds: [{name: a, source: b, service: c}]\n",
         "o:1:39: feeds[1].service: 'c' is none of the services"},
        {"feeds: [{name: a, source: b, refresh: 30s}]\n",
         "o:1:39: feeds[1].refresh: '30s' is too short"},
        {"feeds: [{name: a, source: b, allow_local: on}]\n",
         "o:1:43: feeds[1].allow_local: 'on' is neither yes nor no"},
        {"feeds:\n- name: a\n  source: b\n  patterns:\n"
         "  - {text: title, pattern: \"(?<name>.+)\"}\n",
         "o:5:12: feeds[1].patterns[1].text: 'title' is none of summary, "
         "description, location"},
        {"feeds: [{name: a, source: b, patterns: [{text: summary}]}]\n",
         "o:1:41: feeds[1].patterns[1].pattern: is missing"},
        {"feeds:\n- name: a\n  source: b\n  patterns:\n"
         "  - {pattern: \"(?<name>.+)\"}\n"
         "  - {pattern: \"(?<nom>.+)\"}\n",
         "o:6:15: feeds[1].patterns[2].pattern: its group 'nom' is none of "
         "name, service, staff, phone, mail, price, location, notes, id"},
        {"feeds: [{name: a, source: b, patterns: [{pattern: \".+\"}]}]\n",
         "o:1:51: feeds[1].patterns[1].pattern: it has no named group; write "
         "(?<name>…), with one of name, service, staff, phone, mail, price, "
         "location, notes, id"},
        {"feeds: [{name: a, source: b, patterns: [{pattern: \"(?<name>\"}]}]\n",
         "o:1:51: feeds[1].patterns[1].pattern: pattern '(?<name>': missing "
         "closing parenthesis at 8"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, says_what_is_wrong_with_limits)
{
    static const struct mistake mistakes[] = {
        {"feeds: [{name: a, source: b, limits: {size: 12}}]\n",
         "o:1:45: feeds[1].limits.size: '12' is not a size from 64K to 1G"},
        {"feeds: [{name: a, source: b, limits: {memory: 17G}}]\n",
         "o:1:47: feeds[1].limits.memory: '17G' is not a size from 128M to "
         "16G"},
        {"feeds: [{name: a, source: b, limits: {size: 9999999999999K}}]\n",
         "o:1:45: feeds[1].limits.size: '9999999999999K' is not a size from "
         "64K to 1G"},
        {"feeds: [{name: a, source: b, limits: {events: -1}}]\n",
         "o:1:47: feeds[1].limits.events: '-1' is not a number from 100 to "
         "5000000"},
        {"feeds: [{name: a, source: b, limits: {cpu: 1h}}]\n",
         "o:1:44: feeds[1].limits.cpu: '1h' is too long"},
        {"feeds: [{name: a, source: b, limits: {redirects: 0}}]\n",
         "o:1:50: feeds[1].limits.redirects: '0' is not a number from 1 to "
         "20"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, says_what_is_wrong_with_a_pattern)
{
    struct arena arena = {0};
    struct office_file file = {
        .yaml = STR("services:\n- name: a\n  match: \"a(b\"\n"), .name = "o"};
    struct office office;
    struct error err;

    CHECK(!office_read(&file, &arena, &office, &err));
    CHECK_CONTAINS(err.text, "o:3:10: services[1].match: 'a(b': ");
    arena_free(&arena);
}

TEST(office, says_what_is_wrong_with_rules_and_texts)
{
    static const struct mistake mistakes[] = {
        {"rules:\n- {name: a, before: tomorrow, channels: [sms]}\n",
         "o:2:21: rules[1].before: 'tomorrow' is not a time before a visit "
         "such as 24h, 1d, 3 open days or 1d at 18:00"},
        {"rules:\n- {name: a, before: 1d at 25:00, channels: [sms]}\n",
         "o:2:21: rules[1].before: '1d at 25:00' is not a time before a visit "
         "such as 24h, 1d, 3 open days or 1d at 18:00"},
        {"rules:\n- {name: a, before: 1d at 24:00, channels: [sms]}\n",
         "o:2:21: rules[1].before: '1d at 24:00' is not a time before a visit "
         "such as 24h, 1d, 3 open days or 1d at 18:00"},
        {"rules:\n- {name: a, before: 0 open days, channels: [sms]}\n",
         "o:2:21: rules[1].before: '0 open days' is not a time before a visit "
         "such as 24h, 1d, 3 open days or 1d at 18:00"},
        {"rules:\n- {name: a, channels: [sms]}\n",
         "o:2:3: rules[1].before: is missing"},
        {"rules:\n- {name: a, before: 1d}\n",
         "o:2:3: rules[1].channels: is missing: [sms], [mail] or both"},
        {"rules:\n- {name: a, before: 1d, channels: [fax]}\n",
         "o:2:36: rules[1].channels[1]: 'fax' is no channel: sms or mail"},
        {"rules:\n- {name: a, before: 1d, channels: [sms, sms]}\n",
         "o:2:41: rules[1].channels[2]: 'sms' is given twice"},
        {"rules:\n- {name: a, before: 1d, channels: [sms], late: now}\n",
         "o:2:48: rules[1].late: 'now' is none of send, skip, merge"},
        {"rules:\n- {name: a, before: 1d, channels: [sms], only: old}\n",
         "o:2:48: rules[1].only: 'old' is none of new, known, unconfirmed"},
        {"rules:\n- {name: a, before: 1d, channels: [sms]}\n"
         "- {name: a, before: 2d, channels: [sms]}\n",
         "o:3:10: rules[2].name: 'a' is given twice"},
        {"texts:\n- {rule: a, language: fr, channel: sms, body: b}\n",
         "o:2:10: texts[1].rule: 'a' is none of the rules"},
        {"texts:\n- {channel: sms, body: b}\n",
         "o:2:3: texts[1]: language is missing"},
        {"texts:\n- {language: fr, body: b}\n",
         "o:2:3: texts[1]: channel is missing"},
        {"texts:\n- {language: fr, channel: sms}\n",
         "o:2:3: texts[1].body: is missing"},
        {"texts:\n- {language: fr, channel: sms, subject: a, body: b}\n",
         "o:2:41: texts[1].subject: only a mail has a subject"},
        {"texts:\n- {language: fr, channel: sms, body: b}\n"
         "- {language: fr, channel: sms, body: c}\n",
         "o:3:3: texts[2]: a text for the same kind, rule, language and channel is "
         "given twice"},
        {"texts:\n- {kind: late, language: fr, channel: sms, body: b}\n",
         "o:2:10: texts[1].kind: 'late' is none of reminder, moved, cancelled, "
         "missed"},
        {"rules:\n- {name: a, before: 1d, channels: [sms]}\ntexts:\n"
         "- {rule: a, kind: moved, language: fr, channel: sms, body: b}\n",
         "o:4:10: texts[1].rule: only a reminder's text belongs to a rule"},
        {"texts:\n- {kind: moved, language: fr, channel: sms, body: b}\n"
         "- {kind: cancelled, language: fr, channel: sms, body: b}\n"
         "- {kind: moved, language: fr, channel: sms, body: b}\n",
         "o:4:3: texts[3]: a text for the same kind, rule, language and "
         "channel is given twice"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, says_what_is_wrong_with_scopes_notices_and_limits)
{
    static const struct mistake mistakes[] = {
        {"rules:\n- {name: moved, before: 1d, channels: [sms]}\n",
         "o:2:10: rules[1].name: 'moved' is the name of a notice; see "
         "'notices'"},
        {"rules:\n- {name: a, before: 1d, after: 1d, channels: [sms]}\n",
         "o:2:32: rules[1].after: a rule speaks before a visit or after a "
         "missed one, not both"},
        {"rules:\n- {name: a, before: 1d, channels: [sms], services: [b]}\n",
         "o:2:53: rules[1].services[1]: 'b' is none of the services"},
        {"rules:\n- {name: a, before: 1d, channels: [sms], fallback: 2h}\n",
         "o:2:52: rules[1].fallback: needs a second channel to fall back to"},
        {"rules:\n- {name: a, before: 1d, channels: [sms, mail], "
         "fallback: 5m}\n",
         "o:2:58: rules[1].fallback: '5m' is too short"},
        {"rules:\n- {name: a, before: 1d, channels: [sms], "
         "household: alone}\n",
         "o:2:53: rules[1].household: 'alone' is neither merge nor apart"},
        {"notices: {moved: [fax]}\n",
         "o:1:19: notices.moved[1]: 'fax' is no channel: sms or mail"},
        {"notices: {grace: 2d}\n", "o:1:18: notices.grace: '2d' is too long"},
        {"limits: {per_day: many}\n",
         "o:1:19: limits.per_day: 'many' is not a number from 0 to 100"},
        {"limits: {spend_per_day: lots}\n",
         "o:1:25: limits.spend_per_day: 'lots' is not an amount such as "
         "\"90.00\""},
        {"sites:\n- {name: a, closed: [soon]}\n",
         "o:2:22: sites[1].closed[1]: 'soon' is neither a date such as "
         "2026-12-25 nor days such as 2026-08-01..2026-08-21"},
    };

    CHECK_MISTAKES(mistakes);
}

TEST(office, keeps_the_secrets_of_a_feed_out_of_its_messages)
{
    struct arena arena = {0};
    struct office_file file = {
        .yaml = STR("feeds:\n- {name: a, source: \"https://h/s3cret\\nx\"}\n"),
        .name = "o",
    };
    struct office office;
    struct error err;

    CHECK(!office_read(&file, &arena, &office, &err));
    CHECK_STR(err.text, "o:2:21: feeds[1].source: must be one line");
    arena_free(&arena);
}

TEST(office, has_limits)
{
    struct arena arena = {0};
    struct office_file file = {.name = "o"};
    char *large = arena_alloc(&arena, OFFICE_BYTES_MAX + 2);
    struct office office;
    struct error err;

    memset(large, '#', OFFICE_BYTES_MAX + 1);
    file.yaml = (struct str){large, OFFICE_BYTES_MAX + 1};
    CHECK(!office_read(&file, &arena, &office, &err));
    CHECK_STR(err.text, "o: 1048577 bytes, at most 1048576");
    file.yaml.len = OFFICE_BYTES_MAX;
    CHECK(office_read(&file, &arena, &office, &err));
    arena_free(&arena);
}

TEST(office, limits_the_keys_of_a_map_and_the_length_of_a_line)
{
    struct arena arena = {0};
    char *name = arena_alloc(&arena, 302);
    struct mistake keys = {"", "o:1002:3: too many keys"};
    struct mistake line = {"", "o:1:16: office.name: longer than 300 bytes"};
    struct buf yaml;

    buf_init(&yaml, OFFICE_BYTES_MAX);
    (void)buf_add_text(&yaml, "office:\n");
    for (int i = 0; i <= 1000; i++)
        (void)buf_printf(&yaml, "  k%d: a\n", i);
    keys.yaml = buf_text(&yaml);
    check_mistake(&keys);
    buf_finish(&yaml);
    memset(name, 'a', 301);
    line.yaml = arena_printf(&arena, "office: {name: %s, zone: UTC}\n", name);
    check_mistake(&line);
    arena_free(&arena);
}

TEST(office, refuses_more_rules_than_an_appointment_can_hold)
{
    static const char yaml[] = "rules:\n"
                               "- {name: a, before: 1d, channels: [sms]}\n"
                               "- {name: b, before: 1d, channels: [sms]}\n"
                               "- {name: c, before: 1d, channels: [sms]}\n"
                               "- {name: d, before: 1d, channels: [sms]}\n"
                               "- {name: e, before: 1d, channels: [sms]}\n"
                               "- {name: f, before: 1d, channels: [sms]}\n"
                               "- {name: g, before: 1d, channels: [sms]}\n"
                               "- {name: h, before: 1d, channels: [sms]}\n"
                               "- {name: i, before: 1d, channels: [sms]}\n";
    struct mistake mistake = {yaml, "o:2:1: rules: has more than 8 entries"};

    check_mistake(&mistake);
}
