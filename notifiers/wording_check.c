#include "notifiers/wording_check.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/locale.h"
#include "base/template.h"
#include "base/utf8.h"
#include "notifiers/sms_text.h"
#include "notifiers/wording_cache.h"
#include "notifiers/wording_sample.h"
#include "notifiers/wording_values.h"
#include "notifiers/wording_words.h"

#define TAG_BYTES_MAX  64
#define TAG_DEPTH_MAX  8
#define TEXT_BYTES_MAX (64UL * 1024)

/* Monday 2026-09-14: the same samples whenever somebody looks. */
#define SAMPLE_NOW     INT64_C(1789376400)

/* From here on scripts have nothing like a Latin alphabet to fall back to. */
#define CJK_FIRST      0x2e80

/* "{{#customer.name}}" taken apart. */
struct tag {
    char kind; /* '#', '^', '/', '!' or 'v' for a value */
    char name[TAG_BYTES_MAX];
};

struct check {
    const struct office *office;
    const struct text *text;
    struct arena *arena;
    struct wording_cache *cache;
    struct wording_report *report;
    struct error *err;
    /* Sections we are inside of. */
    size_t depth;
    enum wording_value open[TAG_DEPTH_MAX];
};

static void warn(const struct check *check, const char *warning)
{
    struct wording_report *report = check->report;

    if (report->warning_count < WORDING_WARNINGS_MAX)
        report->warnings[report->warning_count++] = warning;
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
    case VALUE_START_SHORT:
    case VALUE_START_TIME:
    case VALUE_START_WEEKDAY:
    case VALUE_WAS_DATE:
    case VALUE_WAS_SHORT:
    case VALUE_WAS_TIME:
    case VALUE_WAS_WEEKDAY:
    case VALUE_VISITS:
        return true;
    case VALUE_CUSTOMER_NAME:
    case VALUE_CUSTOMER_SHORT:
    case VALUE_OFFICE_PHONE:
    case VALUE_OFFICE_ADDRESS:
    case VALUE_SERVICE:
    case VALUE_PROVIDER:
    case VALUE_SITE:
    case VALUE_PREPARE:
    case VALUE_SEVERAL:
    case VALUE_FIRST:
    case VALUE_ANSWERS:
    case VALUE_MORE:
        return false;
    }
    return false;
}

static bool is_of_a_move(enum wording_value value)
{
    return value >= VALUE_WAS_DATE && value <= VALUE_WAS_WEEKDAY;
}

static bool is_inside(const struct check *check, enum wording_value value)
{
    for (size_t i = 0; i < check->depth; i++) {
        if (check->open[i] == value)
            return true;
    }
    return false;
}

