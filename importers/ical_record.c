/*
 * Layout: "kept-ical-3\n", the objects, the head, the tail. Values stand one
 * after the other. A number takes seven bits a byte, the lowest first, the
 * eighth says that more follow; one that may be negative is 2n, or −2n − 1.
 * A text is its length + 1 as a number and its bytes, or 0 for NULL; lists are
 * their count and their items. A zone stands as its place in a list of names,
 * which the head has. ical_record_decode.c reads it back.
 */
#include "importers/ical_record.h"

/* Bytes of a number at most. */
#define NUMBER_BYTES_MAX 10

/* Writes a number; where the next one belongs. */
static char *number_at(char *at, uint64_t number)
{
    for (; number >= 0x80; number >>= 7)
        *at++ = (char)(unsigned char)(number | 0x80U);
    *at++ = (char)(unsigned char)number;
    return at;
}

static uint64_t folded(int64_t number)
{
    uint64_t twice = (uint64_t)number << 1;

    return number < 0 ? ~twice : twice;
}

static void put_number(struct buf *out, uint64_t number)
{
    char bytes[NUMBER_BYTES_MAX];

    (void)buf_add(out, bytes, (size_t)(number_at(bytes, number) - bytes));
}

static void put_signed(struct buf *out, int64_t number)
{
    put_number(out, folded(number));
}

static void put_fixed(struct buf *out, uint64_t number, size_t size)
{
    for (size_t i = 0; i < size; i++)
        (void)buf_add_char(out, (char)(unsigned char)(number >> (8 * i)));
}

static void put_str(struct buf *out, struct str text)
{
    put_number(out, text.len + 1);
    (void)buf_add(out, text.at, text.len);
}

static void put_text(struct buf *out, const char *text)
{
    if (text == NULL)
        put_number(out, 0);
    else
        put_str(out, str_of(text));
}

static void put_date(struct buf *out, struct civil_date date)
{
    put_number(out, (uint64_t)(date.year * INT64_C(10000) +
                               date.month * INT64_C(100) + date.day));
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
        put_signed(out, at.unix_s);
}

static void put_event(struct buf *out, const struct ical_event *event)
{
    put_number(out, event->has_uid);
    put_signed(out, event->sequence);
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
    put_number(out, event->attendee_count);
    for (size_t i = 0; i < event->attendee_count; i++)
        put_person(out, &event->attendees[i]);
    put_number(out, event->category_count);
    for (size_t i = 0; i < event->category_count; i++)
        put_text(out, event->categories[i]);
    put_number(out, event->extra_count);
    for (size_t i = 0; i < event->extra_count; i++) {
        put_text(out, event->extras[i].name);
        put_text(out, event->extras[i].value);
    }
    put_instant(out, event->has_created, event->created);
    put_instant(out, event->has_modified, event->modified);
    put_instant(out, event->has_stamp, event->stamp);
    put_number(out, event->raw_offset);
    put_number(out, strlen(event->raw));
}

/* The place of a zone in the list; that of UTC where there are too many. */
static size_t zone_index(struct ical_record_writer *writer, const char *name)
{
    size_t i = 0;

    if (strcmp(writer->zones[writer->last_zone], name) == 0)
        return writer->last_zone;
    while (i < writer->zone_count && strcmp(writer->zones[i], name) != 0)
        i++;
    if (i == ICAL_RECORD_ZONES_MAX)
        return 0;
    if (i == writer->zone_count) {
        memcpy(writer->zones[i], name, strlen(name) + 1);
        writer->zone_count++;
    }
    writer->last_zone = i;
    return i;
}

