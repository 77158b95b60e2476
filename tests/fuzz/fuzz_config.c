/*
 * fuzz_config.c - kept.yaml: any bytes
 */
#include <stdlib.h>

#include "app/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct str yaml = {(const char *)data, size};
    struct config_source source = {
        .file_name = "/nonexistent/kept.yaml",
        .outbox = "outbox",
    };
    struct config config;
    struct error err;

    if (config_read(yaml, &source, &arena, &config, &err)) {
        for (int i = 0; i < CHANNEL_COUNT; i++)
            (void)config_gateway_is_local(&config.gateways[i]);
    } else if (err.kind == ERROR_NONE || *err.text == '\0') {
        abort();
    }
    arena_free(&arena);
    return 0;
}
