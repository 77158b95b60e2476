/*
 * kept - appointments that are kept
 *
 * base/       no domain words          domain/     the nouns
 * importers/  calendars to bookings    scheduler/  when to speak
 * notifiers/  how to say it            analytics/  how often, how much, who
 * store/      every row that changes   net/        every socket
 * app/        commands and jobs that join the rooms; you are here
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include "app/command.h"
#include "app/handover.h"
#include "app/screen.h"

/* A document must not become standard input because that was closed. */
static void open_what_is_closed(void)
{
    int fd;

    do
        fd = open("/dev/null", O_RDWR);
    while (fd >= 0 && fd <= STDERR_FILENO);
    if (fd >= 0)
        (void)close(fd);
}

/* Text for people; JSON and files that are printed stay byte by byte. */
static void open_screens(struct call *call)
{
    call->err = screen_open(stderr);
    if (!call->json && !call->command->is_exact)
        call->out = screen_open(stdout);
}

/* False when something could not be written. */
static bool close_screens(struct call *call)
{
    bool ok = call->out == stdout || fclose(call->out) == 0;

    if (call->err != stderr)
        (void)fclose(call->err);
    return fflush(stdout) == 0 && ok;
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct call call;
    int status;

    open_what_is_closed();
    /* Both are errors of the write that meets them. */
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
    call_init(&call, &arena);
    call.out = stdout;
    call.err = stderr;
    if (command_line_read(argc, argv, &call, &status)) {
        open_screens(&call);
        if (!handover(&call, argc, argv, &status))
            status = call.command->run(&call);
    }
    if (!close_screens(&call))
        status = EXIT_FAILED;
    call_finish(&call);
    arena_free(&arena);
    return status;
}
