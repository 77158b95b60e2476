/*
 * bench_dispatch.c - how many reminders a second the engine takes from due to
 * a durable result
 *
 *     bench_dispatch KEPT.db ROWS DUE [really]
 *
 * The office in KEPT.db must be live and empty. Real are the schema, the
 * passes, the words, the request that a gateway is asked with and the reading
 * of its answer; played is the carrier, which accepts at once, unless it is
 * `really` to go to the gateway of BENCH_CONFIG. ROWS reminders
 * are planned for as many customers, the first DUE of them due; the others
 * come later. It ends with an error unless each that was due is accepted
 * once, on disk, and nothing else is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "app/engine.h"
#include "app/jobs/pass.h"
#include "tests/harness/due_office.h"

struct bench {
    struct carrier carrier;
    uv_idle_t idle;
    struct engine engine;
    struct parcel *first; /* taken, not answered yet */
    struct parcel **last;
    bool is_real; /* no, the gateway itself is asked */
};

/* One request, until the loop comes round. */
struct parcel {
    struct parcel *next;
    exchange_done *done;
    void *context;
};

static void die(const char *what, const struct error *err)
{
    (void)fprintf(stderr, "bench_dispatch: %s: %s\n", what, err->text);
    exit(1);
}

static void answer_all(uv_idle_t *idle)
{
    static const char answer[] = "{\"message_id\":\"SM0123456789abcdef\"}";
    struct bench *bench = idle->data;
    static const struct exchange_reply reply = {
        .fate = EXCHANGE_ANSWERED,
        .status = 202,
        .body = {answer, sizeof(answer) - 1},
        .problem = "",
    };
    struct parcel *parcel = bench->first;

    bench->first = NULL;
    bench->last = &bench->first;
    (void)uv_idle_stop(idle);
    while (parcel != NULL) {
        struct parcel *next = parcel->next;

        parcel->done(&reply, parcel->context);
        free(parcel);
        parcel = next;
    }
}

static void take(struct carrier *carrier,
                 const struct exchange_request *request, exchange_done *done,
                 void *context)
{
    struct bench *bench = container_of(carrier, struct bench, carrier);
    struct parcel *parcel = calloc(1, sizeof(*parcel));

    if (parcel == NULL)
        abort();
    (void)request;
    parcel->done = done;
    parcel->context = context;
    *bench->last = parcel;
    bench->last = &parcel->next;
    (void)uv_idle_start(&bench->idle, answer_all);
}

static void passed(void *context, bool idle)
{
    struct bench *bench = context;

    if (idle)
        uv_stop(&bench->engine.loop);
}

static double now_s(clockid_t clock)
{
    struct timespec now;

    (void)clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* What is wrong with the rows afterwards; the process is over by then. */
static int64_t wrong_rows(const char *path, int64_t due)
{
    static const char sql[] =
        "SELECT abs(?1 - (SELECT count(*) FROM message m JOIN delivery d"
        "                   ON d.message = m.id JOIN reminder r"
        "                   ON r.message = m.id"
        "                WHERE m.state = 'accepted' AND m.fence = 1"
        "                  AND d.outcome = 'accepted'"
        "                  AND r.state = 'accepted' AND m.body LIKE"
        "                      '%appointment on%'))"
        " + (SELECT count(*) FROM message WHERE state <> 'accepted')"
        " + (SELECT count(*) FROM reminder"
        "     WHERE state NOT IN ('planned', 'accepted'))";
    int64_t wrong = -1;
    struct db *db;
    struct error err;

    if (!db_open(path, DB_READ, &db, &err) ||
        !db_ask_i64(db, sql, &wrong, &err, DB_VALUES(DB_I64(due))))
        die("looking at the result", &err);
    db_close(db);
    return wrong;
}

static void run(struct bench *bench, const char *path)
{
    struct arena arena = {0};
    struct call call;
    struct error err;
    struct engine_hooks hooks = {
        .passed = passed,
        .context = bench,
        .carrier = bench->is_real ? NULL : &bench->carrier,
    };

    call_init(&call, &arena);
    call.db_path = path;
    call.config_path = getenv("BENCH_CONFIG");
    if (!engine_create(&call,
                       clock_running((struct instant){DUE_OFFICE_NOW_S}, 1),
                       &hooks, &bench->engine, &err))
        die("engine", &err);
    (void)uv_idle_init(&bench->engine.loop, &bench->idle);
    bench->idle.data = bench;
    dispatch_kick(bench->engine.dispatch);
    (void)uv_run(&bench->engine.loop, UV_RUN_DEFAULT);
    arena_free(&arena);
}

int main(int argc, char **argv)
{
    struct bench bench = {.carrier = {.send = take}};
    struct rusage used;
    int64_t rows, due, wrong;
    double begin, cpu, seconds;
    struct error err;

    if (argc < 4) {
        (void)fputs("usage: bench_dispatch KEPT.db ROWS DUE [really]\n",
                    stderr);
        return 2;
    }
    bench.is_real = argc > 4;
    rows = strtoll(argv[2], NULL, 10);
    due = strtoll(argv[3], NULL, 10);
    bench.last = &bench.first;
    if (!due_office_fill(argv[1], rows, due, &err))
        die("filling", &err);
    cpu = now_s(CLOCK_PROCESS_CPUTIME_ID);
    begin = now_s(CLOCK_MONOTONIC);
    run(&bench, argv[1]);
    seconds = now_s(CLOCK_MONOTONIC) - begin;
    cpu = now_s(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    uv_close((uv_handle_t *)&bench.idle, NULL);
    engine_destroy(&bench.engine);
    wrong = wrong_rows(argv[1], due);
    (void)getrusage(RUSAGE_SELF, &used);
    (void)printf("%s batch=%d planned=%lld due=%lld seconds=%.2f "
                 "cpu_us_each=%.1f memory_mb=%ld wrong=%lld per_second=%.0f\n",
                 bench.is_real ? "kept-http" : "kept-dispatch", CLAIM_BATCH_MAX,
                 (long long)rows, (long long)due, seconds,
                 cpu * 1e6 / (double)due, used.ru_maxrss / 1024,
                 (long long)wrong, (double)due / seconds);
    return wrong == 0 ? 0 : 1;
}
