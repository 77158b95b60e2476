/*
 * ical_record.h - a calendar that was read, as bytes in a file
 *
 * A child reads a stranger's document and writes object after object, the
 * head at the end. It may have been taken over by the document. So the parent
 * believes nothing: every length, count, enumerator, index, zone name and
 * text is checked, and the limits of the request hold here as well.
 */
#ifndef IMPORTERS_ICAL_RECORD_H
#define IMPORTERS_ICAL_RECORD_H

#include "base/buf.h"
#include "importers/ical.h"

/* The first bytes; the number changes when the layout does. */
#define ICAL_RECORD_MAGIC        "kept-ical-3\n"
/* Zones of one record; a chain of offices has five. */
#define ICAL_RECORD_ZONES_MAX    1000
/* One object, or the head. */
#define ICAL_RECORD_PIECE_MAX    (256 * 1024 * 1024)
/* Before each object: the length of what follows and the start of its first
 * visit, the lowest byte first. */
#define ICAL_RECORD_PREFIX_BYTES 12
/* The last bytes: where the head starts, and how many objects come before. */
#define ICAL_RECORD_TAIL_BYTES   16

/* What a visit is, added up. */
#define ICAL_RECORD_OVERRIDE     1U
#define ICAL_RECORD_END          2U
#define ICAL_RECORD_ALL_DAY      4U

struct ical_record_writer {
    char zones[ICAL_RECORD_ZONES_MAX][ZONE_NAME_MAX]; /* each once */
    size_t zone_count;
    size_t last_zone;
    uint64_t bytes; /* written so far, in all */
    uint64_t objects;
    struct buf piece;
};

/* Each appends to `out`, which the caller may empty in between. */
void ical_record_start(struct ical_record_writer *writer, struct buf *out);
void ical_record_object(struct ical_record_writer *writer,
                        const struct ical_object *object, struct buf *out);
/* The last; releases what the writer holds. */
void ical_record_finish(struct ical_record_writer *writer,
                        const struct ical_head *head, struct buf *out);

/* What objects are read with, and what may still come. */
struct ical_record_reader {
    struct import_limits limits;
    size_t known_count; /* digests that the child was given */
    struct arena *arena;
    struct zone *zones;
    size_t zone_count;
    size_t frame_count;
    size_t objects_left;
    size_t occurrences_left;
    uint64_t *uids; /* a set of those that came already; 0: free */
    size_t uid_room;
};

/* Where things lie in a record of `size` bytes. */
struct ical_record_layout {
    uint64_t objects_offset;
    uint64_t head_offset;
    uint64_t head_len;
    uint64_t object_count;
};

/*
 * By its last ICAL_RECORD_TAIL_BYTES, and its first bytes, as many as
 * ICAL_RECORD_MAGIC has. ERROR_INPUT, as all below, names the first thing
 * that is not as the writer has it.
 */
MUST_USE bool ical_record_layout(struct str first, struct str last,
                                 uint64_t size, struct ical_record_layout *out,
                                 struct error *err);

/* Sets the reader up from the head; both live in `arena`. */
MUST_USE bool ical_record_read_head(struct ical_record_reader *reader,
                                    struct str bytes,
                                    const struct ical_record_layout *layout,
                                    struct ical_head *out, struct error *err);

/* What stands before an object. */
struct ical_record_prefix {
    size_t len;
    int64_t first_s; /* INT64_MAX when it has no visit */
};

struct ical_record_prefix ical_record_read_prefix(
    const char bytes[ICAL_RECORD_PREFIX_BYTES]);

/* The next object; its texts are copied into `arena`. */
MUST_USE bool ical_record_read_object(struct ical_record_reader *reader,
                                      struct str bytes, struct arena *arena,
                                      struct ical_object *out,
                                      struct error *err);

#endif
