#include "importers/ical_words.h"

#include <stdlib.h>
#include <strings.h>

#include <libical/ical.h>

#include "base/utf8.h"
#include "importers/clean.h"
#include "importers/ical_line.h"
#include "importers/limits.h"

/* What one event is read with. */
struct words {
    struct ical_event *out;
    struct arena *arena;
    struct arena scratch; /* emptied after the event */
    size_t attendee_room;
    size_t category_room;
    size_t extra_room;
};

/* A copy, for the time being, of what libical allocated; NULL for nothing. */
static char *take(struct words *words, char *text)
{
    char *copy =
        str_is_empty(text) ? NULL : arena_strdup(&words->scratch, text);

    icalmemory_free_buffer(text);
    return copy;
}

/*
 * Text without control characters, line breaks excepted. It should be valid
 * UTF-8, and is afterwards. NULL when nothing is left.
 */
static const char *plain(struct words *words, struct str text)
{
    char *copy;
    size_t len = 0;

    if (!utf8_is_valid(text))
        return clean_text(text, words->arena);
    copy = arena_strndup(&words->scratch, text.at, text.len);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.at[i];

        if ((unsigned char)c >= 0x20 || c == '\n' || c == '\t')
            copy[len++] = c;
    }
    return len == 0 ? NULL : arena_strndup(words->arena, copy, len);
}

static const char *text_of(struct words *words, icalproperty *property)
{
    icalvalue *value = icalproperty_get_value(property);

    if (value == NULL)
        return NULL;
    if (icalvalue_isa(value) == ICAL_TEXT_VALUE)
        return plain(words, str_of(icalvalue_get_text(value)));
    if (icalvalue_isa(value) == ICAL_X_VALUE)
        return plain(words, str_of(icalvalue_get_x(value)));
    return plain(words, str_of(take(words, icalvalue_as_ical_string_r(value))));
}

/* One that ical_fit() wrote between guards. */
static const char *guarded_of(struct words *words, icalproperty *property)
{
    icalvalue *value = icalproperty_get_value(property);
    struct str text = str_of(value == NULL ? NULL : icalvalue_get_text(value));

    if (text.len < 2 || text.at[0] != ICAL_FIT_GUARD ||
        text.at[text.len - 1] != ICAL_FIT_GUARD)
        return NULL;
    return plain(words, (struct str){text.at + 1, text.len - 2});
}

/* In capitals. */
static const char *upper(struct words *words, const char *text)
{
    char *copy = arena_strdup(words->arena, text);

    ical_upper(copy);
    return copy;
}

/* A value that is a name of something, in capitals. */
static const char *word_of(struct words *words, icalproperty *property)
{
    return upper(words,
                 take(words, icalproperty_get_value_as_string_r(property)));
}

static const char *param_of(struct words *words, icalproperty *property,
                            const char *name)
{
    char *text =
        take(words, icalproperty_get_parameter_as_string_r(property, name));

    return clean_line(ical_trim(str_of(text)), words->arena);
}

/* The mailbox in "mailto:ada@example.org"; NULL when it is none. */
static const char *mail_of(struct words *words, const char *address)
{
    struct str mail = ical_trim(str_of(address));

    if (mail.len > 7 && strncasecmp(mail.at, "mailto:", 7) == 0)
        mail = (struct str){mail.at + 7, mail.len - 7};
    if (mail.len == 0 || memchr(mail.at, '@', mail.len) == NULL)
        return NULL;
    return clean_line(mail, words->arena);
}

static struct ical_person person_of(struct words *words, icalproperty *property)
{
    char *address = take(words, icalproperty_get_value_as_string_r(property));
    struct ical_person person = {
        .name = param_of(words, property, "CN"),
        .mail = mail_of(words, address),
        .answer = upper(words, param_of(words, property, "PARTSTAT")),
        .role = upper(words, param_of(words, property, "ROLE")),
        .kind = upper(words, param_of(words, property, "CUTYPE")),
    };

    if (person.mail == NULL)
        person.mail = mail_of(words, param_of(words, property, "EMAIL"));
    return person;
}

static void add_attendee(struct words *words, icalproperty *property)
{
    struct ical_event *out = words->out;

    if (out->attendee_count >= IMPORT_ATTENDEES_MAX)
        return;
    arena_reserve(words->arena, out->attendees, out->attendee_count,
                  words->attendee_room, struct ical_person);
    out->attendees[out->attendee_count++] = person_of(words, property);
}

