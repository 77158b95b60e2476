#include "app/jobs/dispatch.h"

#include <stdlib.h>
#include <string.h>

#include "app/jobs/lane.h"
#include "app/jobs/pass.h"
#include "base/log.h"

/* After a pass that failed (a full disk, say), real time. */
#define PASS_RETRY_MS 5000

struct dispatch {
    struct dispatch_setup setup;
    const struct config *config;
    const struct config *outbox;
    struct lane lanes[CHANNEL_COUNT];
    struct attempts ended;
    struct dispatch_counts counts;
    struct office_cache cache; /* the store thread's */
    struct error problem; /* of the last pass; ERROR_NONE when it went well */
    struct instant next;
    uv_timer_t *timer;
    bool is_passing;
    bool is_wanted; /* somebody asked for a pass that has not begun */
    bool is_stopping;
    bool has_more; /* of what is due, or to plan */
    bool has_stopped;
    bool is_reconfigured; /* stopped gateways may try again */
};

/* A pass on its way to the store thread and back. */
struct travel {
    struct store_job job;
    struct dispatch *dispatch;
    struct pass pass;
};

static void start_pass(struct dispatch *dispatch);

static int64_t real_ms(const struct dispatch *dispatch)
{
    return (int64_t)uv_now(dispatch->setup.loop);
}

static int64_t clock_ms(const struct dispatch *dispatch)
{
    return clock_now_ms(dispatch->setup.clock);
}

static void on_timer(uv_timer_t *timer)
{
    start_pass(timer->data);
}

/* From now, not from when the loop last looked at its clock. */
static void pass_after(struct dispatch *dispatch, int64_t pause_ms)
{
    uv_update_time(dispatch->setup.loop);
    (void)uv_timer_start(dispatch->timer, on_timer,
                         (uint64_t)(pause_ms < 0 ? 0 : pause_ms), 0);
}

void dispatch_kick(struct dispatch *dispatch)
{
    dispatch->is_wanted = true;
    if (!dispatch->is_passing)
        pass_after(dispatch, 0);
}

static void attempt_ended(struct attempt *attempt)
{
    struct dispatch *dispatch = attempt->dispatch;
    struct lane *lane = &dispatch->lanes[attempt->item.channel];
    bool was_open = lane->breaker.state == BREAKER_OPEN;

    lane_ended(lane, attempt, clock_ms(dispatch), real_ms(dispatch));
    if (!was_open && lane->breaker.state == BREAKER_OPEN)
        log_warn("gateway.left-alone",
                 LOG_TEXT("gateway", attempt->route.settings->name),
                 LOG_NUMBER("seconds", lane->breaker.pause_ms / 1000));
    attempts_add(&dispatch->ended, attempt);
    dispatch_kick(dispatch);
}

/* Nothing was written: what had ended is recorded by a later pass. */
static void pass_failed(struct dispatch *dispatch, struct pass *pass,
                        const struct error *err)
{
    log_alert("pass.failed", LOG_ERROR(err));
    dispatch->problem = *err;
    attempts_move(&pass->ended, &dispatch->ended);
    attempts_free(&pass->claimed);
    dispatch->has_more = true;
    pass_after(dispatch, PASS_RETRY_MS);
}

static void count(struct dispatch *dispatch, const struct pass *pass)
{
    struct dispatch_counts *counts = &dispatch->counts;

    counts->accepted += pass->outcomes[DELIVERY_ACCEPTED];
    counts->refused += pass->outcomes[DELIVERY_REFUSED];
    counts->retry +=
        pass->outcomes[DELIVERY_RETRY] + pass->outcomes[DELIVERY_CONFIG];
    counts->unknown += pass->outcomes[DELIVERY_UNKNOWN];
    counts->skipped += pass->skipped;
    dispatch->has_stopped = dispatch->has_stopped || pass->has_stopped ||
                            pass->outcomes[DELIVERY_CONFIG] != 0;
}

static size_t all_in_flight(const struct dispatch *dispatch)
{
    size_t sum = 0;

    for (int i = 0; i < CHANNEL_COUNT; i++)
        sum += dispatch->lanes[i].in_flight;
    return sum;
}

