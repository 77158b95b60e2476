/*
 * sources.h - the objects of each feed, and every version of what they said
 *
 * A calendar's object is all its events of one UID (RFC 4791, calendar object
 * resource), a table's is one row. The current version lies with the object,
 * earlier ones beside it; all are packed (base/pack.h).
 */
#ifndef STORE_SOURCES_H
#define STORE_SOURCES_H

#include "base/buf.h"
#include "base/instant.h"
#include "domain/ids.h"
#include "store/db.h"

#define SOURCE_DIGEST_BYTES 16

/* An object without its words. */
struct source_row {
    struct source_id id;
    bool has_digest; /* false: to be read anew, a visit of it may be missing */
    unsigned char digest[SOURCE_DIGEST_BYTES];
    bool has_next; /* a later horizon shows a visit more … */
    struct instant next;
    size_t visits; /* at its last reading */
};

struct source_rows {
    struct source_row *items;
    size_t count;
};

/* Gives objects of before 0002 the hash they are found by; a migration's last
 * step, which SQL cannot do. */
MUST_USE bool source_name_all(struct db *db, struct error *err);

/* All objects of a feed that are not gone, by id. */
MUST_USE bool source_list(struct db *db, const char *feed, struct arena *arena,
                          struct source_rows *out, struct error *err);

/* Whether the feed has ever had an object, gone ones included. */
MUST_USE bool source_any(struct db *db, const char *feed, bool *out,
                         struct error *err);

/* What a feed amounts to without reading its objects. */
struct source_sum {
    int64_t objects; /* that are not gone */
    int64_t visits;
    bool has_next; /* the first of all `next` */
    struct instant next;
};

MUST_USE bool source_sum_of(struct db *db, const char *feed,
                            struct source_sum *out, struct error *err);

/* By its uid, gone or not; `out->id.row` is 0 when there is none. */
MUST_USE bool source_find(struct db *db, const char *feed, const char *uid,
                          struct source_row *out, struct error *err);

/* What is written of an object. */
struct source_version {
    const char *feed;
    const char *uid;
    struct str digest; /* empty: to be read anew */
    bool has_next;
    struct instant next;
    size_t visits;
    int64_t frame;   /* of source_frame_keep(), 0: none */
    struct str body; /* packed */
};

/* A new object. */
MUST_USE bool source_insert(struct db *db, const struct source_version *version,
                            struct instant now, struct source_id *out,
                            struct error *err);

/*
 * A known object as it is now; what it said before is kept when the body is
 * another. `last` is when that was seen last.
 */
MUST_USE bool source_update(struct db *db, struct source_id id,
                            const struct source_version *version,
                            struct instant now, struct instant last,
                            struct error *err);

/* What it said has been taken over whole. */
MUST_USE bool source_set_digest(struct db *db, struct source_id id,
                                struct str digest, struct error *err);

/* It will be read anew whenever it comes. */
MUST_USE bool source_forget_digest(struct db *db, struct source_id id,
                                   struct error *err);

/* Absent, and no visit of it is still waited for: it is not missed again. */
MUST_USE bool source_set_gone(struct db *db, struct source_id id,
                              struct error *err);

/* The calendar around a version: its properties and zones, kept once. */
MUST_USE bool source_frame_keep(struct db *db, const char *feed,
                                struct str digest, struct str body,
                                int64_t *out, struct error *err);

/* Calls `each` with the unpacked frame and words of every object that is not
 * gone, by frame; stops when it says no. */
typedef bool source_each(const char *uid, int64_t frame, struct str words,
                         void *context, struct error *err);

MUST_USE bool source_read_all(struct db *db, const char *feed,
                              source_each *each, void *context,
                              struct error *err);

/* A frame's text, appended; nothing for 0. */
MUST_USE bool source_frame_text(struct db *db, int64_t frame, struct buf *out,
                                struct error *err);

/* One version of the objects behind an appointment, the oldest first. */
struct source_past {
    const char *feed;
    const char *uid;
    struct instant seen;
    bool is_current;
    struct instant last; /* of an earlier one: last seen */
    const char *words;   /* unpacked; "" when none were kept */
};

struct source_pasts {
    struct source_past *items;
    size_t count;
};

MUST_USE bool source_past_of(struct db *db, struct appointment_id id,
                             struct arena *arena, struct source_pasts *out,
                             struct error *err);

#endif
