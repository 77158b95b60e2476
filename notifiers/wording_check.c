/* wording_check.c - a text that is wrong is found when it is saved */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/pattern.h"
#include "base/template.h"
#include "notifiers/sms_text.h"
#include "notifiers/texts.h"
#include "notifiers/wording.h"
#include "notifiers/wording_values.h"

#define TAG_BYTES_MAX     64
#define TAG_DEPTH_MAX     8
#define TEXT_BYTES_MAX    (64UL * 1024)
#define PATTERN_BYTES_MAX 1024

/* "{{#customer.name}}" taken apart. */
struct tag {
    char kind; /* '#', '^', '/', '!' or 'v' for a value */
    char name[TAG_BYTES_MAX];
};

struct check {
    const struct office *office;
    const struct text *text;
    struct arena *arena;
    const char *warning; /* the first, or NULL */
    struct error *err;
    /* Sections we are inside of. */
    size_t depth;
    enum wording_value open[TAG_DEPTH_MAX];
};

static void warn(struct check *check, const char *warning)
{
    if (check->warning == NULL)
        check->warning = warning;
}

/* Takes the next tag off `rest`; false when there is none. */
static bool next_tag(const char **rest, struct tag *out)
{
    const char *start = strstr(*rest, "{{");
    const char *end = start == NULL ? NULL : strstr(start, "}}");
    size_t len;

    if (end == NULL)
        return false;
    *rest = end + 2;
    start += 2;
    out->kind = 'v';
    if (strchr("#^/!", *start) != NULL)
        out->kind = *start++;
    while (start < end && isspace((unsigned char)*start))
        start++;
    while (end > start && isspace((unsigned char)end[-1]))
        end--;
    len = (size_t)(end - start);
    if (len >= sizeof(out->name))
        len = sizeof(out->name) - 1;
    memcpy(out->name, start, len);
    out->name[len] = '\0';
    return true;
}

static bool unknown(const struct check *check, const char *name)
{
    struct buf known;

    buf_init(&known, ERROR_TEXT_MAX / 2);
    for (int i = 0; i < WORDING_VALUE_COUNT; i++)
        (void)buf_printf(&known, "%s%s", i == 0 ? "" : ", ",
                         wording_value_name((enum wording_value)i));
    (void)error_set(check->err, ERROR_USAGE,
                    "unknown placeholder {{%s}}; there are %s", name,
                    buf_text(&known));
    buf_finish(&known);
    return false;
}

/* What an office always has, and what a visit may lack. */
static bool is_always_there(enum wording_value value)
{
    switch (value) {
    case VALUE_OFFICE_NAME:
    case VALUE_START_DATE:
    case VALUE_START_TIME:
    case VALUE_START_WEEKDAY:
        return true;
    case VALUE_CUSTOMER_NAME:
    case VALUE_OFFICE_PHONE:
    case VALUE_OFFICE_ADDRESS:
    case VALUE_SERVICE:
    case VALUE_PROVIDER:
    case VALUE_SITE:
    case VALUE_PREPARE:
    case VALUE_SEVERAL:
        return false;
    }
    return false;
}

static bool is_inside(const struct check *check, enum wording_value value)
{
    for (size_t i = 0; i < check->depth; i++) {
        if (check->open[i] == value)
            return true;
    }
    return false;
}

static bool check_value(struct check *check, enum wording_value value)
{
    const struct office *office = check->office;
    const char *name = wording_value_name(value);

    if (is_always_there(value) || is_inside(check, value))
        return true;
    if ((value == VALUE_OFFICE_PHONE && str_is_empty(office->phone)) ||
        (value == VALUE_OFFICE_ADDRESS && str_is_empty(office->address)))
        return error_set(check->err, ERROR_USAGE,
                         "{{%s}} is empty: the office has none", name);
    if (value != VALUE_OFFICE_PHONE && value != VALUE_OFFICE_ADDRESS)
        warn(check, arena_printf(check->arena,
                                 "{{%s}} may be empty; write "
                                 "{{#%s}}…{{%s}}…{{/%s}} around it",
                                 name, name, name, name));
    return true;
}

