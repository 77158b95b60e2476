/*
 * fuzz_mapping.c - a CSV mapping: any bytes
 */
#include <stdlib.h>

#include "app/mapping.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct str yaml = {(const char *)data, size};
    struct csv_map map;
    struct error err;

    if (!mapping_read(yaml, "fuzz", &arena, &map, &err) &&
        (err.kind == ERROR_NONE || *err.text == '\0'))
        abort();
    arena_free(&arena);
    return 0;
}