bool dispatch_is_idle(const struct dispatch *dispatch)
{
    return !dispatch->is_passing && !dispatch->is_wanted &&
           dispatch->ended.first == NULL && all_in_flight(dispatch) == 0 &&
           (dispatch->is_stopping || !dispatch->has_more);
}

const struct error *dispatch_problem(const struct dispatch *dispatch)
{
    return dispatch->problem.kind == ERROR_NONE || all_in_flight(dispatch) != 0
               ? NULL
               : &dispatch->problem;
}

/*
 * What is left over and may go on before the pass says: at once, or when the
 * pace allows; a gateway that is left alone for a while has nothing left, but
 * a time to be tried again.
 */
static int64_t look_at_lanes(struct dispatch *dispatch, const struct pass *pass)
{
    int64_t now_ms = clock_ms(dispatch);
    int64_t pause_ms = INT64_MAX;

    for (int i = 0; i < CHANNEL_COUNT; i++) {
        struct lane *lane = &dispatch->lanes[i];
        int64_t wait_ms;

        if (!pass->is_left[i])
            continue;
        if (lane_is_open(lane, now_ms, &wait_ms)) {
            struct instant again = {(now_ms + wait_ms + 999) / 1000};

            dispatch->next = instant_earlier(dispatch->next, again);
            continue;
        }
        dispatch->has_more = true;
        wait_ms = pace_wait_ms(&lane->pace, real_ms(dispatch));
        if (lane_room(lane, now_ms, real_ms(dispatch)) != 0 ||
            (wait_ms > 0 && lane->in_flight < lane->window))
            pause_ms = wait_ms < pause_ms ? wait_ms : pause_ms;
    }
    return pause_ms;
}

/* Real milliseconds until the next pass is due. */
static int64_t pause_ms(struct dispatch *dispatch, const struct pass *pass)
{
    int64_t left_ms = look_at_lanes(dispatch, pass);
    int64_t next_ms =
        clock_real_ms_until(dispatch->setup.clock, dispatch->next);

    if (dispatch->is_wanted || dispatch->ended.first != NULL)
        return 0;
    if (dispatch->is_stopping)
        return next_ms;
    if (pass->has_more)
        return 0;
    return left_ms < next_ms ? left_ms : next_ms;
}

static void send_claimed(struct dispatch *dispatch, struct attempts *claimed)
{
    struct attempt *attempt;

    while ((attempt = attempts_take(claimed)) != NULL) {
        attempt->dispatch = dispatch;
        attempt->ended = attempt_ended;
        attempt_start(attempt, dispatch->setup.carrier,
                      dispatch->setup.clock->is_pretended);
    }
}

/* What was written is known; how long until the next pass, 0: at once. */
static int64_t pass_succeeded(struct dispatch *dispatch,
                              const struct pass *pass)
{
    dispatch->problem.kind = ERROR_NONE;
    if (pass->resumes_gateways)
        dispatch->is_reconfigured = false;
    count(dispatch, pass);
    dispatch->next = pass->next;
    dispatch->has_more = pass->has_more;
    for (int i = 0; i < CHANNEL_COUNT; i++)
        lane_take(&dispatch->lanes[i], pass->claimed_count[i],
                  pass->asked_count[i]);
    return pause_ms(dispatch, pass);
}

static bool travel_work(struct store_job *job, struct db *db, struct error *err)
{
    struct travel *travel = container_of(job, struct travel, job);

    return pass_work(db, &travel->pass, err);
}

/* The next pass begins while what was claimed is sent. */
static void go_on(struct dispatch *dispatch, struct pass *pass, int64_t pause)
{
    if (dispatch->is_wanted)
        start_pass(dispatch);
    else
        pass_after(dispatch, pause);
    send_claimed(dispatch, &pass->claimed);
    attempts_free(&pass->ended);
}

/*
 * Whoever waits for passes is told before the next one begins: what `also`
 * left for them belongs to the store thread again from then on.
 */
