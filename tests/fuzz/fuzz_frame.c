/*
 * fuzz_frame.c - bytes on the daemon's socket, and requests inside frames
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "net/frame.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool fact)
{
    if (!fact)
        abort();
}

/* What was read can be written and is the same bytes again. */
static void read_request(struct str body)
{
    struct local_request request;
    struct arena arena = {0};
    struct frame frame;
    struct error err;
    struct buf again;
    size_t used;

    buf_init(&again, body.len + FRAME_HEAD_BYTES);
    if (frame_read_request(body, &arena, &request, &err)) {
        require(request.argc <= LOCAL_ARGUMENTS_MAX);
        require(request.argv[request.argc] == NULL);
        require(frame_write_request(&request, &again, &err));
        require(frame_read(buf_str(&again), body.len, &frame, &used) ==
                FRAME_WHOLE);
        require(str_equal(frame.body, body));
    }
    buf_finish(&again);
    arena_free(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {.at = (const char *)data, .len = size};
    struct frame frame;
    size_t used;

    read_request(rest);
    while (frame_read(rest, 4096, &frame, &used) == FRAME_WHOLE) {
        require(used >= FRAME_HEAD_BYTES && used <= rest.len);
        require(frame.body.len <= 4096);
        if (frame.kind == FRAME_REQUEST)
            read_request(frame.body);
        rest.at += used;
        rest.len -= used;
    }
    return 0;
}
