#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *buf, size_t bytes_max)
{
    *buf = (struct buf){.max = bytes_max};
}

void buf_finish(struct buf *buf)
{
    if (buf == NULL)
        return;
    free(buf->at);
    *buf = (struct buf){.max = buf->max};
}

/* Room for `len` more bytes and the NUL; false when over the limit. */
static bool reserve(struct buf *buf, size_t len)
{
    size_t need;
    size_t room;

    if (len > buf->max - buf->len) {
        buf->full = true;
        return false;
    }
    need = buf->len + len + 1;
    if (need <= buf->room)
        return true;
    room = buf->room < 64 ? 64 : buf->room * 2;
    if (room < need)
        room = need;
    buf->at = realloc(buf->at, room);
    if (buf->at == NULL)
        abort();
    buf->room = room;
    return true;
}

void buf_reserve(struct buf *buf, size_t bytes)
{
    if (bytes > buf->max)
        bytes = buf->max;
    if (bytes < buf->room)
        return;
    buf->at = realloc(buf->at, bytes + 1);
    if (buf->at == NULL)
        abort();
    buf->room = bytes + 1;
    buf->at[buf->len] = '\0';
}

bool buf_add(struct buf *buf, const void *bytes, size_t len)
{
    if (!reserve(buf, len))
        return false;
    if (len != 0)
        memcpy(buf->at + buf->len, bytes, len);
    buf->len += len;
    buf->at[buf->len] = '\0';
    return true;
}

bool buf_add_text(struct buf *buf, const char *text)
{
    return buf_add(buf, text, strlen(text));
}

bool buf_add_char(struct buf *buf, char c)
{
    return buf_add(buf, &c, 1);
}

bool buf_printf(struct buf *buf, const char *format, ...)
{
    va_list args;
    int len;

    va_start(args, format);
    len = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (len < 0)
        abort();
    if (!reserve(buf, (size_t)len))
        return false;
    va_start(args, format);
    (void)vsnprintf(buf->at + buf->len, (size_t)len + 1, format, args);
    va_end(args);
    buf->len += (size_t)len;
    return true;
}

void buf_cut(struct buf *buf, size_t len)
{
    assert(len <= buf->len);
    buf->len = len;
    if (buf->at != NULL)
        buf->at[len] = '\0';
}

void buf_clear(struct buf *buf)
{
    buf->len = 0;
    buf->full = false;
    if (buf->at != NULL)
        buf->at[0] = '\0';
}

const char *buf_text(const struct buf *buf)
{
    return buf->at == NULL ? "" : buf->at;
}
