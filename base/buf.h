/*
 * buf.h - a growing buffer with a limit
 *
 * Created with its maximum; writing past it sets `full` and drops the rest,
 * so that a loop of appends needs one check at its end. `at` is always
 * NUL-terminated once anything was appended.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/base.h"
#include "base/str.h"

struct buf {
    char *at;
    size_t len;
    size_t room;
    size_t max; /* bytes, without the final NUL */
    bool full;  /* something did not fit */
};

void buf_init(struct buf *buf, size_t bytes_max);

/* Releases the bytes; NULL is accepted. */
void buf_finish(struct buf *buf);

/* Appends; false when it did not fit (then nothing was appended). */
bool buf_add(struct buf *buf, const void *bytes, size_t len);
bool buf_add_text(struct buf *buf, const char *text);
bool buf_add_char(struct buf *buf, char c);
bool buf_printf(struct buf *buf, const char *format, ...) PRINTF(2, 3);

/* Makes room for `bytes` in all, as far as the maximum allows. */
void buf_reserve(struct buf *buf, size_t bytes);

/* Takes off what follows the first `len` bytes; `len` at most buf->len. */
void buf_cut(struct buf *buf, size_t len);

/* Empties without giving memory back. */
void buf_clear(struct buf *buf);

/* The content as text; "" while empty. */
const char *buf_text(const struct buf *buf) NEVER_NULL;

static inline struct str buf_str(const struct buf *buf)
{
    return (struct str){.at = buf->at, .len = buf->len};
}

#endif
