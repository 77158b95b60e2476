#include "app/screen.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/escape.h"

/* A character of UTF-8 may be cut by the end of a write. */
#define PENDING_MAX 3

struct screen {
    FILE *under;
    char pending[PENDING_MAX];
    size_t pending_len;
};

/* Bytes of the character that `first` begins. */
static size_t promised(unsigned char first)
{
    if (first >= 0xF0)
        return 4;
    if (first >= 0xE0)
        return 3;
    return first >= 0xC0 ? 2 : 1;
}

/* Bytes at the end that begin a character without finishing it. */
static size_t cut_tail(struct str text)
{
    for (size_t back = 1; back <= PENDING_MAX && back <= text.len; back++) {
        unsigned char byte = (unsigned char)text.at[text.len - back];

        if ((byte & 0xC0U) != 0x80)
            return back < promised(byte) ? back : 0;
    }
    return 0;
}

static bool put(struct screen *screen, struct str text)
{
    struct buf out;
    bool ok;

    buf_init(&out, 4 * text.len + 4);
    escape_screen(text, &out);
    ok = fwrite(buf_text(&out), 1, out.len, screen->under) == out.len &&
         fflush(screen->under) == 0;
    buf_finish(&out);
    return ok;
}

static ssize_t write_text(void *cookie, const char *bytes, size_t len)
{
    struct screen *screen = cookie;
    struct buf all;
    size_t tail;
    bool ok;

    buf_init(&all, PENDING_MAX + len);
    (void)buf_add(&all, screen->pending, screen->pending_len);
    (void)buf_add(&all, bytes, len);
    tail = cut_tail(buf_str(&all));
    ok = put(screen, (struct str){buf_text(&all), all.len - tail});
    memcpy(screen->pending, buf_text(&all) + all.len - tail, tail);
    screen->pending_len = tail;
    buf_finish(&all);
    return ok ? (ssize_t)len : 0;
}

static int close_screen(void *cookie)
{
    struct screen *screen = cookie;
    bool ok = put(screen, (struct str){screen->pending, screen->pending_len});

    free(screen);
    return ok ? 0 : EOF;
}

FILE *screen_open(FILE *under)
{
    static const cookie_io_functions_t functions = {
        .write = write_text,
        .close = close_screen,
    };
    struct screen *screen = calloc(1, sizeof(*screen));
    bool by_line = under == stderr || isatty(fileno(under)) != 0;
    FILE *stream;

    if (screen == NULL)
        abort();
    screen->under = under;
    stream = fopencookie(screen, "w", functions);
    if (stream == NULL ||
        setvbuf(stream, NULL, by_line ? _IOLBF : _IOFBF, 0) != 0)
        abort();
    return stream;
}
