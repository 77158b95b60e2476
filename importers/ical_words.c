#include "importers/ical_words.h"

#include <stdlib.h>
#include <strings.h>

#include <libical/ical.h>

#include "base/utf8.h"
#include "importers/clean.h"
#include "importers/ical_line.h"
#include "importers/limits.h"

/* Names longer than this are nobody's. */
#define NAME_BYTES_MAX 75

/* What one event is read with. */
struct words {
    struct ical_event *out;
    struct arena *arena;
    struct buf *scratch;
    size_t attendee_room;
    size_t category_room;
    size_t extra_room;
};

/*
 * What libical made of a text: without control characters, line breaks
 * excepted. It should be valid UTF-8, and is afterwards. NULL when nothing is
 * left.
 */
static const char *plain(struct words *words, struct str text)
{
    char *copy;
    size_t len = 0;

    if (!utf8_is_valid(text))
        return clean_text(text, words->arena);
    copy = arena_alloc(words->arena, text.len + 1);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if ((unsigned char)c >= 0x20 || c == '\n' || c == '\t')
            copy[len++] = c;
    }
    copy[len] = '\0';
    return len == 0 ? NULL : copy;
}

static bool has(struct str text, char c)
{
    return text.len > 0 && memchr(text.at, c, text.len) != NULL;
}

static const char *unescaped(struct words *words, struct str text)
{
    const char *out = NULL;
    icalvalue *value;

    buf_clear(words->scratch);
    ical_fit_text(text, words->scratch);
    value =
        icalvalue_new_from_string(ICAL_TEXT_VALUE, buf_text(words->scratch));
    if (value == NULL)
        return NULL;
    out = plain(words, str_of(icalvalue_get_text(value)));
    icalvalue_free(value);
    return out;
}

/* A value of at most `max` bytes; the scan has left nothing odd in it. */
static const char *text_of(struct words *words, struct str text, size_t max)
{
    text = ical_cut(text, max);
    if (has(text, '\\'))
        return unescaped(words, text);
    return text.len == 0 ? NULL
                         : arena_strndup(words->arena, text.at, text.len);
}

/* The same, where spaces around it mean nothing. */
static const char *word_of(struct words *words, const struct ical_line *line)
{
    return text_of(words, ical_trim(line->value), IMPORT_WORD_BYTES_MAX);
}

/* In capitals. */
static const char *upper(struct words *words, const char *text)
{
    char *copy = arena_strdup(words->arena, text);

    ical_upper(copy);
    return copy;
}

/* The mailbox in "mailto:ada@example.org"; NULL when it is none. */
static const char *mail_of(struct words *words, struct str address)
{
    struct str mail = ical_trim(address);

    if (mail.len > 7 && strncasecmp(mail.at, "mailto:", 7) == 0)
        mail = (struct str){mail.at + 7, mail.len - 7};
    return has(mail, '@') ? clean_line(mail, words->arena) : NULL;
}

/* A person's parameters and address, from us or from libical. */
struct card {
    struct str name, answer, role, kind, mail;
    struct str address;
};

static struct ical_person person_of(struct words *words,
                                    const struct card *card)
{
    struct arena *arena = words->arena;
    struct ical_person person = {
        .name = clean_line(ical_trim(card->name), arena),
        .mail = mail_of(words, card->address),
        .answer = upper(words, clean_line(ical_trim(card->answer), arena)),
        .role = upper(words, clean_line(ical_trim(card->role), arena)),
        .kind = upper(words, clean_line(ical_trim(card->kind), arena)),
    };

    if (person.mail == NULL)
        person.mail = mail_of(words, card->mail);
    return person;
}

static struct str param_of(const struct ical_line *line, const char *name)
{
    struct str param;

    if (!ical_param(line, name, &param) || has(param, '"'))
        return (struct str){0};
    return ical_cut(param, IMPORT_WORD_BYTES_MAX);
}

