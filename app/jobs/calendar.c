#include "app/jobs/calendar.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "importers/ical_collect.h"
#include "importers/ical_record.h"
#include "importers/limits.h"
#include "net/child.h"

/* The child's words when it could not read the document: at the very end,
 * then their length as one byte, then a mark. */
#define PROBLEM_MARK   '!'
#define PROBLEM_MAX    255

/* So much of the spool is read at once where places are looked for. */
#define WINDOW_BYTES   65536

/* A record is larger than its document, where visits are many. */
#define SPOOL_PER_BYTE 8

/* Where an object lies in the spool. */
struct place {
    int64_t first_s; /* the start of its first visit, as the child says */
    uint64_t offset;
    size_t len;
};

struct calendar_reader {
    int spool;
    struct arena arena; /* the head, and what `record` needs */
    struct ical_head head;
    struct ical_record_reader record;
    struct ical_record_layout layout;
    struct place *places; /* of the objects, in the order they are handed out */
    uint64_t next;
    struct buf bytes; /* of one object */
};

/* Exactly `len` bytes at `offset`, appended to what has room for them. */
static bool read_at(int spool, uint64_t offset, size_t len, struct buf *out,
                    struct error *err)
{
    size_t end = out->len + len;

    assert(end <= out->max);
    buf_reserve(out, end);
    while (out->len < end) {
        ssize_t got =
            pread(spool, out->at + out->len, end - out->len, (off_t)offset);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return error_set(err, ERROR_INPUT,
                             "a broken record: it ends too early");
        out->len += (size_t)got;
        out->at[out->len] = '\0';
        offset += (uint64_t)got;
    }
    return true;
}

static bool size_of(int spool, uint64_t *out, struct error *err)
{
    struct stat about;

    if (fstat(spool, &about) != 0)
        return error_set(err, ERROR_MACHINE, "what a child says: %s",
                         strerror(errno));
    *out = (uint64_t)about.st_size;
    return true;
}

/* Words of a child are a stranger's: short, printable, one line. */
static void set_problem(struct str said, struct error *err)
{
    char text[PROBLEM_MAX + 1];
    size_t len = 0;

    for (; len < said.len; len++) {
        unsigned char c = (unsigned char)said.at[len];

        text[len] = c < 0x20 || c == 0x7f ? ' ' : (char)c;
    }
    text[len] = '\0';
    (void)error_set(err, ERROR_INPUT, "%s", text);
}

/* Replaces the error by the child's own words, if it left any. */
static void find_problem(int spool, struct error *err)
{
    struct error ignored;
    struct buf last;
    uint64_t size = 0;
    size_t len;

    if (!size_of(spool, &size, &ignored) || size < 2)
        return;
    len = size < PROBLEM_MAX + 2 ? (size_t)size : PROBLEM_MAX + 2;
    buf_init(&last, PROBLEM_MAX + 2);
    if (read_at(spool, size - len, len, &last, &ignored) &&
        last.at[len - 1] == PROBLEM_MARK) {
        size_t said = (unsigned char)last.at[len - 2];

        if (said > 0 && said + 2 <= len)
            set_problem((struct str){last.at + len - 2 - said, said}, err);
    }
    buf_finish(&last);
}

static const char *number_option(struct arena *arena, const char *name,
                                 size_t number)
{
    return arena_printf(arena, "--%s=%zu", name, number);
}

static struct child_limits limits_of(const struct calendar_request *request)
{
    struct child_limits limits = child_limits_usual();
    size_t bytes = import_limit(request->limits.bytes, IMPORT_BYTES_MAX);

    if (request->cpu_s > 0) {
        limits.cpu_s = request->cpu_s;
        limits.wall_s = request->cpu_s * CHILD_WALL_PER_CPU;
    }
    if (request->memory_bytes > 0)
        limits.memory_bytes = request->memory_bytes;
    limits.output_bytes =
        bytes > SIZE_MAX / SPOOL_PER_BYTE ? SIZE_MAX : bytes * SPOOL_PER_BYTE;
    return limits;
}

