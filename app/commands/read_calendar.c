#include <stdlib.h>
#include <unistd.h>

#include "app/command.h"
#include "app/jobs/calendar.h"
#include "importers/ical_record.h"
#include "importers/limits.h"
#include "net/child.h"

/*
 * read-calendar - the child: a stranger's calendar in, records out
 *
 * Started by app/jobs/calendar.c alone. It confines itself before it reads a
 * byte; problems are said on standard output, behind a mark.
 */

static const struct option_spec options[] = {
    {"from", "SECONDS", "start of the window, Unix time"},
    {"until", "SECONDS", "its end"},
    {"zone", "ZONE", "of times that name none"},
    {"limits", "LIMITS", "what reading it may cost, as net/child.c says it"},
    {0},
};

static struct instant instant_option(const struct call *call, const char *name)
{
    const char *text = call_option(call, name);

    return (struct instant){text == NULL ? 0 : strtoll(text, NULL, 10)};
}

static bool read_document(struct call *call, struct ical_calendar *out,
                          struct error *err)
{
    const char *zone = call_option(call, "zone");
    struct import_request request = {
        .from = instant_option(call, "from"),
        .until = instant_option(call, "until"),
    };
    const char *allowed = call_option(call, "limits");
    struct child_limits limits;

    return zone_load(zone == NULL ? "UTC" : zone, &request.default_zone, err) &&
           child_limits_read(str_or_empty(allowed), &limits, err) &&
           child_confine(&limits, err) &&
           call_read_file(call, "-", IMPORT_BYTES_MAX, &request.document,
                          err) &&
           ical_read(&request, call->arena, out, err);
}

/* Piece by piece: the record is larger than the calendar. */
static bool hand_over(struct call *call, const struct ical_calendar *calendar)
{
    struct ical_record_writer writer;
    struct buf piece;
    bool ok = true;

    buf_init(&piece, ICAL_RECORD_PIECE_MAX);
    ical_record_start(&writer, calendar);
    while (ok && ical_record_next(&writer, &piece)) {
        ok = !piece.full &&
             fwrite(piece.at, 1, piece.len, call->out) == piece.len;
        buf_clear(&piece);
    }
    buf_finish(&piece);
    return ok;
}

static int run(struct call *call)
{
    struct ical_calendar calendar;
    struct error err;

    if (!read_document(call, &calendar, &err)) {
        (void)fprintf(call->out, "!%s", err.text);
        return EXIT_FAILED;
    }
    return hand_over(call, &calendar) ? EXIT_DONE : EXIT_FAILED;
}

const struct command command_read_calendar = {
    .name = CALENDAR_COMMAND,
    .kind = COMMAND_ALONE,
    .words = "",
    .help = "Reads a calendar for the program itself.",
    .example = "",
    .options = options,
    .is_hidden = true,
    .run = run,
};
