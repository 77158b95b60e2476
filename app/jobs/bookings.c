#include "app/jobs/bookings.h"

#include <string.h>
#include <strings.h>

#include "app/jobs/calendar.h"
#include "app/jobs/source.h"
#include "app/mapping.h"
#include "importers/extract.h"

/* A calendar says so in its first lines. */
#define SNIFF_BYTES_MAX 65536

static const char calendar_word[] = "BEGIN:VCALENDAR";

static bool contains(struct str text, const char *word)
{
    size_t len = strlen(word);
    size_t end = text.len < SNIFF_BYTES_MAX ? text.len : SNIFF_BYTES_MAX;

    for (size_t i = 0; i + len <= end; i++) {
        if (strncasecmp(text.at + i, word, len) == 0)
            return true;
    }
    return false;
}

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text);

    return len >= strlen(ending) &&
           strcasecmp(text + len - strlen(ending), ending) == 0;
}

/*
 * A map means a table. Else the content decides, and where it says nothing,
 * what the source is called: a calendar's address may answer with a login
 * page, which is no table either.
 */
static bool is_calendar(const struct bookings_request *request)
{
    if (request->map != NULL)
        return false;
    return contains(request->bytes, calendar_word) ||
           contains(request->bytes, "BEGIN:VEVENT") ||
           contains(request->bytes, "<html") ||
           source_is_url(request->source) || ends_with(request->source, ".ics");
}

static void note_unread(struct bookings *out,
                        const struct ical_calendar *calendar,
                        struct arena *arena)
{
    out->unread =
        arena_new_array(arena, calendar->skipped.count + 1, const char *);
    for (size_t i = 0; i < calendar->skipped.count; i++) {
        if (calendar->skipped.items[i].uid != NULL)
            out->unread[out->unread_count++] = calendar->skipped.items[i].uid;
    }
    out->skipped_count = calendar->skipped.count + calendar->skipped.unlisted;
    out->is_cut = calendar->skipped.unlisted != 0;
}

static void take_visits(const struct ical_calendar *calendar,
                        const struct extractor *extractor, struct arena *arena,
                        struct bookings *out)
{
    size_t count = calendar->occurrence_count;

    out->items = arena_new_array(arena, count + 1, struct booking);
    out->statuses = arena_new_array(arena, count + 1, const char *);
    for (size_t i = 0; i < count; i++) {
        struct extracted found;

        extract_booking(extractor, calendar, &calendar->occurrences[i], arena,
                        &found);
        if (found.block != BLOCK_NONE) {
            out->skipped_count++;
            continue;
        }
        out->statuses[out->count] = found.status;
        out->items[out->count++] = found.booking;
    }
}

static bool read_calendar(const struct bookings_request *request,
                          struct arena *arena, struct bookings *out,
                          struct error *err)
{
    struct ical_calendar calendar;
    struct extractor *extractor;
    struct import_request import = {
        .document = request->bytes,
        .from = instant_sub(request->now, (struct span){HORIZON_BACK_S}),
        .until = instant_add(request->now, (struct span){HORIZON_AHEAD_S}),
        .default_zone = *office_zone(request->office, request->feed->site),
        .country = request->office->country,
    };

    out->is_calendar = true;
    out->from = import.from;
    out->until = import.until;
    if (!extractor_create(request->office, request->feed, &extractor, err))
        return false;
    if (!calendar_read(&import, arena, &calendar, err)) {
        extractor_destroy(extractor);
        return false;
    }
    note_unread(out, &calendar, arena);
    take_visits(&calendar, extractor, arena, out);
    out->rejected = calendar.skipped;
    out->warnings = calendar.warnings;
    out->refresh = calendar.refresh;
    extractor_destroy(extractor);
    return true;
}

/* What the office says of the source, where the row says nothing. */
static void add_defaults(struct booking *booking, const struct feed *feed)
{
    if (str_is_empty(booking->provider))
        booking->provider = feed->provider;
    if (str_is_empty(booking->service))
        booking->service = feed->service;
    if (str_is_empty(booking->site))
        booking->site = feed->site;
}

static bool read_table(const struct bookings_request *request,
                       struct arena *arena, struct bookings *out,
                       struct error *err)
{
    struct csv_request csv = {
        .document = request->bytes,
        .map = request->map,
        .office = request->office,
    };
    struct csv_result result;

    if (csv.map == NULL)
        csv.known = mapping_all_shipped(arena, &csv.known_count);
    if (!csv_read(&csv, arena, &result, err))
        return false;
    out->map = result.map;
    out->skipped_count = result.ignored_count;
    out->items = result.bookings;
    out->count = result.booking_count;
    out->customers = result.customers;
    out->customer_count = result.customer_count;
    out->rejected = result.rejected;
    out->warnings = result.warnings;
    for (size_t i = 0; i < out->count; i++)
        add_defaults(&out->items[i], request->feed);
    return true;
}

bool bookings_read(const struct bookings_request *request, struct arena *arena,
                   struct bookings *out, struct error *err)
{
    *out = (struct bookings){0};
    if (is_calendar(request))
        return read_calendar(request, arena, out, err);
    if (read_table(request, arena, out, err))
        return true;
    return error_wrap(err, "neither a calendar nor a table");
}
