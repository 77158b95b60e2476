#include <stdlib.h>

#include "app/office_reader.h"
#include "base/duration.h"
#include "scheduler/policy.h"

/* A year: people forget, calendars change. */
#define RULE_DAYS_MAX   366

/* The longest text of `before` we can make sense of. */
#define BEFORE_TEXT_MAX 64

/* A text of the office; our own are tenths of it. */
#define TEXT_BODY_MAX   20000

/* Whether `text` is a whole number followed by one of two words. */
static bool parse_count(const char *text, const char *one, const char *many,
                        int64_t *out)
{
    size_t digits = strspn(text, "0123456789");
    const char *word = text + digits;

    word += strspn(word, " ");
    if (digits == 0 || digits > 4 ||
        (strcmp(word, one) != 0 && strcmp(word, many) != 0))
        return false;
    *out = strtol(text, NULL, 10);
    return true;
}

/* "3 open days", "1d", "24h"; days alone are days of the calendar. */
static bool parse_distance(const char *text, struct rule *out)
{
    struct span span;
    struct error unused;

    out->unit = RULE_OPEN_DAYS;
    if (parse_count(text, "open day", "open days", &out->count))
        return out->count >= 1 && out->count <= RULE_DAYS_MAX;
    out->unit = RULE_DAYS;
    if (parse_count(text, "day", "days", &out->count))
        return out->count >= 1 && out->count <= RULE_DAYS_MAX;
    if (!duration_parse(text, &span, &unused) || span.s < MINUTE_S ||
        span.s > RULE_DAYS_MAX * DAY_S)
        return false;
    if (strpbrk(text, "hms") == NULL) {
        out->count = span.s / DAY_S;
        return true;
    }
    out->unit = RULE_ELAPSED;
    out->count = span.s;
    return true;
}

/* The same with " at 18:00" after it. */
static bool parse_distance_at(const char *text, struct rule *out)
{
    const char *at = strstr(text, " at ");
    size_t len = at == NULL ? strlen(text) : (size_t)(at - text);
    char distance[BEFORE_TEXT_MAX];
    struct error unused;

    out->at_minute = -1;
    if (len >= sizeof(distance))
        return false;
    memcpy(distance, text, len);
    distance[len] = '\0';
    if (!parse_distance(distance, out))
        return false;
    return at == NULL ||
           (civil_parse_minute(at + strlen(" at "), &out->at_minute, &unused) &&
            out->at_minute < 24 * 60);
}

/* `before` a visit, or `after` one that was missed. */
static bool read_time(const struct office_reader *reader, size_t i,
                      struct rule *out)
{
    const struct settings *settings = &reader->settings;
    const struct raw_rule *raw = &reader->raw->rules[i];
    bool is_after = raw->before == NULL && raw->after != NULL;
    const char *text = is_after ? raw->after : raw->before;
    char path[SETTING_PATH_MAX];

    if (raw->before != NULL && raw->after != NULL)
        return setting_fail(settings, setting_path(path, "rules", i, ".after"),
                            "a rule speaks before a visit or after a missed "
                            "one, not both");
    (void)setting_path(path, "rules", i, is_after ? ".after" : ".before");
    if (text == NULL)
        return setting_fail(settings, path, "is missing");
    if (!parse_distance_at(text, out))
        return setting_fail(settings, path,
                            "'%.60s' is not a time before a visit such as 24h, "
                            "1d, 3 open days or 1d at 18:00",
                            text);
    out->kind = is_after ? MESSAGE_MISSED : MESSAGE_REMINDER;
    return true;
}

bool office_read_channels(const struct office_reader *reader, const char *path,
                          struct raw_list list, bool may_be_none,
                          struct rule *out)
{
    char place[SETTING_PATH_MAX];

