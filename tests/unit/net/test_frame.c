#include <stdlib.h>
#include <string.h>

#include "net/frame.h"
#include "tests/test.h"

static struct local_request request_of(const char *a, const char *b)
{
    return (struct local_request){
        .argc = 2,
        .argv = {a, b, NULL},
        .input = STR("two\nlines\0and a NUL"),
    };
}

TEST(frame, brings_a_request_across)
{
    struct local_request request = request_of("mark", "");
    struct local_request read;
    struct arena arena = {0};
    struct frame frame;
    struct error err;
    struct buf bytes;
    size_t used;

    buf_init(&bytes, 1000);
    CHECK(frame_write_request(&request, &bytes, &err));
    CHECK_INT(frame_read(buf_str(&bytes), 1000, &frame, &used), FRAME_WHOLE);
    CHECK_UINT(used, bytes.len);
    CHECK_INT(frame.kind, FRAME_REQUEST);
    CHECK(frame_read_request(frame.body, &arena, &read, &err));
    CHECK_UINT(read.argc, 2);
    CHECK_STR(read.argv[0], "mark");
    CHECK_STR(read.argv[1], "");
    CHECK_NULL(read.argv[2]);
    CHECK(str_equal(read.input, request.input));
    arena_free(&arena);
    buf_finish(&bytes);
}

TEST(frame, is_partial_until_its_last_byte)
{
    struct local_request request = request_of("import", "-");
    struct frame frame;
    struct error err;
    struct buf bytes;
    size_t used;

    buf_init(&bytes, 1000);
    CHECK(frame_write_request(&request, &bytes, &err));
    for (size_t len = 0; len < bytes.len; len++)
        CHECK_INT(frame_read((struct str){bytes.at, len}, 1000, &frame, &used),
                  FRAME_PARTIAL);
    buf_finish(&bytes);
}

TEST(frame, refuses_strangers_and_giants)
{
    struct frame frame;
    size_t used;

    CHECK_INT(frame_read(STR("GET / HTTP/1.1"), 1000, &frame, &used),
              FRAME_BROKEN);
    CHECK_INT(frame_read(STR("O\xff\xff\xff\xff"), 1000, &frame, &used),
              FRAME_BROKEN);
    CHECK_INT(frame_read(STR("O\x04\0\0\0four"), 3, &frame, &used),
              FRAME_BROKEN);
}

/* Out of a room exactly as large, so that reading past it is noticed. */
static bool reads(struct str body)
{
    char *bytes = malloc(body.len + (body.len == 0));
    struct local_request request;
    struct arena arena = {0};
    struct error err;
    bool ok;

    CHECK(bytes != NULL);
    memcpy(bytes, body.at, body.len);
    ok = frame_read_request((struct str){bytes, body.len}, &arena, &request,
                            &err);
    arena_free(&arena);
    free(bytes);
    return ok;
}

TEST(frame, trusts_no_length_inside_a_request)
{
    CHECK(reads(STR("\0\0\0\0")));
    CHECK(!reads(STR("")));
    CHECK(!reads(STR("\0\0\0")));
    CHECK(!reads(STR("\x05\0\0\0four")));
    CHECK(!reads(STR("\xff\xff\xff\xff")));
    CHECK(!reads(STR("\x03\0\0\0a\0b\0\0\0\0")));
}

TEST(frame, takes_no_more_arguments_than_announced)
{
    char body[4 * (LOCAL_ARGUMENTS_MAX + 2)] = {0};

    CHECK(reads((struct str){body, 4 * (LOCAL_ARGUMENTS_MAX + 1)}));
    CHECK(!reads((struct str){body, sizeof(body)}));
}
