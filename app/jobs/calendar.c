#include "app/jobs/calendar.h"

#include "importers/ical_record.h"
#include "net/child.h"
#include "net/document.h"

/* Before the words of a child that could not read the document. */
#define PROBLEM_MARK '!'

/* Words of a child are a stranger's: short, printable, one line. */
#define PROBLEM_MAX  300

static bool problem_of(const struct buf *said, struct error *err)
{
    char text[PROBLEM_MAX + 1];
    size_t len = 0;

    for (size_t i = 1; i < said->len && len < PROBLEM_MAX; i++) {
        unsigned char c = (unsigned char)said->at[i];

        text[len++] = c < 0x20 || c == 0x7f ? ' ' : (char)c;
    }
    text[len] = '\0';
    return error_set(err, ERROR_INPUT, "%s", text);
}

bool calendar_read(const struct import_request *request, struct arena *arena,
                   struct ical_calendar *out, struct error *err)
{
    const char *argv[] = {
        "kept",
        CALENDAR_COMMAND,
        arena_printf(arena, "--from=%lld", (long long)request->from.unix_s),
        arena_printf(arena, "--until=%lld", (long long)request->until.unix_s),
        arena_printf(arena, "--zone=%s", request->default_zone.name),
        NULL,
    };
    struct child_request child = {
        .argv = argv,
        .extra_fd = -1,
        .spool_fd = -1,
        .limits = child_limits_usual(),
    };
    struct document document;
    struct buf bytes;
    bool ok;

    if (!document_of_bytes(request->document, &document, err))
        return false;
    child.input_fd = document.fd;
    buf_init(&bytes, ICAL_RECORD_BYTES_MAX);
    ok = child_run(&child, &bytes, err);
    if (ok)
        ok = ical_record_decode(buf_str(&bytes), arena, out, err);
    else if (bytes.len > 1 && bytes.at[0] == PROBLEM_MARK)
        ok = problem_of(&bytes, err);
    buf_finish(&bytes);
    document_close(&document);
    return ok;
}