static struct ical_person plain_person(struct words *words,
                                       const struct ical_line *line)
{
    const struct card card = {
        .name = param_of(line, "CN"),
        .answer = param_of(line, "PARTSTAT"),
        .role = param_of(line, "ROLE"),
        .kind = param_of(line, "CUTYPE"),
        .mail = param_of(line, "EMAIL"),
        .address = ical_cut(ical_trim(line->value), IMPORT_WORD_BYTES_MAX),
    };

    return person_of(words, &card);
}

/* A copy of what libical allocated; empty for nothing. */
static struct str take(struct words *words, char *text)
{
    struct str copy = {0};

    if (text != NULL)
        copy = str_of(arena_strdup(words->arena, text));
    icalmemory_free_buffer(text);
    return copy;
}

static struct ical_person read_person(struct words *words,
                                      icalproperty *property)
{
    const struct card card = {
        .name =
            take(words, icalproperty_get_parameter_as_string_r(property, "CN")),
        .answer =
            take(words,
                 icalproperty_get_parameter_as_string_r(property, "PARTSTAT")),
        .role = take(words,
                     icalproperty_get_parameter_as_string_r(property, "ROLE")),
        .kind = take(words, icalproperty_get_parameter_as_string_r(property,
                                                                   "CUTYPE")),
        .mail = take(words,
                     icalproperty_get_parameter_as_string_r(property, "EMAIL")),
        .address = take(words, icalproperty_get_value_as_string_r(property)),
    };

    return person_of(words, &card);
}

/* One whose line has escapes in it. */
static struct ical_person escaped_person(struct words *words,
                                         const struct ical_line *line)
{
    struct ical_person person = {0};
    icalproperty *property = NULL;
    icalcomponent *event;

    buf_clear(words->scratch);
    ical_fit_person(line, words->scratch);
    event = icalparser_parse_string(buf_text(words->scratch));
    if (event != NULL)
        property =
            icalcomponent_get_first_property(event, ICAL_ATTENDEE_PROPERTY);
    if (property != NULL)
        person = read_person(words, property);
    if (event != NULL)
        icalcomponent_free(event);
    return person;
}

static struct ical_person person_in(struct words *words,
                                    const struct ical_line *line)
{
    bool is_plain = !has(line->params, '\\') && !has(line->params, '^') &&
                    !has(line->value, '\\');

    return is_plain ? plain_person(words, line) : escaped_person(words, line);
}

static void add_attendee(struct words *words, const struct ical_line *line)
{
    struct ical_event *out = words->out;

    if (out->attendee_count >= IMPORT_ATTENDEES_MAX)
        return;
    arena_reserve(words->arena, out->attendees, out->attendee_count,
                  words->attendee_room, struct ical_person);
    out->attendees[out->attendee_count++] = person_in(words, line);
}

static void set_organizer(struct words *words, const struct ical_line *line)
{
    if (words->out->organizer != NULL)
        return;
    words->out->organizer = arena_new(words->arena, struct ical_person);
    *words->out->organizer = person_in(words, line);
}

static void add_category(struct words *words, struct str item)
{
    struct ical_event *out = words->out;
    const char *text;

    if (ical_trim(item).len == 0 ||
        out->category_count >= IMPORT_CATEGORIES_MAX)
        return;
    text = text_of(words, item, IMPORT_WORD_BYTES_MAX);
    if (text == NULL)
        return;
    arena_reserve(words->arena, out->categories, out->category_count,
                  words->category_room, const char *);
    out->categories[out->category_count++] = text;
}

/* Each for itself: libical takes an escaped comma for a separator. */
static void add_categories(struct words *words, struct str list)
{
    size_t start = 0;

    for (size_t i = 0; i <= list.len; i++) {
        if (i + 1 < list.len && list.at[i] == '\\') {
            i++;
            continue;
        }
        if (i < list.len && list.at[i] != ',')
            continue;
        add_category(words, (struct str){list.at + start, i - start});
        start = i + 1;
    }
}

