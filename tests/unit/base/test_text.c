#include <string.h>

#include "base/escape.h"
#include "base/template.h"
#include "tests/test.h"

static const char *value(void *context, const char *name)
{
    (void)context;
    if (strcmp(name, "customer.name") == 0)
        return "<Ada> {{office.name}} \"&'";
    if (strcmp(name, "empty") == 0)
        return "";
    return strcmp(name, "time") == 0 ? "14:30" : NULL;
}

/* Renders `source` into a static-free buffer and compares. */
static void check_render(const char *source, escape_function *escape,
                         const char *expected)
{
    struct buf out;
    struct error err;

    buf_init(&out, 4096);
    CHECK(template_render(source, value, NULL, escape, &out, &err));
    CHECK_STR(buf_text(&out), expected);
    buf_finish(&out);
}

static void check_refused(const char *source, const char *part)
{
    struct buf out;
    struct error err;

    buf_init(&out, 4096);
    CHECK(!template_render(source, value, NULL, escape_none, &out, &err));
    CHECK_INT(err.kind, ERROR_USAGE);
    CHECK_CONTAINS(err.text, part);
    buf_finish(&out);
}

TEST(template, inserts_a_value_once_whatever_braces_it_has)
{
    check_render("Hi {{customer.name}}", escape_none,
                 "Hi <Ada> {{office.name}} \"&'");
}

TEST(template, escapes_for_where_the_text_goes)
{
    check_render("{{customer.name}}", escape_html,
                 "&lt;Ada&gt; {{office.name}} &quot;&amp;&#39;");
    check_render("{\"a\":\"{{customer.name}}\"}", escape_json,
                 "{\"a\":\"<Ada> {{office.name}} \\\"&'\"}");
    check_render("{{time}}", escape_percent, "14%3A30");
}

TEST(template, shows_sections_by_emptiness)
{
    check_render("a{{#empty}}b{{/empty}}{{^empty}}c{{/empty}}"
                 "{{#time}}d{{/time}}",
                 escape_none, "acd");
}

/* Two people, in a list; outside it, nobody is "who". */
struct people {
    size_t entered;
    size_t left;
    size_t index;
};

static const char *person(void *context, const char *name)
{
    const struct people *people = context;
    bool inside = people->entered > people->left;

    if (strcmp(name, "who") == 0)
        return !inside ? "" : people->index == 0 ? "Ada" : "{{Tom}}";
    return strcmp(name, "more") == 0 && inside && people->index == 0 ? "1" : "";
}

static size_t person_count(void *context, const char *name)
{
    (void)context;
    return strcmp(name, "people") == 0 ? 2 : 0;
}

static void person_enter(void *context, size_t index)
{
    struct people *people = context;

    people->entered++;
    people->index = index;
}

static void person_leave(void *context)
{
    ((struct people *)context)->left++;
}

TEST(template, shows_a_list_entry_by_entry)
{
    struct people people = {0};
    struct template_view view = {
        .get = person,
        .count = person_count,
        .enter = person_enter,
        .leave = person_leave,
        .context = &people,
    };
    struct buf out;
    struct error err;

    buf_init(&out, 200);
    CHECK(template_render_view("{{#people}}{{#who}}{{who}}{{/who}}"
                               "{{#more}}, {{/more}}{{/people}}{{who}}.",
                               &view, escape_none, &out, &err));
    CHECK_STR(buf_text(&out), "Ada, {{Tom}}.");
    CHECK_UINT(people.entered, 2);
    CHECK_UINT(people.left, 2);
    buf_clear(&out);
    CHECK(template_render_view("a{{^people}}nobody{{/people}}", &view,
                               escape_none, &out, &err));
    CHECK_STR(buf_text(&out), "a");
    buf_finish(&out);
}

TEST(template, refuses_unknown_names_and_powerful_tags)
{
    check_refused("{{nobody}}", "nobody");
    check_refused("{{#nobody}}x{{/nobody}}", "nobody");
    check_refused("{{#time}}", "time");
    check_refused("{{", "");
    check_refused("{{{time}}}", "{{{");
    check_refused("{{&time}}", "{{&");
    check_refused("{{>time}}", "{{>");
    check_refused("{{=<% %>=}}", "{{=");
}

TEST(template, stops_at_the_limit_of_its_buffer)
{
    struct buf out;
    struct error err;

    buf_init(&out, 8);
    CHECK(!template_render("0123456789", value, NULL, escape_none, &out, &err));
    buf_finish(&out);
}

TEST(escape, writes_control_characters_as_json_does)
{
    struct buf out;

    buf_init(&out, 100);
    escape_json(STR("a\n\t\x01\\"), &out);
    CHECK_STR(buf_text(&out), "a\\n\\t\\u0001\\\\");
    buf_finish(&out);
}