static void set_organizer(struct words *words, icalproperty *property)
{
    if (words->out->organizer != NULL)
        return;
    words->out->organizer = arena_new(words->arena, struct ical_person);
    *words->out->organizer = person_of(words, property);
}

static void add_category(struct words *words, const char *text)
{
    struct ical_event *out = words->out;

    if (text == NULL || out->category_count >= IMPORT_CATEGORIES_MAX)
        return;
    arena_reserve(words->arena, out->categories, out->category_count,
                  words->category_room, const char *);
    out->categories[out->category_count++] = text;
}

static void add_extra(struct words *words, const char *name, const char *value)
{
    struct ical_event *out = words->out;

    if (out->extra_count >= IMPORT_EXTRAS_MAX)
        return;
    arena_reserve(words->arena, out->extras, out->extra_count,
                  words->extra_room, struct ical_extra);
    out->extras[out->extra_count++] =
        (struct ical_extra){.name = name, .value = value};
}

/* A property without a kind of its own. */
static void read_other(struct words *words, icalproperty *property)
{
    const char *name =
        upper(words, take(words, icalproperty_get_property_name_r(property)));
    const char *value = text_of(words, property);

    if (name == NULL || value == NULL)
        return;
    if (strcmp(name, "X-MICROSOFT-CDO-BUSYSTATUS") == 0)
        words->out->busy = upper(words, value);
    else
        add_extra(words, name, value);
}

/* The first of several counts. */
static void set_first(const char **place, const char *text)
{
    if (*place == NULL)
        *place = text;
}

static void read_property(struct words *words, icalproperty *property)
{
    struct ical_event *out = words->out;
    icalproperty_kind kind = icalproperty_isa(property);

    if (kind == ICAL_SUMMARY_PROPERTY)
        set_first(&out->summary, guarded_of(words, property));
    else if (kind == ICAL_DESCRIPTION_PROPERTY)
        set_first(&out->description, guarded_of(words, property));
    else if (kind == ICAL_LOCATION_PROPERTY)
        set_first(&out->location, guarded_of(words, property));
    else if (kind == ICAL_URL_PROPERTY)
        set_first(&out->url, text_of(words, property));
    else if (kind == ICAL_STATUS_PROPERTY)
        set_first(&out->status, word_of(words, property));
    else if (kind == ICAL_TRANSP_PROPERTY)
        set_first(&out->transparency, word_of(words, property));
    else if (kind == ICAL_CLASS_PROPERTY)
        set_first(&out->privacy, word_of(words, property));
    else if (kind == ICAL_CATEGORIES_PROPERTY)
        add_category(words, text_of(words, property));
    else if (kind == ICAL_ATTENDEE_PROPERTY)
        add_attendee(words, property);
    else if (kind == ICAL_ORGANIZER_PROPERTY)
        set_organizer(words, property);
    else if (kind != ICAL_XLICERROR_PROPERTY)
        read_other(words, property);
}

static void read_component(struct words *words, icalcomponent *event)
{
    for (icalproperty *property =
             icalcomponent_get_first_property(event, ICAL_ANY_PROPERTY);
         property != NULL;
         property = icalcomponent_get_next_property(event, ICAL_ANY_PROPERTY))
        read_property(words, property);
}

/* DTSTAMP and its like, which libical does not get to see. */
static void read_time(const struct ical_line *line, struct ical_event *out)
{
    struct ical_time time;
    struct instant at;

    if ((line->id != ICAL_NAME_CREATED && line->id != ICAL_NAME_MODIFIED &&
         line->id != ICAL_NAME_DTSTAMP) ||
        !ical_time_read(line->value, &time))
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

void ical_words_read(const struct ical_lines *lines, struct arena *arena,
                     struct buf *scratch, struct ical_event *out)
{
    struct words words = {.out = out, .arena = arena};
    icalcomponent *event;

    buf_clear(scratch);
    ical_fit(lines, scratch);
    icalerror_set_errors_are_fatal(0);
    event = icalparser_parse_string(buf_text(scratch));
    if (event != NULL) {
        read_component(&words, event);
        icalcomponent_free(event);
    }
    arena_free(&words.scratch);
    for (size_t i = 0; i < lines->count; i++)
        read_time(&lines->items[i], out);
}

void ical_words_finish(void)
{
    icalmemory_free_ring();
}