/* A name of letters, digits and hyphens, in capitals; NULL for another. */
static const char *name_of(struct words *words, struct str name)
{
    char *copy;

    if (name.len > NAME_BYTES_MAX)
        return NULL;
    copy = arena_strndup(words->arena, name.at, name.len);
    ical_upper(copy);
    return copy[strspn(copy, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")] == '\0'
               ? copy
               : NULL;
}

/* A property without a member of its own. */
static void add_extra(struct words *words, const struct ical_line *line)
{
    struct ical_event *out = words->out;
    const char *name;
    const char *value;

    if (out->extra_count >= IMPORT_EXTRAS_MAX)
        return;
    name = name_of(words, line->name);
    value = name == NULL ? NULL : word_of(words, line);
    if (value == NULL)
        return;
    arena_reserve(words->arena, out->extras, out->extra_count,
                  words->extra_room, struct ical_extra);
    out->extras[out->extra_count++] =
        (struct ical_extra){.name = name, .value = value};
}

/* The member for a text of an event; NULL when it has none. */
static const char **place_of(struct ical_event *out, enum ical_name id)
{
    if (id == ICAL_NAME_SUMMARY)
        return &out->summary;
    if (id == ICAL_NAME_DESCRIPTION)
        return &out->description;
    if (id == ICAL_NAME_LOCATION)
        return &out->location;
    if (id == ICAL_NAME_URL)
        return &out->url;
    if (id == ICAL_NAME_STATUS)
        return &out->status;
    if (id == ICAL_NAME_TRANSP)
        return &out->transparency;
    if (id == ICAL_NAME_CLASS)
        return &out->privacy;
    return id == ICAL_NAME_BUSY ? &out->busy : NULL;
}

/* The first of several counts. */
static void set_text(struct words *words, const char **place,
                     const struct ical_line *line)
{
    if (*place != NULL)
        return;
    if (line->id <= ICAL_NAME_LOCATION)
        *place = text_of(words, line->value, IMPORT_TEXT_BYTES_MAX);
    else if (line->id == ICAL_NAME_URL)
        *place = word_of(words, line);
    else
        *place = upper(words, word_of(words, line));
}

/* X-properties of a calendar mean nothing else in an event. */
static bool is_extra(enum ical_name id)
{
    return id == ICAL_NAME_X || id == ICAL_NAME_CONTACT ||
           id == ICAL_NAME_COMMENT || id == ICAL_NAME_RESOURCES ||
           id == ICAL_NAME_CALNAME || id == ICAL_NAME_TIMEZONE ||
           id == ICAL_NAME_TTL;
}

static void read_words(struct words *words, const struct ical_line *line)
{
    const char **place = place_of(words->out, line->id);

    if (ical_trim(line->value).len == 0)
        return;
    if (place != NULL)
        set_text(words, place, line);
    else if (line->id == ICAL_NAME_ATTENDEE)
        add_attendee(words, line);
    else if (line->id == ICAL_NAME_ORGANIZER)
        set_organizer(words, line);
    else if (line->id == ICAL_NAME_CATEGORIES)
        add_categories(words, line->value);
    else if (is_extra(line->id))
        add_extra(words, line);
}

/* DTSTAMP and its like; the last of several counts. */
static void read_time(const struct ical_line *line, struct ical_event *out)
{
    struct ical_time time;
    struct instant at;

    if (!ical_time_read(line->value, &time))
        return;
    at = (struct instant){civil_to_seconds(time.wall)};
    if (line->id == ICAL_NAME_CREATED) {
        out->has_created = true;
        out->created = at;
    } else if (line->id == ICAL_NAME_DTSTAMP) {
        out->has_stamp = true;
        out->stamp = at;
    } else {
        out->has_modified = true;
        out->modified = at;
    }
}

static bool is_time(enum ical_name id)
{
    return id == ICAL_NAME_CREATED || id == ICAL_NAME_DTSTAMP ||
           id == ICAL_NAME_MODIFIED;
}

void ical_words_read(const struct ical_lines *lines, struct arena *arena,
                     struct buf *scratch, struct ical_event *out)
{
    struct words words = {.out = out, .arena = arena, .scratch = scratch};

    icalerror_set_errors_are_fatal(0);
    for (size_t i = 0; i < lines->count; i++) {
        const struct ical_line *line = &lines->items[i];

        if (is_time(line->id))
            read_time(line, out);
        else
            read_words(&words, line);
    }
}

void ical_words_finish(void)
{
    icalmemory_free_ring();
}
