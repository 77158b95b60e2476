/*
 * Layout: "kept-ical-1\n", then values one after the other. A number is eight
 * bytes, the lowest first; a text is its length + 1 as a number and its
 * bytes, or 0 for NULL; lists are their count and their items. A zone stands
 * as its place in a list of names. ical_record_decode.c reads it back.
 */
#include "importers/ical_record.h"

static void put_number(struct buf *out, int64_t number)
{
    uint64_t bits = (uint64_t)number;
    unsigned char bytes[8];

    for (size_t i = 0; i < sizeof(bytes); i++)
        bytes[i] = (unsigned char)(bits >> (8 * i));
    (void)buf_add(out, bytes, sizeof(bytes));
}

static void put_text(struct buf *out, const char *text)
{
    size_t len = text == NULL ? 0 : strlen(text);

    put_number(out, text == NULL ? 0 : (int64_t)len + 1);
    (void)buf_add(out, text, len);
}

static void put_date(struct buf *out, struct civil_date date)
{
    put_number(out, date.year * INT64_C(10000) + date.month * INT64_C(100) +
                        date.day);
}

static void put_person(struct buf *out, const struct ical_person *person)
{
    put_text(out, person->name);
    put_text(out, person->mail);
    put_text(out, person->answer);
    put_text(out, person->role);
    put_text(out, person->kind);
}

static void put_instant(struct buf *out, bool is_known, struct instant at)
{
    put_number(out, is_known);
    if (is_known)
        put_number(out, at.unix_s);
}

static void put_event(struct buf *out, const struct ical_event *event)
{
    put_text(out, event->uid);
    put_number(out, event->has_uid);
    put_number(out, event->sequence);
    put_text(out, event->status);
    put_text(out, event->transparency);
    put_text(out, event->busy);
    put_text(out, event->privacy);
    put_text(out, event->summary);
    put_text(out, event->description);
    put_text(out, event->location);
    put_text(out, event->url);
    put_number(out, event->organizer != NULL);
    if (event->organizer != NULL)
        put_person(out, event->organizer);
    put_number(out, (int64_t)event->attendee_count);
    for (size_t i = 0; i < event->attendee_count; i++)
        put_person(out, &event->attendees[i]);
    put_number(out, (int64_t)event->category_count);
    for (size_t i = 0; i < event->category_count; i++)
        put_text(out, event->categories[i]);
    put_number(out, (int64_t)event->extra_count);
    for (size_t i = 0; i < event->extra_count; i++) {
        put_text(out, event->extras[i].name);
        put_text(out, event->extras[i].value);
    }
    put_instant(out, event->has_created, event->created);
    put_instant(out, event->has_modified, event->modified);
    put_instant(out, event->has_stamp, event->stamp);
    put_text(out, event->raw);
}

/* The zones that occur, each once. */
struct zone_names {
    const char *items[ICAL_RECORD_ZONES_MAX];
    size_t count;
};

/* The place of a zone among those; UTC where there are too many. */
static size_t zone_index(struct zone_names *zones, const char *name)
{
    for (size_t i = 0; i < zones->count; i++) {
        if (strcmp(zones->items[i], name) == 0)
            return i;
    }
    if (zones->count == ICAL_RECORD_ZONES_MAX)
        return 0;
    zones->items[zones->count] = name;
    return zones->count++;
}

static void put_occurrence(struct buf *out,
                           const struct ical_calendar *calendar,
                           struct zone_names *zones,
                           const struct ical_occurrence *occurrence)
{
    put_number(out, occurrence->event - calendar->events);
    put_number(out, (int64_t)zone_index(zones, occurrence->zone.name));
    put_text(out, occurrence->recurrence);
    put_number(out, occurrence->is_override);
    put_number(out, occurrence->start.unix_s);
    put_number(out, occurrence->end.unix_s);
    put_number(out, occurrence->has_end);
    put_number(out, occurrence->all_day);
    if (occurrence->all_day) {
        put_date(out, occurrence->first_day);
        put_date(out, occurrence->day_after);
    }
}

static void put_zones(struct buf *out, const struct ical_calendar *calendar,
                      struct zone_names *zones)
{
    (void)zone_index(zones, "UTC");
    for (size_t i = 0; i < calendar->occurrence_count; i++)
        (void)zone_index(zones, calendar->occurrences[i].zone.name);
    put_number(out, (int64_t)zones->count);
    for (size_t i = 0; i < zones->count; i++)
        put_text(out, zones->items[i]);
}

static void put_notes(struct buf *out, const struct import_notes *notes)
{
    put_number(out, (int64_t)notes->count);
    for (size_t i = 0; i < notes->count; i++) {
        put_text(out, notes->items[i].uid);
        put_number(out, (int64_t)notes->items[i].line);
        put_text(out, notes->items[i].reason);
    }
    put_number(out, (int64_t)notes->unlisted);
}

void ical_record_encode(const struct ical_calendar *calendar, struct buf *out)
{
    struct zone_names zones = {0};

    (void)buf_add_text(out, ICAL_RECORD_MAGIC);
    put_text(out, calendar->method);
    put_text(out, calendar->product);
    put_text(out, calendar->name);
    put_text(out, calendar->zone);
    put_number(out, calendar->refresh.s);
    put_number(out, (int64_t)calendar->component_count);
    put_notes(out, &calendar->skipped);
    put_notes(out, &calendar->warnings);
    put_zones(out, calendar, &zones);
    put_number(out, (int64_t)calendar->event_count);
    for (size_t i = 0; i < calendar->event_count; i++)
        put_event(out, &calendar->events[i]);
    put_number(out, (int64_t)calendar->occurrence_count);
    for (size_t i = 0; i < calendar->occurrence_count; i++)
        put_occurrence(out, calendar, &zones, &calendar->occurrences[i]);
}
