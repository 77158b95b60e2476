/*
 * bench_dispatch.c - how many reminders a second the engine takes from due to
 * a durable result, and how soon after they are due
 *
 *     bench_dispatch KEPT.db ROWS DUE [really | evenly | fill]
 *
 * The office in KEPT.db must be live and empty; BENCH_CONFIG names its
 * kept.yaml. Real are the schema, the passes, the words, the request that a
 * gateway is asked with and the reading of its answer; played is the carrier,
 * which accepts at once. ROWS reminders are planned for as many customers, the
 * first DUE of them due; the others come later. It ends with an error unless
 * each that was due is accepted once, on disk, and nothing else is.
 *
 * `really`: by the real carrier, to the gateway of BENCH_CONFIG. `evenly`: 700
 * are due in each second; prints how late the 99th of a hundred left. `fill`:
 * only makes the rows.
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
    bool is_real;   /* no, the gateway itself is asked */
    int64_t wanted; /* evenly: so many are to be taken; else 0 */
    size_t taken;   /* evenly */
    int *late_ms;   /* evenly: of each */
};

/* A whole country's peak (reliability.md 4.1). */
#define EVENLY_A_SECOND 700

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
    if (bench->wanted != 0)
        bench->late_ms[bench->taken++] =
            (int)(clock_now_ms(&bench->engine.clock) % 1000);
    parcel->done = done;
    parcel->context = context;
    *bench->last = parcel;
    bench->last = &parcel->next;
    (void)uv_idle_start(&bench->idle, answer_all);
}

static void passed(void *context, bool idle)
{
    struct bench *bench = context;

    if (idle && (int64_t)bench->taken == bench->wanted)
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

static int by_size(const void *left, const void *right)
{
    return *(const int *)left - *(const int *)right;
}

/* Due times are whole seconds, so the rest of a second is how late one is;
 * `seconds` more than there should be tells of any that missed its own. */
static int report_evenly(struct bench *bench, double seconds)
{
    size_t count = bench->taken;

    qsort(bench->late_ms, count, sizeof(int), by_size);
    (void)printf("kept-due a_second=%d due=%zu seconds=%.2f median_ms=%d "
                 "p99_ms=%d most_ms=%d\n",
                 EVENLY_A_SECOND, count, seconds, bench->late_ms[count / 2],
                 bench->late_ms[count * 99 / 100], bench->late_ms[count - 1]);
    return bench->late_ms[count * 99 / 100] < 50 ? 0 : 1;
}

static void spread(const char *path, int64_t due)
{
    struct db *db;
    struct error err;

    if (!db_open(path, DB_WRITE, &db, &err) ||
        !db_do(db,
               "UPDATE reminder SET due_s = ?1 + 2 + (id - 1) / ?2"
               " WHERE id <= ?3",
               &err,
               DB_VALUES(DB_I64(DUE_OFFICE_NOW_S), DB_I64(EVENLY_A_SECOND),
                         DB_I64(due))))
        die("spreading", &err);
    db_close(db);
}

int main(int argc, char **argv)
{
    struct bench bench = {.carrier = {.send = take}};
    struct rusage used;
    int64_t rows, due, wrong;
    const char *how;
    double begin, cpu, seconds;
    struct error err;

    if (argc < 4) {
        (void)fputs("usage: bench_dispatch KEPT.db ROWS DUE "
                    "[really | evenly | fill]\n",
                    stderr);
        return 2;
    }
    how = argc > 4 ? argv[4] : "";
    bench.is_real = strcmp(how, "really") == 0;
    rows = strtoll(argv[2], NULL, 10);
    due = strtoll(argv[3], NULL, 10);
    bench.last = &bench.first;
    if (!due_office_fill(argv[1], rows, due, &err))
        die("filling", &err);
    if (strcmp(how, "fill") == 0)
        return 0;
    if (strcmp(how, "evenly") == 0) {
        spread(argv[1], due);
        bench.wanted = due;
        bench.late_ms = calloc((size_t)due, sizeof(int));
        if (bench.late_ms == NULL)
            abort();
    }
    cpu = now_s(CLOCK_PROCESS_CPUTIME_ID);
    begin = now_s(CLOCK_MONOTONIC);
    run(&bench, argv[1]);
    seconds = now_s(CLOCK_MONOTONIC) - begin;
    cpu = now_s(CLOCK_PROCESS_CPUTIME_ID) - cpu;
    uv_close((uv_handle_t *)&bench.idle, NULL);
    engine_destroy(&bench.engine);
    if (bench.wanted != 0)
        return report_evenly(&bench, seconds);
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