    out->channel_count = 0;
    if (list.count == 0 && !may_be_none)
        return setting_fail(&reader->settings, path,
                            "is missing: [sms], [mail] or both");
    for (size_t i = 0; i < list.count; i++) {
        enum channel *channel = &out->channels[out->channel_count];

        (void)setting_path(place, path, i, "");
        if (!channel_find(list.items[i], channel))
            return setting_fail(&reader->settings, place,
                                "'%.60s' is no channel: sms or mail",
                                list.items[i]);
        if (i > 0 && out->channels[0] == *channel)
            return setting_fail(&reader->settings, place,
                                "'%.60s' is given twice", list.items[i]);
        out->channel_count++;
    }
    return true;
}

static bool read_late(const struct office_reader *reader, const char *path,
                      const char *text, enum rule_late *out)
{
    static const struct {
        const char *name;
        enum rule_late late;
    } words[] = {
        {"send", RULE_LATE_SEND},
        {"skip", RULE_LATE_SKIP},
        {"merge", RULE_LATE_MERGE},
    };

    *out = RULE_LATE_SEND;
    if (text == NULL)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (strcmp(text, words[i].name) != 0)
            continue;
        *out = words[i].late;
        return true;
    }
    return setting_fail(&reader->settings, path,
                        "'%.60s' is none of send, skip, merge", text);
}

static bool take_only(const struct office_reader *reader, const char *path,
                      const struct tree_node *word, struct rule *out)
{
    if (strcmp(word->value, "new") == 0)
        out->only_new = true;
    else if (strcmp(word->value, "known") == 0)
        out->only_known = true;
    else if (strcmp(word->value, "unconfirmed") == 0)
        out->only_unconfirmed = true;
    else
        return setting_fail(&reader->settings, path,
                            "'%.60s' is none of new, known, unconfirmed",
                            word->value);
    return true;
}

/* A word, or a list of words. */
static bool read_only(const struct office_reader *reader, const char *path,
                      struct rule *out)
{
    const struct tree_node *only = setting_node(&reader->settings, path);

    if (only == NULL)
        return true;
    if (only->kind != TREE_LIST)
        return take_only(reader, path, only, out);
    for (const struct tree_node *word = only->first; word != NULL;
         word = word->next) {
        if (!take_only(reader, path, word, out))
            return false;
    }
    return true;
}

/* Notices have names, too. */
static bool read_rule_name(const struct office_reader *reader, size_t i,
                           struct rule *out)
{
    const char *name = reader->raw->rules[i].name;
    char path[SETTING_PATH_MAX];

    (void)setting_path(path, "rules", i, ".name");
    if (name != NULL && (strcmp(name, RULE_NAME_MOVED) == 0 ||
                         strcmp(name, RULE_NAME_CANCELLED) == 0))
        return setting_fail(&reader->settings, path,
                            "'%.60s' is the name of a notice; see 'notices'",
                            name);
    return office_read_name(reader, path, name,
                            name != NULL &&
                                office_rule(reader->out, name) != NULL,
                            &out->name);
}

static bool read_rule(const struct office_reader *reader, size_t i,
                      struct rule *out)
{
    const struct raw_rule *raw = &reader->raw->rules[i];
    const char *list = "rules";
    char path[SETTING_PATH_MAX];

    return read_rule_name(reader, i, out) && read_time(reader, i, out) &&
           office_read_channels(reader,
                                setting_path(path, list, i, ".channels"),
                                raw->channels, false, out) &&
           read_late(reader, setting_path(path, list, i, ".late"), raw->late,
                     &out->late) &&
           read_only(reader, setting_path(path, list, i, ".only"), out) &&
           office_read_scope(reader, i, out);
}

/* An absent section means our rules; an empty one means none. */
bool office_read_rules(const struct office_reader *reader)
{
    size_t count = reader->raw->rules_count;
    struct office *out = reader->out;
    struct rule *items;

    if (setting_node(&reader->settings, "rules") == NULL) {
        out->rules = policy_default_rules(&out->rule_count);
        return true;
    }
    items = arena_new_array(reader->settings.arena, count, struct rule);
    out->rules = items;
    for (size_t i = 0; i < count; i++) {
        if (!read_rule(reader, i, &items[i]))
            return false;
        out->rule_count++;
    }
    return true;
}

