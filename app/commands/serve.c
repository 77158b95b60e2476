#include <errno.h>
#include <stdlib.h>

#include "app/command.h"
#include "app/daemon.h"

/*
 * serve - the daemon
 */

/* A fortnight passes in a second. */
#define SPEED_MAX 1000000

static const struct option_spec options[] = {
    {"speed", "N", "let the clock run N times as fast, from --at or now"},
    {0},
};

static bool read_speed(const char *text, int *out, struct error *err)
{
    char *end;
    long value;

    *out = 1;
    if (text == NULL)
        return true;
    errno = 0;
    value = strtol(text, &end, 10);
    *out = (int)value;
    if (errno == 0 && end != text && *end == '\0' && value >= 1 &&
        value <= SPEED_MAX)
        return true;
    return error_set(err, ERROR_USAGE,
                     "--speed '%s': a number from 1 to %d, please", text,
                     SPEED_MAX);
}

static int run(struct call *call)
{
    struct error err;
    int speed;

    if (!read_speed(call_option(call, "speed"), &speed, &err) ||
        !daemon_run(call, speed, &err))
        return call_fail(call, &err);
    return EXIT_DONE;
}

const struct command command_serve = {
    .name = "serve",
    .kind = COMMAND_ALONE,
    .words = "",
    .help = "Runs: reads feeds, plans and sends; SIGTERM stops it gently, "
            "SIGHUP reads the configuration again.",
    .example = "kept serve",
    .options = options,
    .run = run,
};