static void travel_done(struct store_job *job, const struct error *err)
{
    struct travel *travel = container_of(job, struct travel, job);
    struct dispatch *dispatch = travel->dispatch;
    int64_t pause = 0;

    dispatch->is_passing = false;
    if (err != NULL) {
        pass_failed(dispatch, &travel->pass, err);
    } else {
        pause = pass_succeeded(dispatch, &travel->pass);
        dispatch->is_wanted = dispatch->is_wanted || pause == 0;
    }
    dispatch->setup.passed(dispatch->setup.context, dispatch_is_idle(dispatch));
    if (err == NULL)
        go_on(dispatch, &travel->pass, pause);
    free(travel);
}

static size_t capacity(struct dispatch *dispatch, int channel)
{
    size_t room;

    if (dispatch->is_stopping)
        return 0;
    room = lane_room(&dispatch->lanes[channel], clock_ms(dispatch),
                     real_ms(dispatch));
    return room < CLAIM_BATCH_MAX ? room : CLAIM_BATCH_MAX;
}

static void start_pass(struct dispatch *dispatch)
{
    struct travel *travel = calloc(1, sizeof(*travel));
    struct pass *pass;

    if (travel == NULL)
        abort();
    travel->job = (struct store_job){.work = travel_work, .done = travel_done};
    travel->dispatch = dispatch;
    pass = &travel->pass;
    pass->now = clock_now(dispatch->setup.clock);
    pass->routing = (struct routing){.config = dispatch->config,
                                     .outbox = dispatch->outbox,
                                     .clock = dispatch->setup.clock};
    pass->resumes_gateways = dispatch->is_reconfigured;
    pass->also = dispatch->setup.also;
    pass->also_context = dispatch->setup.context;
    pass->dice = &dispatch->setup.dice;
    pass->cache = &dispatch->cache;
    attempts_init(&pass->claimed);
    attempts_init(&pass->ended);
    for (int i = 0; i < CHANNEL_COUNT; i++)
        pass->capacity[i] = capacity(dispatch, i);
    attempts_move(&dispatch->ended, &pass->ended);
    dispatch->is_passing = true;
    dispatch->is_wanted = false;
    (void)uv_timer_stop(dispatch->timer);
    store_write(dispatch->setup.store, &travel->job);
}

struct dispatch *dispatch_create(const struct dispatch_setup *setup)
{
    struct dispatch *dispatch = calloc(1, sizeof(*dispatch));

    if (dispatch == NULL)
        abort();
    wording_cache_init(&dispatch->cache.wording);
    dispatch->setup = *setup;
    attempts_init(&dispatch->ended);
    dispatch->timer = calloc(1, sizeof(*dispatch->timer));
    if (dispatch->timer == NULL ||
        uv_timer_init(setup->loop, dispatch->timer) != 0)
        abort();
    dispatch->timer->data = dispatch;
    return dispatch;
}

static void free_handle(uv_handle_t *handle)
{
    free(handle);
}

void dispatch_destroy(struct dispatch *dispatch)
{
    if (dispatch == NULL)
        return;
    assert(all_in_flight(dispatch) == 0 && !dispatch->is_passing);
    uv_close((uv_handle_t *)dispatch->timer, free_handle);
    attempts_free(&dispatch->ended);
    arena_free(&dispatch->cache.arena);
    wording_cache_finish(&dispatch->cache.wording);
    free(dispatch);
}

void dispatch_configure(struct dispatch *dispatch, const struct config *config,
                        const struct config *outbox)
{
    dispatch->config = config;
    dispatch->outbox = outbox;
    dispatch->has_stopped = false;
    dispatch->is_reconfigured = true;
    for (int i = 0; i < CHANNEL_COUNT; i++)
        lane_configure(&dispatch->lanes[i], config, (enum channel)i,
                       real_ms(dispatch));
}

void dispatch_stop(struct dispatch *dispatch)
{
    dispatch->is_stopping = true;
    dispatch_kick(dispatch);
}

struct dispatch_counts dispatch_take_counts(struct dispatch *dispatch)
{
    struct dispatch_counts counts = dispatch->counts;

    dispatch->counts = (struct dispatch_counts){0};
    return counts;
}

struct instant dispatch_next(const struct dispatch *dispatch)
{
    return dispatch->next;
}

bool dispatch_has_stopped_gateway(const struct dispatch *dispatch)
{
    return dispatch->has_stopped;
}
