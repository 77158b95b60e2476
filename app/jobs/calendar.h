/*
 * calendar.h - a calendar read in a child process, object by object
 *
 * Nothing of a stranger's bytes is looked at in this process: a confined
 * child reads them and leaves what it found in a file in memory, from which
 * this process takes one object after the other, believing nothing.
 */
#ifndef APP_JOBS_CALENDAR_H
#define APP_JOBS_CALENDAR_H

#include <stdatomic.h>

#include "importers/ical.h"
#include "net/document.h"

/* The hidden command that is the child's. */
#define CALENDAR_COMMAND "read-calendar"

struct calendar_request {
    const struct document *document;
    struct instant from; /* as in struct import_request */
    struct instant until;
    struct zone default_zone;
    struct import_limits limits; /* of the feed; 0: those of limits.h */
    int cpu_s;                   /* of the child; 0: CHILD_CPU_S */
    size_t memory_bytes;         /* of the child; 0: CHILD_MEMORY_BYTES */
    const atomic_bool *give_up;  /* as in struct child_request; or NULL */
    /*
     * Digests (ICAL_DIGEST_BYTES each, ascending) of objects that need not be
     * read: those whose visits in the window are known. Leave out what was
     * `unread`, so that it is spoken of again, and what has its `next` before
     * `until`. NULL with 0.
     */
    const unsigned char *known;
    size_t known_count;
};

/* What a child left. */
struct calendar_reader;

/*
 * Has the calendar read, and waits until the child has ended well. Blocks.
 * ERROR_INPUT with the reader's own words (ical_read_objects() has them), or
 * that the child exceeded a limit. Close it afterwards, unless it failed.
 */
MUST_USE bool calendar_open(const struct calendar_request *request,
                            struct calendar_reader **out, struct error *err);

/* What the document says as a whole; lives as long as the reader. */
const struct ical_head *calendar_head(const struct calendar_reader *reader)
    NEVER_NULL;

/*
 * The next object whose digest was not known, by the start of their first
 * visits, in `arena`, which may be emptied after each; `more` is false when there is none. ERROR_INPUT when
 * the child wrote nonsense: then nothing of the calendar is to be believed.
 */
MUST_USE bool calendar_next(struct calendar_reader *reader, struct arena *arena,
                            struct ical_object *out, bool *more,
                            struct error *err);

/* NULL is accepted. */
void calendar_close(struct calendar_reader *reader);

/* All of it at once, in the way of ical_read(). */
MUST_USE bool calendar_read(const struct import_request *request,
                            struct arena *arena, struct ical_calendar *out,
                            struct error *err);

#endif