/* A calendar has many of them: one piece each. */
static void put_occurrence(struct ical_record_writer *writer,
                           const struct ical_object *object,
                           const struct ical_occurrence *occurrence)
{
    char bytes[5 * NUMBER_BYTES_MAX];
    char *at = bytes;

    at = number_at(at, (uint64_t)(occurrence->event - object->events));
    at = number_at(at, zone_index(writer, occurrence->zone.name));
    at = number_at(at, (occurrence->is_override ? ICAL_RECORD_OVERRIDE : 0U) |
                           (occurrence->has_end ? ICAL_RECORD_END : 0U) |
                           (occurrence->all_day ? ICAL_RECORD_ALL_DAY : 0U));
    at = number_at(at, folded(occurrence->start.unix_s));
    at = number_at(at, (uint64_t)(occurrence->end.unix_s -
                                  occurrence->start.unix_s));
    (void)buf_add(&writer->piece, bytes, (size_t)(at - bytes));
    put_text(&writer->piece, occurrence->recurrence);
    if (occurrence->all_day) {
        put_date(&writer->piece, occurrence->first_day);
        put_date(&writer->piece, occurrence->day_after);
    }
}

void ical_record_start(struct ical_record_writer *writer, struct buf *out)
{
    writer->zone_count = 0;
    writer->last_zone = 0;
    writer->objects = 0;
    writer->zones[0][0] = '\0';
    (void)zone_index(writer, "UTC");
    buf_init(&writer->piece, ICAL_RECORD_PIECE_MAX);
    (void)buf_add_text(out, ICAL_RECORD_MAGIC);
    writer->bytes = sizeof(ICAL_RECORD_MAGIC) - 1;
}

static int64_t first_of(const struct ical_object *object)
{
    return object->occurrence_count == 0 ? INT64_MAX
                                         : object->occurrences[0].start.unix_s;
}

void ical_record_object(struct ical_record_writer *writer,
                        const struct ical_object *object, struct buf *out)
{
    struct buf *piece = &writer->piece;

    buf_clear(piece);
    put_text(piece, object->uid);
    (void)buf_add(piece, object->digest, sizeof(object->digest));
    put_instant(piece, object->has_next, object->next);
    put_str(piece, object->raw);
    put_number(piece, object->frame);
    put_text(piece, object->unread);
    put_number(piece, object->event_count);
    for (size_t i = 0; i < object->event_count; i++)
        put_event(piece, &object->events[i]);
    put_number(piece, object->occurrence_count);
    for (size_t i = 0; i < object->occurrence_count; i++)
        put_occurrence(writer, object, &object->occurrences[i]);
    put_fixed(out, piece->len, 4);
    put_fixed(out, (uint64_t)first_of(object), 8);
    (void)buf_add(out, piece->at, piece->len);
    writer->bytes += ICAL_RECORD_PREFIX_BYTES + piece->len;
    writer->objects++;
}

static void put_notes(struct buf *out, const struct import_notes *notes)
{
    put_number(out, notes->count);
    for (size_t i = 0; i < notes->count; i++) {
        put_text(out, notes->items[i].uid);
        put_number(out, notes->items[i].line);
        put_text(out, notes->items[i].reason);
    }
    put_number(out, notes->unlisted);
}

static void put_frame(struct buf *out, const struct ical_frame *frame)
{
    (void)buf_add(out, frame->digest, sizeof(frame->digest));
    put_str(out, frame->body);
}

void ical_record_finish(struct ical_record_writer *writer,
                        const struct ical_head *head, struct buf *out)
{
    struct buf *piece = &writer->piece;

    buf_clear(piece);
    put_text(piece, head->method);
    put_text(piece, head->product);
    put_text(piece, head->name);
    put_text(piece, head->zone);
    put_number(piece, (uint64_t)head->refresh.s);
    put_number(piece, head->component_count);
    put_number(piece, head->object_count);
    put_number(piece, head->unchanged_count);
    put_number(piece, head->known_count);
    (void)buf_add(piece, head->known_seen, (head->known_count + 7) / 8);
    put_number(piece, head->frame_count);
    for (size_t i = 0; i < head->frame_count; i++)
        put_frame(piece, &head->frames[i]);
    put_notes(piece, &head->skipped);
    put_notes(piece, &head->warnings);
    put_number(piece, writer->zone_count);
    for (size_t i = 0; i < writer->zone_count; i++)
        put_text(piece, writer->zones[i]);
    (void)buf_add(out, piece->at, piece->len);
    put_fixed(out, writer->bytes, ICAL_RECORD_TAIL_BYTES / 2);
    put_fixed(out, writer->objects, ICAL_RECORD_TAIL_BYTES / 2);
    buf_finish(piece);
}
