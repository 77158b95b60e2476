/* The pre-scan alone: whatever comes in, clean text of bounded size goes out. */
#include <assert.h>

#include "base/utf8.h"
#include "importers/ical_scan.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_text(struct str text)
{
    assert(utf8_is_valid(text));
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        assert((c >= 0x20 || c == '\n' || c == '\t') && c != 0x7F);
    }
}

static void check_scan(const struct ical_scan *scan, size_t size)
{
    struct buf text;

    buf_init(&text, size * 3 + 64);
    assert(scan->calendar_count > 0);
    for (size_t i = 0; i < scan->part_count; i++) {
        assert(scan->parts[i].calendar < scan->calendar_count);
        check_text(scan->parts[i].text);
    }
    for (size_t i = 0; i < scan->event_count; i++) {
        const struct ical_slice *slice = ical_scan_slice(scan, i);

        assert(slice->offset + slice->len <= scan->document.len);
        assert(slice->calendar < scan->calendar_count);
        buf_clear(&text);
        (void)ical_scan_text(scan, slice, &text);
        assert(!text.full);
        check_text(buf_str(&text));
    }
    buf_finish(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ical_scan_request request = {
        .document = {(const char *)data, size},
    };
    struct import_notes warnings = {0};
    struct arena arena = {0};
    struct ical_scan scan;
    struct error err;

    if (ical_scan(&request, &arena, &scan, &warnings, &err))
        check_scan(&scan, size);
    else
        assert(err.kind == ERROR_INPUT);
    ical_scan_finish(&scan);
    arena_free(&arena);
    return 0;
}
