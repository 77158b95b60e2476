/* A record from a child that a document has taken over. */
#include <assert.h>

#include "importers/ical_record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ical_calendar calendar;
    struct arena arena = {0};
    struct error err;

    if (ical_record_decode((struct str){(const char *)data, size}, &arena,
                           &calendar, &err)) {
        struct buf again;

        /* There is one way only to write a calendar. */
        buf_init(&again, ICAL_RECORD_BYTES_MAX);
        ical_record_encode(&calendar, &again);
        assert(again.len <= size + 256);
        buf_finish(&again);
    } else {
        assert(err.kind == ERROR_INPUT);
    }
    arena_free(&arena);
    return 0;
}