static bool run_child(const struct calendar_request *request,
                      const struct document *known, int spool,
                      struct error *err)
{
    const struct import_limits *limits = &request->limits;
    struct arena arena = {0};
    const char *argv[] = {
        "kept",
        CALENDAR_COMMAND,
        arena_printf(&arena, "--from=%lld", (long long)request->from.unix_s),
        arena_printf(&arena, "--until=%lld", (long long)request->until.unix_s),
        arena_printf(&arena, "--zone=%s", request->default_zone.name),
        number_option(&arena, "bytes", limits->bytes),
        number_option(&arena, "events", limits->events),
        number_option(&arena, "visits-each", limits->occurrences_each),
        number_option(&arena, "visits", limits->occurrences),
        number_option(&arena, "known", request->known_count),
        NULL,
    };
    const struct child_request child = {
        .argv = argv,
        .input_fd = request->document->fd,
        .extra_fd = known->fd,
        .spool_fd = spool,
        .limits = limits_of(request),
        .give_up = request->give_up,
    };
    bool ok = child_run(&child, err);

    if (!ok)
        find_problem(spool, err);
    arena_free(&arena);
    return ok;
}

/* The child gets the digests as a document of its own. */
static bool run_with_known(const struct calendar_request *request, int spool,
                           struct error *err)
{
    struct document known = document_none();
    struct str bytes = {(const char *)request->known,
                        request->known_count * ICAL_DIGEST_BYTES};
    bool ok = (bytes.len == 0 || document_of_bytes(bytes, &known, err)) &&
              run_child(request, &known, spool, err);

    document_close(&known);
    return ok;
}

static bool read_layout(struct calendar_reader *reader, struct error *err)
{
    size_t first = sizeof(ICAL_RECORD_MAGIC) - 1;
    struct buf ends;
    uint64_t size = 0;
    bool ok;

    if (!size_of(reader->spool, &size, err))
        return false;
    if (size < first + ICAL_RECORD_TAIL_BYTES)
        return error_set(err, ERROR_INPUT, "not a record of a calendar");
    buf_init(&ends, first + ICAL_RECORD_TAIL_BYTES);
    ok = read_at(reader->spool, 0, first, &ends, err) &&
         read_at(reader->spool, size - ICAL_RECORD_TAIL_BYTES,
                 ICAL_RECORD_TAIL_BYTES, &ends, err) &&
         ical_record_layout((struct str){ends.at, first},
                            (struct str){ends.at + first,
                                         ICAL_RECORD_TAIL_BYTES},
                            size, &reader->layout, err);
    buf_finish(&ends);
    return ok;
}

static bool read_head(struct calendar_reader *reader, struct error *err)
{
    struct buf bytes;
    bool ok;

    if (!read_layout(reader, err))
        return false;
    buf_init(&bytes, (size_t)reader->layout.head_len);
    ok = read_at(reader->spool, reader->layout.head_offset,
                 (size_t)reader->layout.head_len, &bytes, err) &&
         ical_record_read_head(&reader->record, buf_str(&bytes),
                               &reader->layout, &reader->head, err);
    buf_finish(&bytes);
    return ok;
}

static int by_start(const void *left, const void *right)
{
    const struct place *a = left;
    const struct place *b = right;

    if (a->first_s != b->first_s)
        return a->first_s < b->first_s ? -1 : 1;
    return (a->offset > b->offset) - (a->offset < b->offset);
}

static bool broken(struct error *err)
{
    return error_set(err, ERROR_INPUT,
                     "a broken record: it has not the objects it says");
}

/* The prefix at `at`; what was read with it stands for those that follow. */
static bool read_prefix(struct calendar_reader *reader, uint64_t at,
                        uint64_t *window, struct ical_record_prefix *out,
                        struct error *err)
{
    uint64_t left = reader->layout.head_offset - at;

    if (left < ICAL_RECORD_PREFIX_BYTES)
        return broken(err);
    if (at + ICAL_RECORD_PREFIX_BYTES > *window + reader->bytes.len) {
        *window = at;
        buf_clear(&reader->bytes);
        if (!read_at(reader->spool, at,
                     left < WINDOW_BYTES ? (size_t)left : WINDOW_BYTES,
                     &reader->bytes, err))
            return false;
    }
    *out = ical_record_read_prefix(reader->bytes.at + (at - *window));
    return true;
}

