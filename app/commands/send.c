#include "app/command.h"
#include "app/daemon.h"
#include "app/engine.h"

/*
 * send - what is due now leaves, and its answers are waited for
 */

struct sending {
    struct engine engine;
    struct error problem; /* nothing could be written */
    bool is_over;
};

static void passed(void *context, bool idle)
{
    struct sending *sending = context;
    const struct error *problem = dispatch_problem(sending->engine.dispatch);

    if (sending->is_over || (!idle && problem == NULL))
        return;
    if (problem != NULL)
        sending->problem = *problem;
    sending->is_over = true;
    uv_stop(&sending->engine.loop);
}

static int tell(const struct call *call, const struct dispatch_counts *counts,
                bool stopped)
{
    bool needs_person = stopped || counts->refused != 0 || counts->unknown != 0;

    if (call->json)
        call_print_json(call, json_pack("{s:I, s:I, s:I, s:I, s:I}", "accepted",
                                        (json_int_t)counts->accepted, "refused",
                                        (json_int_t)counts->refused, "retry",
                                        (json_int_t)counts->retry, "unknown",
                                        (json_int_t)counts->unknown, "skipped",
                                        (json_int_t)counts->skipped));
    else
        (void)fprintf(call->out,
                      "%zu accepted, %zu refused, %zu to be tried again, %zu "
                      "unknown, %zu skipped.\n",
                      counts->accepted, counts->refused, counts->retry,
                      counts->unknown, counts->skipped);
    if (stopped)
        (void)fputs("kept: a gateway stopped because of our key, sender or "
                    "balance; 'kept doctor' says which\n",
                    call->err);
    return needs_person ? EXIT_NEEDS_PERSON : EXIT_DONE;
}

static int run(struct call *call)
{
    struct sending sending = {0};
    struct engine_hooks hooks = {.passed = passed, .context = &sending};
    struct dispatch_counts counts;
    struct error err;
    bool stopped;

    if (call->daemon != NULL) {
        daemon_send(call->daemon, &counts, &stopped);
        return tell(call, &counts, stopped);
    }
    if (!engine_create(call, call->clock, &hooks, &sending.engine, &err))
        return call_fail(call, &err);
    dispatch_kick(sending.engine.dispatch);
    (void)uv_run(&sending.engine.loop, UV_RUN_DEFAULT);
    counts = dispatch_take_counts(sending.engine.dispatch);
    stopped = dispatch_has_stopped_gateway(sending.engine.dispatch);
    engine_destroy(&sending.engine);
    if (sending.problem.kind != ERROR_NONE)
        return call_fail(call, &sending.problem);
    return tell(call, &counts, stopped);
}

const struct command command_send = {
    .name = "send",
    .kind = COMMAND_WRITES,
    .words = "",
    .help = "Sends what is due now, waits for the answers, and ends.",
    .example = "kept send --json",
    .run = run,
};
