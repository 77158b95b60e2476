/* A record from a child that a document has taken over. */
#include <assert.h>

#include "tests/harness/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct record_content content;
    struct arena arena = {0};
    struct error err;

    if (record_read((struct str){(const char *)data, size}, &arena, &content,
                    &err)) {
        struct buf again;

        /* There is one way only to write a calendar. */
        buf_init(&again, SIZE_MAX / 2);
        record_write_again(&content, &again);
        assert(again.len <= size + 256);
        buf_finish(&again);
    } else {
        assert(err.kind == ERROR_INPUT);
    }
    arena_free(&arena);
    return 0;
}
