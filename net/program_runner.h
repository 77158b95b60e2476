/*
 * program_runner.h - a program of this machine, run once for one exchange
 *
 * For a gateway that no dialect speaks. No shell in between: the words are
 * the program's own.
 */
#ifndef NET_PROGRAM_RUNNER_H
#define NET_PROGRAM_RUNNER_H

#include <uv.h>

#include "net/carrier.h"

/* What it prints is an answer, not a file. */
#define PROGRAM_OUTPUT_MAX (8 * 1024)

/* How status tells a program that a signal ended. */
#define PROGRAM_SIGNAL     1000

/*
 * Runs request->url with request->arguments; request->body is its standard
 * input, request->headers are its environment (nothing of ours but PATH, HOME
 * and LANG goes along). Calls `done` once, later:
 *
 * - answered: it ended; `status` is its exit status, or PROGRAM_SIGNAL and
 *   the signal; `body` holds what it printed, or complained of when it
 *   failed, up to the limit;
 * - interrupted: it did not end within the time and was killed;
 * - rejected: there is no such program, or it may not be run;
 * - unreachable: the machine has no room for another process.
 */
void program_runner_send(uv_loop_t *loop,
                         const struct exchange_request *request,
                         exchange_done *done, void *context);

#endif