static bool is_second(const struct office *office, const struct text *text)
{
    for (size_t i = 0; i < office->text_count; i++) {
        const struct text *other = &office->texts[i];

        if (other->kind == text->kind && strcmp(other->rule, text->rule) == 0 &&
            strcmp(other->language, text->language) == 0 &&
            other->channel == text->channel)
            return true;
    }
    return false;
}

/* A notice speaks of a visit, not for a rule. */
static bool read_text_kind(const struct office_reader *reader, size_t i,
                           struct text *out)
{
    const struct settings *settings = &reader->settings;
    const char *kind = reader->raw->texts[i].kind;
    char path[SETTING_PATH_MAX];

    out->kind = MESSAGE_REMINDER;
    if (kind != NULL && !message_kind_find(kind, &out->kind))
        return setting_fail(settings, setting_path(path, "texts", i, ".kind"),
                            "'%.60s' is none of reminder, moved, cancelled, "
                            "missed",
                            kind);
    if (out->kind != MESSAGE_REMINDER && *out->rule != '\0')
        return setting_fail(settings, setting_path(path, "texts", i, ".rule"),
                            "only a reminder's text belongs to a rule");
    return true;
}

/* What the text is for. */
static bool read_text_key(const struct office_reader *reader, size_t i,
                          struct text *out)
{
    const struct settings *settings = &reader->settings;
    const struct raw_text *raw = &reader->raw->texts[i];
    char path[SETTING_PATH_MAX];

    out->rule = str_or_empty(raw->rule);
    if (*out->rule != '\0' && office_rule(reader->out, out->rule) == NULL)
        return setting_fail(settings, setting_path(path, "texts", i, ".rule"),
                            "'%.60s' is none of the rules", out->rule);
    if (!read_text_kind(reader, i, out))
        return false;
    if (raw->language == NULL || raw->channel == NULL)
        return setting_fail(settings, setting_path(path, "texts", i, ""),
                            "%s is missing",
                            raw->language == NULL ? "language" : "channel");
    if (!setting_language(settings, setting_path(path, "texts", i, ".language"),
                          raw->language, &out->language))
        return false;
    if (!channel_find(raw->channel, &out->channel))
        return setting_fail(settings,
                            setting_path(path, "texts", i, ".channel"),
                            "'%.60s' is no channel: sms or mail", raw->channel);
    if (is_second(reader->out, out))
        return setting_fail(settings, setting_path(path, "texts", i, ""),
                            "a text for the same kind, rule, language and "
                            "channel is given twice");
    return true;
}

static bool read_text(const struct office_reader *reader, size_t i,
                      struct text *out)
{
    const struct settings *settings = &reader->settings;
    const struct raw_text *raw = &reader->raw->texts[i];
    char path[SETTING_PATH_MAX];

    if (!read_text_key(reader, i, out) ||
        !setting_line_or_null(settings,
                              setting_path(path, "texts", i, ".subject"),
                              raw->subject, &out->subject))
        return false;
    if (out->subject != NULL && out->channel != CHANNEL_MAIL)
        return setting_fail(settings, path, "only a mail has a subject");
    (void)setting_path(path, "texts", i, ".body");
    if (str_is_empty(raw->body))
        return setting_fail(settings, path, "is missing");
    if (strlen(raw->body) > TEXT_BODY_MAX)
        return setting_fail(settings, path, "longer than %d bytes",
                            TEXT_BODY_MAX);
    out->body = raw->body;
    return true;
}

bool office_read_texts(const struct office_reader *reader)
{
    size_t count = reader->raw->texts_count;
    struct text *items =
        arena_new_array(reader->settings.arena, count, struct text);

    reader->out->texts = items;
    for (size_t i = 0; i < count; i++) {
        if (!read_text(reader, i, &items[i]))
            return false;
        reader->out->text_count++;
    }
    return true;
}
