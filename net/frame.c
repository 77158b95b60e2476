#include "net/frame.h"

#include <string.h>

static void put_length(size_t len, char out[4])
{
    for (int i = 0; i < 4; i++)
        out[i] = (char)(unsigned char)(len >> (8 * i) & 0xff);
}

static size_t get_length(const char *bytes)
{
    size_t len = 0;

    for (int i = 3; i >= 0; i--)
        len = len << 8 | (unsigned char)bytes[i];
    return len;
}

static bool is_kind(char letter)
{
    return letter == FRAME_REQUEST || letter == FRAME_OUT ||
           letter == FRAME_ERR || letter == FRAME_EXIT;
}

enum frame_state frame_read(struct str bytes, size_t body_max,
                            struct frame *out, size_t *used)
{
    size_t len;

    if (bytes.len == 0)
        return FRAME_PARTIAL;
    if (!is_kind(bytes.at[0]))
        return FRAME_BROKEN;
    if (bytes.len < FRAME_HEAD_BYTES)
        return FRAME_PARTIAL;
    len = get_length(bytes.at + 1);
    if (len > body_max)
        return FRAME_BROKEN;
    if (bytes.len - FRAME_HEAD_BYTES < len)
        return FRAME_PARTIAL;
    *out = (struct frame){
        .kind = (enum frame_kind)bytes.at[0],
        .body = {.at = bytes.at + FRAME_HEAD_BYTES, .len = len},
    };
    *used = FRAME_HEAD_BYTES + len;
    return FRAME_WHOLE;
}

static bool write_head(enum frame_kind kind, size_t len, struct buf *out)
{
    char head[FRAME_HEAD_BYTES];

    if (len > UINT32_MAX)
        return false;
    head[0] = (char)kind;
    put_length(len, head + 1);
    return buf_add(out, head, sizeof(head));
}

bool frame_write(enum frame_kind kind, struct str body, struct buf *out)
{
    return write_head(kind, body.len, out) && buf_add(out, body.at, body.len);
}

static bool write_field(struct str field, struct buf *out)
{
    char len[4];

    put_length(field.len, len);
    return buf_add(out, len, sizeof(len)) && buf_add(out, field.at, field.len);
}

static size_t request_bytes(const struct local_request *request)
{
    size_t bytes = 4 + request->input.len;

    for (size_t i = 0; i < request->argc; i++)
        bytes += 4 + strlen(request->argv[i]);
    return bytes;
}

bool frame_write_request(const struct local_request *request, struct buf *out,
                         struct error *err)
{
    size_t bytes = request_bytes(request);
    bool ok;

    if (request->argc > LOCAL_ARGUMENTS_MAX)
        return error_set(err, ERROR_INPUT, "more than %d arguments",
                         LOCAL_ARGUMENTS_MAX);
    if (bytes > LOCAL_REQUEST_BYTES_MAX)
        return error_set(err, ERROR_INPUT, "more than %lu MiB of input",
                         LOCAL_REQUEST_BYTES_MAX >> 20);
    ok = write_head(FRAME_REQUEST, bytes, out);
    for (size_t i = 0; ok && i < request->argc; i++)
        ok = write_field(str_of(request->argv[i]), out);
    ok = ok && write_field(request->input, out);
    return ok || error_set(err, ERROR_INPUT, "the request is too long");
}

/* Takes a field off `rest`; false when there is no whole one. */
static bool take_field(struct str *rest, struct str *field)
{
    size_t len;

    if (rest->len < 4)
        return false;
    len = get_length(rest->at);
    if (rest->len - 4 < len)
        return false;
    *field = (struct str){.at = rest->at + 4, .len = len};
    rest->at += 4 + len;
    rest->len -= 4 + len;
    return true;
}

bool frame_read_request(struct str body, struct arena *arena,
                        struct local_request *out, struct error *err)
{
    struct str rest = body;
    struct str field;

    *out = (struct local_request){0};
    for (;;) {
        if (!take_field(&rest, &field))
            return error_set(err, ERROR_INPUT, "a request cut short");
        if (rest.len == 0)
            break;
        if (out->argc == LOCAL_ARGUMENTS_MAX)
            return error_set(err, ERROR_INPUT, "more than %d arguments",
                             LOCAL_ARGUMENTS_MAX);
        if (memchr(field.at, '\0', field.len) != NULL)
            return error_set(err, ERROR_INPUT, "a NUL in an argument");
        out->argv[out->argc++] = arena_strndup(arena, field.at, field.len);
    }
    out->argv[out->argc] = NULL;
    out->input = field;
    return true;
}