/* One after the other, up to the head and no further. */
static bool find_places(struct calendar_reader *reader, struct error *err)
{
    const struct ical_record_layout *layout = &reader->layout;
    uint64_t at = layout->objects_offset;
    uint64_t window = at;

    reader->places =
        arena_new_array(&reader->arena, layout->object_count + 1, struct place);
    for (uint64_t i = 0; i < layout->object_count; i++) {
        struct ical_record_prefix prefix = {0};

        if (!read_prefix(reader, at, &window, &prefix, err))
            return false;
        at += ICAL_RECORD_PREFIX_BYTES;
        if (prefix.len > ICAL_RECORD_PIECE_MAX)
            return error_set(err, ERROR_INPUT,
                             "a broken record: an object is too large");
        if (layout->head_offset - at < prefix.len)
            return broken(err);
        reader->places[i] = (struct place){prefix.first_s, at, prefix.len};
        at += prefix.len;
    }
    if (at != layout->head_offset)
        return broken(err);
    qsort(reader->places, layout->object_count, sizeof(*reader->places),
          by_start);
    return true;
}

/* With the head in `arena`; NULL: in the reader's own. */
static bool open_reader(const struct calendar_request *request,
                        struct arena *arena, struct calendar_reader **out,
                        struct error *err)
{
    struct calendar_reader *reader = calloc(1, sizeof(*reader));

    if (reader == NULL)
        abort();
    reader->record.limits = request->limits;
    reader->record.known_count = request->known_count;
    reader->record.arena = arena == NULL ? &reader->arena : arena;
    buf_init(&reader->bytes, ICAL_RECORD_PIECE_MAX);
    reader->spool = child_spool(err);
    if (reader->spool >= 0 && run_with_known(request, reader->spool, err) &&
        read_head(reader, err) && find_places(reader, err)) {
        *out = reader;
        return true;
    }
    calendar_close(reader);
    return false;
}

bool calendar_open(const struct calendar_request *request,
                   struct calendar_reader **out, struct error *err)
{
    return open_reader(request, NULL, out, err);
}

const struct ical_head *calendar_head(const struct calendar_reader *reader)
{
    return &reader->head;
}

bool calendar_next(struct calendar_reader *reader, struct arena *arena,
                   struct ical_object *out, bool *more, struct error *err)
{
    const struct place *place = &reader->places[reader->next];

    *more = reader->next < reader->layout.object_count;
    if (!*more)
        return true;
    reader->next++;
    buf_clear(&reader->bytes);
    return read_at(reader->spool, place->offset, place->len, &reader->bytes,
                   err) &&
           ical_record_read_object(&reader->record, buf_str(&reader->bytes),
                                   arena, out, err);
}

void calendar_close(struct calendar_reader *reader)
{
    if (reader == NULL)
        return;
    if (reader->spool >= 0)
        (void)close(reader->spool);
    buf_finish(&reader->bytes);
    arena_free(&reader->arena);
    free(reader);
}

static bool collect(struct calendar_reader *reader, struct arena *arena,
                    struct ical_calendar *out, struct error *err)
{
    struct ical_collector collector = {.arena = arena};
    struct ical_object object;
    bool more;

    do {
        if (!calendar_next(reader, arena, &object, &more, err))
            return false;
        if (more)
            ical_collect(&collector, &object);
    } while (more);
    ical_collect_finish(&collector, calendar_head(reader), out);
    return true;
}

bool calendar_read(const struct import_request *import, struct arena *arena,
                   struct ical_calendar *out, struct error *err)
{
    struct document document;
    struct calendar_request request = {
        .document = &document,
        .from = import->from,
        .until = import->until,
        .default_zone = import->default_zone,
        .limits = import->limits,
    };
    struct calendar_reader *reader;
    bool ok;

    if (!document_of_bytes(import->document, &document, err))
        return false;
    ok = open_reader(&request, arena, &reader, err);
    document_close(&document);
    if (!ok)
        return false;
    ok = collect(reader, arena, out, err);
    calendar_close(reader);
    return ok;
}
