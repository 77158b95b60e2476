#include <stdlib.h>
#include <unistd.h>

#include "app/command.h"
#include "app/jobs/calendar.h"
#include "importers/ical_record.h"
#include "net/child.h"

/*
 * read-calendar - the child: a stranger's calendar in, records out
 *
 * Started by app/jobs/calendar.c alone. It confines itself before it reads a
 * byte; problems are said at the end of standard output, before a mark.
 */

/* What is written at a time. */
#define BLOCK_BYTES (64UL * 1024)

static const struct option_spec options[] = {
    {"from", "SECONDS", "start of the window, Unix time"},
    {"until", "SECONDS", "its end"},
    {"zone", "ZONE", "of times that name none"},
    {"bytes", "COUNT", "limit on the document; 0 as usual, like all below"},
    {"events", "COUNT", "limit on its events"},
    {"visits-each", "COUNT", "limit on the visits of one series"},
    {"visits", "COUNT", "limit on all visits"},
    {"known", "COUNT", "digests on descriptor 3 that are known"},
    {"limits", "LIMITS", "what reading it may cost, as net/child.c says it"},
    {0},
};

/* What the reading of one document needs. */
struct reading {
    struct call *call;
    struct document document;
    struct document known;
    struct ical_record_writer *writer;
    struct buf block;
};

static int64_t number_option(const struct call *call, const char *name)
{
    const char *text = call_option(call, name);

    return text == NULL ? 0 : strtoll(text, NULL, 10);
}

static size_t count_option(const struct call *call, const char *name)
{
    return (size_t)number_option(call, name);
}

static bool flush(struct reading *reading, struct error *err)
{
    struct buf *block = &reading->block;
    bool ok = !block->full && fwrite(block->at, 1, block->len,
                                     reading->call->out) == block->len;

    buf_clear(block);
    return ok || error_set(err, ERROR_INPUT,
                           "what it holds is more than there is room for");
}

static bool take(void *context, const struct ical_object *object,
                 struct error *err)
{
    struct reading *reading = context;

    ical_record_object(reading->writer, object, &reading->block);
    return reading->block.len < BLOCK_BYTES || flush(reading, err);
}

static void passed(void *context, size_t offset)
{
    const struct reading *reading = context;

    document_forget(&reading->document, offset);
}

static bool map_known(struct reading *reading, size_t count, struct error *err)
{
    if (count == 0)
        return true;
    return document_of_descriptor(CHILD_EXTRA_FD, &reading->known, err) &&
           document_map(&reading->known, err) &&
           (reading->known.bytes.len == count * ICAL_DIGEST_BYTES ||
            error_set(err, ERROR_USAGE, "the digests are not %zu", count));
}

static bool read_all(struct reading *reading,
                     const struct import_request *request, struct error *err)
{
    struct call *call = reading->call;
    const struct ical_reading ical = {
        .request = request,
        .known = (const unsigned char *)reading->known.bytes.at,
        .known_count = count_option(call, "known"),
        .take = take,
        .passed = passed,
        .context = reading,
    };
    struct ical_head head;

    ical_record_start(reading->writer, &reading->block);
    if (!ical_read_objects(&ical, call->arena, &head, err))
        return false;
    ical_record_finish(reading->writer, &head, &reading->block);
    return flush(reading, err) && fflush(call->out) == 0;
}

static bool read_document(struct reading *reading, struct error *err)
{
    const struct call *call = reading->call;
    const char *zone = call_option(call, "zone");
    const char *allowed = call_option(call, "limits");
    struct import_request request = {
        .from = {number_option(call, "from")},
        .until = {number_option(call, "until")},
        .limits = {.bytes = count_option(call, "bytes"),
                   .events = count_option(call, "events"),
                   .occurrences_each = count_option(call, "visits-each"),
                   .occurrences = count_option(call, "visits")},
    };
    struct child_limits limits;

    if (!zone_load(zone == NULL ? "UTC" : zone, &request.default_zone, err) ||
        !child_limits_read(str_or_empty(allowed), &limits, err) ||
        !child_confine(&limits, err) ||
        !document_of_descriptor(STDIN_FILENO, &reading->document, err) ||
        !document_map(&reading->document, err) ||
        !map_known(reading, count_option(call, "known"), err))
        return false;
    request.document = reading->document.bytes;
    return read_all(reading, &request, err);
}

/* The last words: a text, its length as one byte, a mark. */
static void say_problem(const struct call *call, const struct error *err)
{
    size_t len = strlen(err->text);

    (void)fwrite(err->text, 1, len < 255 ? len : 255, call->out);
    (void)fputc((int)(len < 255 ? len : 255), call->out);
    (void)fputc('!', call->out);
    (void)fflush(call->out);
}

static int run(struct call *call)
{
    struct reading reading = {
        .call = call,
        .document = document_none(),
        .known = document_none(),
        .writer = arena_new(call->arena, struct ical_record_writer),
    };
    struct error err;
    bool ok;

    buf_init(&reading.block, SIZE_MAX / 2);
    ok = read_document(&reading, &err);
    if (!ok)
        say_problem(call, &err);
    buf_finish(&reading.block);
    document_close(&reading.known);
    document_close(&reading.document);
    return ok ? EXIT_DONE : EXIT_FAILED;
}

const struct command command_read_calendar = {
    .name = CALENDAR_COMMAND,
    .kind = COMMAND_ALONE,
    .words = "",
    .help = "Reads a calendar for the program itself.",
    .example = "",
    .options = options,
    .is_hidden = true,
    .is_exact = true,
    .run = run,
};
