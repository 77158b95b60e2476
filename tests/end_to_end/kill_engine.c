/*
 * kill_engine.c - kill -9 at random moments, many a second
 *
 *     kill_engine KEPT.db KILLS SEED
 *
 * The office in KEPT.db is live and has reminders due; BENCH_CONFIG names its
 * kept.yaml. A child runs the real engine (passes, claims, recovery at the
 * start) with a carrier that takes each message through a socket to the
 * parent: the gateway, which outlives it, writes down what it took before it
 * answers, says "later" now and then, and kills the child. At the end the
 * engine is let run until nothing is due.
 *
 * Wrong are: a message that is neither at the gateway nor in a state that is
 * shown with its reason; one that is called accepted and is not there; more
 * doubles of a message than kills that found it claimed, and where the
 * gateway does not ignore repeats any double at all; a database that is not
 * whole. Also says how long it took from a start to its first message.
 */
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/engine.h"
#include "tests/harness/due_office.h"

#define KEY_BYTES  64
#define START_MS   60 /* a quarter dies within that, while it starts… */
#define SENDING_MS 25 /* …the others so soon after their first message */
#define HOPELESS_S 20 /* without any */
#define LOG_KILLS  50 /* the database's log is worked off so often */
#define KEPT_BACK  64 /* answers that the gateway owes at once */

/* What goes through the socket, both ways. */
struct parcel {
    uint64_t ticket;
    int status; /* of the answer */
    char key[KEY_BYTES];
};

/* One message, as the gateway and its killer know it. */
struct known {
    char key[KEY_BYTES];
    int taken;
    int doubtful; /* kills that found it claimed */
};

struct gateway {
    struct known *all;
    size_t count, room, last;
    struct parcel owed[KEPT_BACK];
    size_t owed_count;
    struct dice dice;
    size_t sent, doubtful;
    double slowest_s; /* from a start to the first message */
};

__attribute__((noreturn)) static void die(const char *what, const char *why)
{
    (void)fprintf(stderr, "kill_engine: %s: %s\n", what, why);
    _exit(1);
}

