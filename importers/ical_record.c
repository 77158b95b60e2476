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

/* The place of a zone in the list; that of UTC where there are too many. */
static size_t zone_index(struct ical_record_writer *writer, const char *name)
{
    for (size_t i = 0; i < writer->zone_count; i++) {
        if (strcmp(writer->zones[i], name) == 0)
            return i;
    }
    if (writer->zone_count == ICAL_RECORD_ZONES_MAX)
        return 0;
    writer->zones[writer->zone_count] = name;
    return writer->zone_count++;
}

static void put_occurrence(struct buf *out, struct ical_record_writer *writer,
                           const struct ical_occurrence *occurrence)
{
    put_number(out, occurrence->event - writer->calendar->events);
    put_number(out, (int64_t)zone_index(writer, occurrence->zone.name));
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

static void put_head(struct buf *out, const struct ical_record_writer *writer)
{
    const struct ical_calendar *calendar = writer->calendar;

    (void)buf_add_text(out, ICAL_RECORD_MAGIC);
    put_text(out, calendar->method);
    put_text(out, calendar->product);
    put_text(out, calendar->name);
    put_text(out, calendar->zone);
    put_number(out, calendar->refresh.s);
    put_number(out, (int64_t)calendar->component_count);
    put_notes(out, &calendar->skipped);
    put_notes(out, &calendar->warnings);
    put_number(out, (int64_t)writer->zone_count);
    for (size_t i = 0; i < writer->zone_count; i++)
        put_text(out, writer->zones[i]);
    put_number(out, (int64_t)calendar->event_count);
    put_number(out, (int64_t)calendar->occurrence_count);
}

void ical_record_start(struct ical_record_writer *writer,
                       const struct ical_calendar *calendar)
{
    *writer = (struct ical_record_writer){.calendar = calendar};
    (void)zone_index(writer, "UTC");
    for (size_t i = 0; i < calendar->occurrence_count; i++)
        (void)zone_index(writer, calendar->occurrences[i].zone.name);
}

bool ical_record_next(struct ical_record_writer *writer, struct buf *out)
{
    const struct ical_calendar *calendar = writer->calendar;

    if (!writer->has_head) {
        put_head(out, writer);
        writer->has_head = true;
        return true;
    }
    if (writer->events < calendar->event_count) {
        put_event(out, &calendar->events[writer->events++]);
        return true;
    }
    if (writer->occurrences < calendar->occurrence_count) {
        put_occurrence(out, writer,
                       &calendar->occurrences[writer->occurrences++]);
        return true;
    }
    return false;
}

void ical_record_encode(const struct ical_calendar *calendar, struct buf *out)
{
    struct ical_record_writer writer;

    ical_record_start(&writer, calendar);
    while (ical_record_next(&writer, out))
        ;
}
