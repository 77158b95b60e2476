/*
 * record.h - a calendar's record in memory, as a child writes it to a file
 */
#ifndef TESTS_HARNESS_RECORD_H
#define TESTS_HARNESS_RECORD_H

#include "importers/ical_collect.h"
#include "importers/ical_record.h"

/* Reads a document and appends its record. */
MUST_USE bool record_write(const struct import_request *request,
                           struct arena *arena, struct buf *out,
                           struct error *err);

/* What a record holds. */
struct record_content {
    struct ical_head head;
    struct ical_object *objects;
    size_t object_count;
    size_t object_room;
};

/* Reads a record back, as app/jobs/calendar.c does. */
MUST_USE bool record_read(struct str record, struct arena *arena,
                          struct record_content *out, struct error *err);

/* Appends the record of what one holds. */
void record_write_again(const struct record_content *content, struct buf *out);

#endif