/* A section or a value; its name is known. */
static bool check_tag(struct check *check, const struct tag *tag,
                      enum wording_value value)
{
    if (check->text->channel == CHANNEL_SMS &&
        (value == VALUE_SERVICE || value == VALUE_PREPARE))
        return error_set(check->err, ERROR_USAGE,
                         "{{%s}} in an SMS tells the treatment", tag->name);
    if (tag->kind == 'v')
        return check_value(check, value);
    if (tag->kind == '/') {
        check->depth -= check->depth > 0;
        return true;
    }
    if (check->depth == TAG_DEPTH_MAX)
        return error_set(check->err, ERROR_USAGE, "sections more than %d deep",
                         TAG_DEPTH_MAX);
    /* Inside {{^name}} the value is certainly empty. */
    check->open[check->depth++] = tag->kind == '#' ? value : VALUE_OFFICE_NAME;
    return true;
}

static bool check_tags(struct check *check, const char *source)
{
    const char *rest = source;
    enum wording_value value;
    struct tag tag;

    check->depth = 0;
    while (next_tag(&rest, &tag)) {
        if (tag.kind == '!')
            continue;
        if (!wording_value_find(tag.name, &value))
            return unknown(check, tag.name);
        if (!check_tag(check, &tag, value))
            return false;
    }
    return true;
}

/* Typical values; long ones, so that lengths are honest. */
static void sample_values(const struct office *office,
                          struct wording_values *out)
{
    *out = (struct wording_values){
        .text =
            {
                [VALUE_CUSTOMER_NAME] = "Alexandra Martin",
                [VALUE_OFFICE_NAME] = str_or_empty(office->name),
                [VALUE_OFFICE_PHONE] = str_or_empty(office->phone),
                [VALUE_OFFICE_ADDRESS] = str_or_empty(office->address),
                [VALUE_START_DATE] = "Wednesday, September 23",
                [VALUE_START_TIME] = "10:30 AM",
                [VALUE_START_WEEKDAY] = "Wednesday",
                [VALUE_SERVICE] = "Service",
                [VALUE_PROVIDER] = "Dr Martin",
                [VALUE_SITE] =
                    office->site_count > 0 ? office->sites[0].name : "",
                [VALUE_PREPARE] = "Prepare",
                [VALUE_SEVERAL] = "",
            },
    };
}

/* The template itself: sections closed, nothing that is not allowed. */
static bool check_render(struct check *check, const char *source,
                         struct buf *out)
{
    struct wording_values values;

    sample_values(check->office, &values);
    return template_render(source, wording_values_get, &values, escape_none,
                           out, check->err);
}

/* `word` as a pattern that means just itself, in any number. */
static void put_literal(struct str word, struct buf *out)
{
    (void)buf_add_text(out, "(?<![\\p{L}\\p{N}])");
    for (size_t i = 0; i < word.len; i++) {
        unsigned char c = (unsigned char)word.at[i];

        if (c < 0x80 && !isalnum(c))
            (void)buf_add_char(out, '\\');
        (void)buf_add_char(out, (char)c);
    }
    (void)buf_add_text(out, "s?(?![\\p{L}\\p{N}])");
}

static bool has_word(struct str words, struct str word)
{
    struct pattern *pattern;
    struct error ignored;
    struct buf source;
    bool found;

    if (word.len == 0)
        return false;
    buf_init(&source, PATTERN_BYTES_MAX);
    put_literal(word, &source);
    /* A name that makes no pattern is no word anybody writes. */
    found =
        !source.full && pattern_create(buf_text(&source), &pattern, &ignored);
    buf_finish(&source);
    if (!found)
        return false;
    found = pattern_occurs(pattern, words);
    pattern_destroy(pattern);
    return found;
}