static double now_s(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* ---- the child ---- */

struct flight {
    exchange_done *done;
    void *context;
};

struct child {
    struct carrier carrier;
    struct engine engine;
    uv_poll_t poll;
    int file;
};

static void take(struct carrier *carrier,
                 const struct exchange_request *request, exchange_done *done,
                 void *context)
{
    struct child *child = container_of(carrier, struct child, carrier);
    struct flight *flight = malloc(sizeof(*flight));
    struct parcel parcel = {.ticket = (uint64_t)(uintptr_t)flight};

    if (flight == NULL || request->body.len >= KEY_BYTES)
        die("request", "too large");
    *flight = (struct flight){done, context};
    memcpy(parcel.key, request->body.at, request->body.len);
    if (send(child->file, &parcel, sizeof(parcel), 0) != sizeof(parcel))
        _exit(3);
}

static void hear(uv_poll_t *poll, int status, int events)
{
    const struct child *child = poll->data;
    struct parcel parcel;

    (void)events;
    if (status < 0)
        _exit(3);
    while (recv(child->file, &parcel, sizeof(parcel), MSG_DONTWAIT) ==
           sizeof(parcel)) {
        struct flight *flight = (struct flight *)(uintptr_t)parcel.ticket;
        struct exchange_reply reply = {
            .fate = EXCHANGE_ANSWERED,
            .status = parcel.status,
            .problem = "",
        };

        flight->done(&reply, flight->context);
        free(flight);
    }
}

static void passed(void *context, bool idle)
{
    struct child *child = context;

    if (idle)
        uv_stop(&child->engine.loop);
}

__attribute__((noreturn)) static void live(const char *path, int file,
                                           struct instant now)
{
    struct child child = {.carrier = {.send = take}, .file = file};
    struct engine_hooks hooks = {
        .passed = passed,
        .context = &child,
        .carrier = &child.carrier,
    };
    struct arena arena = {0};
    struct call call;
    struct error err;

    call_init(&call, &arena);
    call.db_path = path;
    call.config_path = getenv("BENCH_CONFIG");
    if (!engine_create(&call, clock_running(now, 1), &hooks, &child.engine,
                       &err))
        die("engine", err.text);
    if (uv_poll_init(&child.engine.loop, &child.poll, file) != 0)
        die("engine", "no handle");
    child.poll.data = &child;
    (void)uv_poll_start(&child.poll, UV_READABLE, hear);
    dispatch_kick(child.engine.dispatch);
    (void)uv_run(&child.engine.loop, UV_RUN_DEFAULT);
    _exit(0);
}

/* ---- the gateway, which kills it ---- */

static struct known *known(struct gateway *gateway, const char *key)
{
    /* Mostly it is the one after the last that was looked for. */
    for (size_t i = 0; i < gateway->count; i++) {
        size_t at = (gateway->last + 1 + i) % gateway->count;

        if (strcmp(gateway->all[at].key, key) != 0)
            continue;
        gateway->last = at;
        return &gateway->all[at];
    }
    gateway->last = gateway->count;
    if (gateway->count == gateway->room) {
        gateway->room = 2 * gateway->room + 1024;
        gateway->all =
            realloc(gateway->all, gateway->room * sizeof(*gateway->all));
        if (gateway->all == NULL)
            abort();
    }
    gateway->all[gateway->count] = (struct known){.taken = 0};
    (void)snprintf(gateway->all[gateway->count].key, KEY_BYTES, "%s", key);
    return &gateway->all[gateway->count++];
}

static void take_down(struct gateway *gateway, struct parcel *parcel)
{
    bool later = dice_below(&gateway->dice, 50) == 0;

    assert(gateway->owed_count < KEPT_BACK); /* a window is smaller */
    parcel->status = later ? 503 : 202;
    if (!later)
        known(gateway, parcel->key)->taken++;
    gateway->sent++;
    gateway->owed[gateway->owed_count++] = *parcel;
}

/* In no order, and some of them late. */
static void answer_some(struct gateway *gateway, int file)
{
    while (gateway->owed_count > 0 && dice_below(&gateway->dice, 3) != 0) {
        size_t i = dice_below(&gateway->dice, (uint32_t)gateway->owed_count);

        (void)send(file, &gateway->owed[i], sizeof(gateway->owed[i]),
                   MSG_NOSIGNAL);
        gateway->owed[i] = gateway->owed[--gateway->owed_count];
    }
}

/* How long a child may live. */
struct life {
    double all_s;     /* from its start */
    double sending_s; /* from its first message */
};

/* One message, if there is one within a millisecond: its length, 0 when the
 * child has ended, less when nothing came. */
static ssize_t receive(int file, struct parcel *parcel)
{
    struct pollfd watch = {.fd = file, .events = POLLIN};

    if (poll(&watch, 1, 1) <= 0)
        return -1;
    return recv(file, parcel, sizeof(*parcel), MSG_DONTWAIT);
}

/* Serves until the time is over, or the child has ended by itself. */
static void serve(struct gateway *gateway, int file, struct life life)
{
    struct parcel parcel;
    double begin_s = now_s();
    double until_s = begin_s + life.all_s;
    ssize_t len = -1;

    while (now_s() < until_s && (len = receive(file, &parcel)) < 0)
        answer_some(gateway, file);
    if (len <= 0)
        return;
    if (now_s() - begin_s > gateway->slowest_s)
        gateway->slowest_s = now_s() - begin_s;
    if (now_s() + life.sending_s < until_s)
        until_s = now_s() + life.sending_s;
    while (len != 0 && now_s() < until_s) {
        if (len > 0)
            take_down(gateway, &parcel);
        if (len < 0 || gateway->owed_count == KEPT_BACK)
            answer_some(gateway, file);
        len = receive(file, &parcel);
    }
    if (len > 0)
        take_down(gateway, &parcel);
}

/* What was on its way when it died arrives all the same. */
static void serve_rest(struct gateway *gateway, int file)
{
    struct parcel parcel;

    while (recv(file, &parcel, sizeof(parcel), MSG_DONTWAIT) ==
           (ssize_t)sizeof(parcel)) {
        gateway->owed_count = 0;
        take_down(gateway, &parcel);
    }
    gateway->owed_count = 0;
}

static void note_doubtful(struct gateway *gateway, const char *path)
{
    static const char sql[] = "SELECT key FROM message WHERE state = 'claimed'";
    struct db_stmt *stmt;
    struct db *db;
    struct error err;
    bool row;

    if (!db_open(path, DB_READ, &db, &err) || !db_prepare(db, sql, &stmt, &err))
        die("after a kill", err.text);
    while (db_step(stmt, &row, &err) && row) {
        known(gateway, db_column_text(stmt, 0))->doubtful++;
        gateway->doubtful++;
    }
    db_finish(stmt);
    db_close(db);
}

static struct life random_life(struct dice *dice)
{
    if (dice_below(dice, 4) == 0)
        return (struct life){dice_unit(dice) * START_MS / 1000, HOPELESS_S};
    return (struct life){HOPELESS_S, dice_unit(dice) * SENDING_MS / 1000};
}

static void one_life(struct gateway *gateway, const char *path,
                     struct instant now, struct life life)
{
    int files[2];
    int status;
    pid_t pid;

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, files) != 0)
        die("socket", "none to be had");
    pid = fork();
    if (pid == 0) {
        (void)close(files[0]);
        live(path, files[1], now);
    }
    (void)close(files[1]);
    serve(gateway, files[0], life);
    (void)kill(pid, SIGKILL);
    if (waitpid(pid, &status, 0) != pid)
        die("child", "lost");
    if (!WIFSIGNALED(status) && WEXITSTATUS(status) != 0)
        die("child", "it failed by itself");
    serve_rest(gateway, files[0]);
    (void)close(files[0]);
    note_doubtful(gateway, path);
}

