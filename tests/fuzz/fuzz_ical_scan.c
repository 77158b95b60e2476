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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct import_request request = {
        .document = {(const char *)data, size},
    };
    struct import_notes warnings = {0};
    struct arena arena = {0};
    struct ical_scan scan;
    struct error err;

    if (ical_scan(&request, &arena, &scan, &warnings, &err)) {
        assert(scan.text.len < size * 3 + 64);
        assert(scan.calendar_count > 0);
        for (size_t i = 0; i < scan.count; i++) {
            assert(scan.slices[i].offset + scan.slices[i].len <= scan.text.len);
            assert(scan.slices[i].calendar < scan.calendar_count);
            check_text(ical_slice_text(&scan, &scan.slices[i]));
        }
    } else {
        assert(err.kind == ERROR_INPUT);
    }
    arena_free(&arena);
    return 0;
}