/* Whether a service's name is a word for any visit: it tells nothing. */
static bool is_neutral(const char *name, struct arena *arena)
{
    const char *language;
    struct str line;

    for (size_t i = 0; (language = texts_language_at(i, arena)) != NULL; i++) {
        struct str rest = str_of(texts_find(language, "neutral", arena));

        while (texts_line(&rest, &line)) {
            if (line.len == strlen(name) &&
                strncasecmp(line.at, name, line.len) == 0)
                return true;
        }
    }
    return false;
}

static bool check_services(const struct check *check, struct str words)
{
    const struct office *office = check->office;

    for (size_t i = 0; i < office->service_count; i++) {
        const char *name = office->services[i].name;

        if (has_word(words, str_of(name)) && !is_neutral(name, check->arena))
            return error_set(check->err, ERROR_USAGE,
                             "'%s' in an SMS tells the treatment", name);
    }
    return true;
}

/* All languages: a French text of an English office is no less telling. */
static bool check_treatments(const struct check *check, struct str words)
{
    const char *language;
    struct str word;

    for (size_t i = 0; (language = texts_language_at(i, check->arena)) != NULL;
         i++) {
        struct str rest =
            str_of(texts_find(language, "treatments", check->arena));

        while (texts_line(&rest, &word)) {
            if (has_word(words, word))
                return error_set(check->err, ERROR_USAGE,
                                 "'%.*s' in an SMS tells the treatment",
                                 (int)word.len, word.at);
        }
    }
    return true;
}

/* The text between the tags: what the office itself has written. */
static void put_words(const char *source, struct buf *out)
{
    const char *start;

    while ((start = strstr(source, "{{")) != NULL) {
        const char *end = strstr(start, "}}");

        (void)buf_add(out, source, (size_t)(start - source));
        (void)buf_add_char(out, ' ');
        if (end == NULL)
            return;
        source = end + 2;
    }
    (void)buf_add_text(out, source);
}

static void check_cost(struct check *check, const char *rendered)
{
    struct sms_size size;
    struct buf plain;

    buf_init(&plain, TEXT_BYTES_MAX);
    sms_text_plain(str_of(rendered), &plain);
    size = sms_text_size(buf_text(&plain));
    if (!size.is_gsm)
        warn(check, arena_printf(check->arena,
                                 "it has letters outside the SMS alphabet: "
                                 "70 instead of 160 fit into a part, it "
                                 "takes %d",
                                 size.parts));
    else if (size.parts > 1)
        warn(check, arena_printf(check->arena,
                                 "it takes %d SMS parts (%zu of 160 letters)",
                                 size.parts, size.units));
    buf_finish(&plain);
}

static bool check_sms(struct check *check, const char *rendered)
{
    struct buf words;
    bool ok;

    buf_init(&words, TEXT_BYTES_MAX);
    put_words(check->text->body, &words);
    ok = check_services(check, buf_str(&words)) &&
         check_treatments(check, buf_str(&words));
    buf_finish(&words);
    if (ok)
        check_cost(check, rendered);
    return ok;
}

static bool check_source(struct check *check, const char *source, bool is_body)
{
    struct buf rendered;
    bool ok;

    buf_init(&rendered, TEXT_BYTES_MAX);
    ok = check_tags(check, source) && check_render(check, source, &rendered);
    if (ok && is_body && check->text->channel == CHANNEL_SMS)
        ok = check_sms(check, buf_text(&rendered));
    buf_finish(&rendered);
    return ok;
}

bool wording_check(const struct office *office, const struct text *text,
                   struct arena *arena, const char **warning, struct error *err)
{
    struct check check = {
        .office = office,
        .text = text,
        .arena = arena,
        .err = err,
    };

    *warning = NULL;
    if (str_is_empty(text->body))
        return error_set(err, ERROR_USAGE, "the text is empty");
    if (!check_source(&check, text->body, true))
        return false;
    if (text->channel == CHANNEL_MAIL && text->subject != NULL &&
        !check_source(&check, text->subject, false))
        return error_wrap(err, "subject");
    *warning = check.warning;
    return true;
}