/* Nobody lives long enough to do it, and each start reads the whole log. */
static void shorten_log(const char *path)
{
    struct db *db;
    struct error err;

    if (!db_open(path, DB_WRITE, &db, &err) ||
        !db_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", &err))
        die("the log", err.text);
    db_close(db);
}

/* ---- what came of it ---- */

static int64_t ask(struct db *db, const char *sql)
{
    int64_t number = -1;
    struct error err;

    if (!db_ask_i64(db, sql, &number, &err, NULL, 0))
        die(sql, err.text);
    return number;
}

static size_t complain(const char *what, const char *key)
{
    (void)fprintf(stderr, "kill_engine: %s: %s\n", what, key);
    return 1;
}

static size_t check_messages(struct gateway *gateway, struct db *db)
{
    static const char sql[] =
        "SELECT m.key, m.state, m.reason,"
        "       (SELECT count(*) FROM delivery WHERE message = m.id)"
        "  FROM message m";
    struct db_stmt *stmt;
    struct error err;
    size_t wrong = 0;
    bool row;

    if (!db_prepare(db, sql, &stmt, &err))
        die("messages", err.text);
    while (db_step(stmt, &row, &err) && row) {
        const char *state = db_column_text(stmt, 1);
        const struct known *one = known(gateway, db_column_text(stmt, 0));
        bool is_accepted = strcmp(state, "accepted") == 0;

        if (is_accepted && one->taken == 0)
            wrong += complain("accepted, but not there", one->key);
        if (!is_accepted && strcmp(state, "unknown") != 0 &&
            strcmp(state, "planned") != 0)
            wrong += complain(state, one->key);
        if (!is_accepted && db_column_i64(stmt, 3) == 0)
            wrong += complain("nothing says why", one->key);
    }
    db_finish(stmt);
    return wrong;
}

static size_t check_all(struct gateway *gateway, const char *path,
                        size_t *doubles)
{
    bool repeats = getenv("KEPT_REPEATABLE") != NULL;
    struct db *db;
    struct error err;
    size_t wrong = 0;

    if (!db_open(path, DB_READ, &db, &err))
        die("the result", err.text);
    wrong += check_messages(gateway, db);
    for (size_t i = 0; i < gateway->count; i++) {
        const struct known *one = &gateway->all[i];
        int extra = one->taken > 1 ? one->taken - 1 : 0;

        *doubles += (size_t)extra;
        if (extra > (repeats ? one->doubtful : 0))
            wrong += complain("taken too often", one->key);
    }
    if (ask(db, "SELECT count(*) FROM reminder WHERE state = 'planned'"
                "   AND message IS NULL AND due_s <= 1791964800") != 0)
        wrong += complain("never put into a message", "reminders");
    if (ask(db, "SELECT count(*) FROM pragma_integrity_check"
                " WHERE integrity_check <> 'ok'") != 0 ||
        ask(db, "SELECT count(*) FROM pragma_foreign_key_check") != 0)
        wrong += complain("not whole", path);
    (void)printf("%lld unknown, ",
                 (long long)ask(db, "SELECT count(*) FROM message"
                                    " WHERE state = 'unknown'"));
    db_close(db);
    return wrong;
}

int main(int argc, char **argv)
{
    struct gateway gateway = {.slowest_s = 0};
    struct instant now = {DUE_OFFICE_NOW_S};
    int64_t kills, seed;
    size_t wrong, doubles = 0;
    struct error err;

    if (argc != 4) {
        (void)fputs("usage: kill_engine KEPT.db KILLS SEED\n", stderr);
        return 2;
    }
    kills = strtoll(argv[2], NULL, 10);
    seed = strtoll(argv[3], NULL, 10);
    gateway.dice.state = (uint64_t)seed;
    (void)signal(SIGPIPE, SIG_IGN);
    if (!due_office_fill(argv[1], kills * 30, kills * 30, &err))
        die("filling", err.text);
    for (int64_t i = 0; i < kills; i++) {
        one_life(&gateway, argv[1], now, random_life(&gateway.dice));
        now.unix_s += i % 10 == 0;
        if (i % LOG_KILLS == LOG_KILLS - 1)
            shorten_log(argv[1]);
    }
    one_life(&gateway, argv[1], (struct instant){now.unix_s + 3600},
             (struct life){600, 600});
    wrong = check_all(&gateway, argv[1], &doubles);
    free(gateway.all);
    if (gateway.doubtful < (size_t)kills / 4)
        wrong += complain("hardly anything was in flight", "the kills");
    (void)printf("%lld kills, seed %lld: %zu messages asked for, %zu in flight "
                 "at a kill, %zu doubles, first message at most %.0f ms after "
                 "a start, wrong=%zu\n",
                 (long long)kills, (long long)seed, gateway.sent,
                 gateway.doubtful, doubles, gateway.slowest_s * 1000, wrong);
    return wrong == 0 ? 0 : 1;
}
