#include "app/progress.h"

#include <stdio.h>
#include <unistd.h>

#include "base/escape.h"

/* People wait this long without wondering. */
#define FIRST_MS    2000

/* How often a line comes, written over the last one or below it. */
#define TERMINAL_MS 200
#define FILE_MS     5000

/* Digits and commas of a size_t. */
#define NUMBER_MAX  32

static int64_t now_ms(void)
{
    struct clock clock = clock_system();

    return clock_now_ms(&clock);
}

void progress_start(struct progress *progress, const struct call *call,
                    const char *what)
{
    struct buf safe;

    *progress = (struct progress){
        .is_silent = call->daemon != NULL,
        .is_terminal = isatty(STDERR_FILENO) != 0,
        .next_ms = now_ms() + FIRST_MS,
    };
    buf_init(&safe, sizeof(progress->what) - 1);
    escape_screen((struct str){what, strnlen(what, PROGRESS_WHAT_MAX)}, &safe);
    (void)snprintf(progress->what, sizeof(progress->what), "%s",
                   buf_text(&safe));
    buf_finish(&safe);
}

/* 275111 as "275,111". */
static const char *grouped(size_t value, char out[NUMBER_MAX])
{
    char digits[NUMBER_MAX];
    int count = snprintf(digits, sizeof(digits), "%zu", value);
    int used = 0;

    for (int i = 0; i < count; i++) {
        if (i > 0 && (count - i) % 3 == 0)
            out[used++] = ',';
        out[used++] = digits[i];
    }
    out[used] = '\0';
    return out;
}

static void show(struct progress *progress, const char *doing, size_t done,
                 size_t total)
{
    char first[NUMBER_MAX];
    char second[NUMBER_MAX];

    (void)fprintf(stderr, "%s%s: %s …%s%s%s%s%s",
                  progress->is_terminal ? "\r\x1b[K" : "", progress->what,
                  doing, done == 0 ? "" : " ",
                  done == 0 ? "" : grouped(done, first),
                  total == 0 ? "" : " of ",
                  total == 0 ? "" : grouped(total, second),
                  progress->is_terminal ? "" : "\n");
    (void)fflush(stderr);
    progress->is_shown = progress->is_terminal;
}

void progress_step(struct progress *progress, const char *doing, size_t done,
                   size_t total)
{
    int64_t now;

    if (progress == NULL || progress->is_silent)
        return;
    now = now_ms();
    if (now < progress->next_ms)
        return;
    progress->next_ms = now + (progress->is_terminal ? TERMINAL_MS : FILE_MS);
    show(progress, doing, done, total);
}

void progress_end(struct progress *progress)
{
    if (progress->is_shown)
        (void)fputs("\r\x1b[K", stderr);
    progress->is_shown = false;
    progress->is_silent = true;
}