static bool check_value(const struct check *check, enum wording_value value)
{
    const struct office *office = check->office;
    const char *name = wording_value_name(value);

    if (wording_value_is_section(value))
        return error_set(check->err, ERROR_USAGE,
                         "{{%s}} is a condition: write {{#%s}}…{{/%s}}", name,
                         name, name);
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

/* What has no place in this text at all. */
static bool check_place(const struct check *check, enum wording_value value)
{
    const char *name = wording_value_name(value);

    if (check->text->channel == CHANNEL_SMS && value == VALUE_SERVICE)
        return error_set(check->err, ERROR_USAGE,
                         "{{%s}} in an SMS tells the treatment", name);
    if (is_of_a_move(value) && check->text->kind != MESSAGE_MOVED)
        return error_set(check->err, ERROR_USAGE,
                         "{{%s}} is empty: only a text of the kind 'moved' "
                         "has a time before",
                         name);
    if (value == VALUE_MORE && !is_inside(check, VALUE_VISITS))
        return error_set(check->err, ERROR_USAGE,
                         "{{#more}} belongs into {{#visits}}");
    if (value == VALUE_VISITS && is_inside(check, VALUE_VISITS))
        return error_set(check->err, ERROR_USAGE,
                         "{{#visits}} inside {{#visits}}");
    return true;
}

/* A section or a value; its name is known. */
static bool check_tag(struct check *check, const struct tag *tag,
                      enum wording_value value)
{
    if (tag->kind == '/') {
        check->depth -= check->depth > 0;
        return true;
    }
    if (!check_place(check, value))
        return false;
    if (tag->kind == 'v')
        return check_value(check, value);
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

/* The office with this text and no other. */
static struct office office_with(const struct check *check,
                                 const struct text *text)
{
    struct office office = *check->office;

    office.texts = text;
    office.text_count = 1;
    return office;
}

static bool say(const struct check *check, const struct text *text,
                enum wording_sample_kind kind, struct message *out)
{
    struct office office = office_with(check, text);
    struct wording_request request = {
        .office = &office,
        .kind = text->kind,
        .rule = text->rule,
        .channel = text->channel,
        .now = {SAMPLE_NOW},
        .cache = check->cache,
    };
    struct wording_sample *sample =
        arena_new(check->arena, struct wording_sample);

    wording_sample_fill(kind, text->language, check->arena, sample, &request);
    return wording_message(&request, check->arena, out, check->err);
}

/* The template itself: sections closed, nothing that is not allowed. */
static bool check_form(const struct check *check, const char *source)
{
    struct wording_sample *sample =
        arena_new(check->arena, struct wording_sample);
    struct wording_request request = {
        .office = check->office,
        .kind = check->text->kind,
        .channel = check->text->channel,
        .now = {SAMPLE_NOW},
        .cache = check->cache,
    };
    struct wording_values values;
    struct template_view view;
    struct buf out;
    bool ok;

    wording_sample_fill(SAMPLE_USUAL, check->text->language, check->arena,
                        sample, &request);
    wording_values_init(&request, check->text->language, "", check->arena,
                        &values);
    view = wording_values_view(&values);
    buf_init(&out, TEXT_BYTES_MAX);
    ok = template_render_view(source, &view, escape_none, &out, check->err);
    buf_finish(&out);
    return ok;
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

static bool check_words(const struct check *check)
{
    const char *word;
    struct buf words;

    buf_init(&words, TEXT_BYTES_MAX);
    put_words(check->text->body, &words);
    word = wording_words_tell(check->office, buf_str(&words), check->arena);
    buf_finish(&words);
    if (word != NULL)
        return error_set(check->err, ERROR_USAGE,
                         "'%s' in an SMS tells the treatment", word);
    return true;
}

static bool is_cjk(const char *letter)
{
    struct str text = str_of(letter);
    uint32_t point = 0;

    return utf8_next(&text, &point) && point >= CJK_FIRST;
}

static const char *in_hex(const char *letter, struct arena *arena)
{
    struct str text = str_of(letter);
    uint32_t point = 0;

    (void)utf8_next(&text, &point);
    return arena_printf(arena, "U+%04X", (unsigned)point);
}

/* With plainer letters, when that brings all of it into the SMS alphabet. */
static const char *rewrite_of(const struct check *check)
{
    struct text plainer = *check->text;
    struct error unused;
    struct check trial = *check;
    struct message message;

    trial.err = &unused;
    plainer.body = locale_latin(plainer.body, sms_text_alphabet(check->arena),
                                check->arena);
    if (strcmp(plainer.body, check->text->body) == 0 ||
        !say(&trial, &plainer, SAMPLE_USUAL, &message) ||
        !sms_text_size(message.text).is_gsm)
        return NULL;
    return plainer.body;
}

/* A letter that the text itself has not comes with a value. */
static const char *origin_of(const struct check *check, const char *letter)
{
    if (strstr(check->text->body, letter) != NULL)
        return "";
    return strstr(str_or_empty(check->office->name), letter) != NULL
               ? " in the office's name"
               : " in a value";
}

/* Chinese has no cheaper letters: there only the parts count. */
static void check_letters(const struct check *check, const char *said)
{
    struct wording_report *report = check->report;
    const char *stranger = sms_text_stranger(said, check->arena);

    report->stranger = stranger;
    if (stranger == NULL || is_cjk(stranger))
        return;
    report->rewrite = rewrite_of(check);
    warn(check,
         arena_printf(check->arena,
                      "'%s' (%s)%s is outside the SMS alphabet: 70 instead "
                      "of 160 letters fit into a part, it takes %d%s",
                      stranger, in_hex(stranger, check->arena),
                      origin_of(check, stranger), report->usual.parts,
                      report->rewrite == NULL
                          ? ""
                          : "; 'kept text check' shows it in cheaper letters"));
}

static void check_parts(const struct check *check)
{
    const struct wording_size *usual = &check->report->usual;

    if (usual->parts > 1 && (usual->is_gsm || is_cjk(check->report->stranger)))
        warn(check,
             arena_printf(check->arena,
                          "it takes %d SMS parts (%zu of %d letters)",
                          usual->parts, usual->units,
                          usual->is_gsm ? SMS_LETTERS_GSM : SMS_LETTERS_UCS2));
}

/* Whoever answers one of these never hears from the office again. */
static void check_answers(const struct check *check, const char *said)
{
    static const char *const exits[] = {"CANCEL", "END", "QUIT", "YES"};

    for (size_t i = 0; i < ARRAY_LEN(exits); i++) {
        const char *at = strstr(said, exits[i]);
        size_t len = strlen(exits[i]);

        if (at != NULL && (at == said || !isalpha((unsigned char)at[-1])) &&
            !isalpha((unsigned char)at[len]))
            warn(check,
                 arena_printf(check->arena,
                              "the answer %s is a command at many gateways, "
                              "and may end all messages; ask for 1 or 2",
                              exits[i]));
    }
}

static struct wording_size size_of(const struct message *message)
{
    struct sms_size size = sms_text_size(message->text);

    return (struct wording_size){
        .parts = size.parts,
        .units = size.units,
        .is_gsm = size.is_gsm,
    };
}

/* What the other samples take; they say no more than the usual one. */
static bool measure(const struct check *check)
{
    struct wording_report *report = check->report;
    struct message message;

    if (!say(check, check->text, SAMPLE_LONGEST, &message))
        return false;
    report->longest = size_of(&message);
    if (!say(check, check->text, SAMPLE_HOUSEHOLD, &message))
        return false;
    report->household = size_of(&message);
    return true;
}

static bool check_said(const struct check *check)
{
    struct wording_report *report = check->report;
    struct message message;

    if (!say(check, check->text, SAMPLE_USUAL, &message))
        return false;
    report->sample = message.text;
    report->sample_subject = message.subject;
    if (check->text->channel != CHANNEL_SMS)
        return true;
    if (!check_words(check) || !measure(check))
        return false;
    report->usual = size_of(&message);
    check_letters(check, message.text);
    check_parts(check);
    check_answers(check, message.text);
    return true;
}

static bool check_all(struct check *check)
{
    const struct text *text = check->text;

    if (str_is_empty(text->body))
        return error_set(check->err, ERROR_USAGE, "the text is empty");
    if (!check_tags(check, text->body) || !check_form(check, text->body))
        return false;
    if (text->channel == CHANNEL_MAIL && text->subject != NULL &&
        (!check_tags(check, text->subject) ||
         !check_form(check, text->subject)))
        return error_wrap(check->err, "subject");
    return check_said(check);
}

bool wording_check(const struct office *office, const struct text *text,
                   struct arena *arena, struct wording_report *out,
                   struct error *err)
{
    struct wording_cache cache;
    struct check check = {
        .office = office,
        .text = text,
        .arena = arena,
        .cache = &cache,
        .report = out,
        .err = err,
    };
    bool ok;

    *out = (struct wording_report){0};
    wording_cache_init(&cache);
    ok = check_all(&check);
    wording_cache_finish(&cache);
    return ok;
}
