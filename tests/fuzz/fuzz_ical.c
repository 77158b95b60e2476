/*
 * A whole document, as in the child process, and its record as the parent
 * reads it.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "importers/ical.h"
#include "importers/limits.h"
#include "tests/harness/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* 2026 and half of 2027. */
#define FROM_S  INT64_C(1767225600)
#define UNTIL_S INT64_C(1813536000)

static void check_calendar(const struct ical_calendar *calendar)
{
    for (size_t i = 0; i < calendar->occurrence_count; i++) {
        const struct ical_occurrence *visit = &calendar->occurrences[i];

        assert(visit->start.unix_s >= FROM_S - DAY_S);
        assert(visit->start.unix_s < UNTIL_S + DAY_S);
        assert(visit->end.unix_s >= visit->start.unix_s);
        assert(visit->event->uid[0] != '\0');
        assert(visit->zone.impl != NULL);
        assert(i == 0 || visit->start.unix_s >= visit[-1].start.unix_s);
    }
}

/* What the child writes, the parent must be able to read. */
static void check_record(const struct import_request *request,
                         struct arena *arena)
{
    struct record_content content;
    struct buf record;
    struct buf second;
    struct error err;

    buf_init(&record, SIZE_MAX / 2);
    buf_init(&second, SIZE_MAX / 2);
    if (!record_write(request, arena, &record, &err) ||
        !record_read(buf_str(&record), arena, &content, &err)) {
        fprintf(stderr, "%s\n", err.text);
        abort();
    }
    record_write_again(&content, &second);
    assert(str_equal(buf_str(&record), buf_str(&second)));
    buf_finish(&second);
    buf_finish(&record);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_request request = {
        .document = {(const char *)data, size},
        .from = {FROM_S},
        .until = {UNTIL_S},
    };
    struct ical_calendar calendar;
    struct arena arena = {0};
    struct error err;

    if (!zone_load("Europe/Paris", &request.default_zone, &err))
        return 0;
    if (ical_read(&request, &arena, &calendar, &err)) {
        check_calendar(&calendar);
        check_record(&request, &arena);
    } else {
        assert(err.kind == ERROR_INPUT);
    }
    arena_free(&arena);
    return 0;
}
