#include "app/jobs/dispatch.h"

#include <stdlib.h>
#include <string.h>

#include "app/jobs/pass.h"
#include "base/log.h"
#include "scheduler/pace.h"
#include "scheduler/verdict.h"
#include "store/outbox.h"

/* After a pass that failed (a full disk, say), real time. */
#define PASS_RETRY_MS 5000

struct dispatch {
    struct dispatch_setup setup;
    const struct config *config;
    const struct config *outbox;
    struct pace pace[CHANNEL_COUNT];
    size_t in_flight[CHANNEL_COUNT];
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

static void on_timer(uv_timer_t *timer)
{
    start_pass(timer->data);
}

static void pass_after(struct dispatch *dispatch, int64_t real_ms)
{
    (void)uv_timer_start(dispatch->timer, on_timer,
                         (uint64_t)(real_ms < 0 ? 0 : real_ms), 0);
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

    dispatch->in_flight[attempt->item.channel]--;
    attempts_add(&dispatch->ended, attempt);
    dispatch_kick(dispatch);
}

static void attempt_replied(const struct exchange_reply *reply, void *context)
{
    struct attempt *attempt = context;

    attempt->route.notifier->classify(attempt->route.settings, reply,
                                      &attempt->arena, &attempt->delivery);
    attempt_ended(attempt);
}

static void attempt_start(struct dispatch *dispatch, struct attempt *attempt)
{
    struct exchange_request *request =
        arena_new(&attempt->arena, struct exchange_request);
    struct error err;

    attempt->dispatch = dispatch;
    dispatch->in_flight[attempt->item.channel]++;
    if (attempt->is_judged) {
        attempt_ended(attempt);
        return;
    }
    if (!attempt->route.notifier->compose(attempt->route.settings,
                                          &attempt->message, &attempt->arena,
                                          request, &err)) {
        attempt->delivery = (struct delivery){
            .outcome = DELIVERY_REFUSED,
            .detail = arena_strdup(&attempt->arena, err.text),
        };
        attempt_ended(attempt);
        return;
    }
    request->only_loopback = dispatch->setup.clock->is_pretended;
    carrier_send(dispatch->setup.carrier, request, attempt_replied, attempt);
}

static void free_attempts(struct attempts *attempts)
{
    struct attempt *attempt;

    while ((attempt = attempts_take(attempts)) != NULL) {
        arena_free(&attempt->arena);
        free(attempt);
    }
}

/* Nothing was written: what had ended is recorded by a later pass. */
static void pass_failed(struct dispatch *dispatch, struct pass *pass,
                        const struct error *err)
{
    struct attempt *attempt;

    log_alert("pass.failed", LOG_ERROR(err));
    dispatch->problem = *err;
    while ((attempt = attempts_take(&pass->ended)) != NULL)
        attempts_add(&dispatch->ended, attempt);
    free_attempts(&pass->claimed);
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
        sum += dispatch->in_flight[i];
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

/* Real milliseconds until the next pass is due. */
static int64_t pause_ms(struct dispatch *dispatch, const struct pass *pass)
{
    int64_t now_ms = (int64_t)uv_now(dispatch->setup.loop);
    int64_t pause = clock_real_ms(dispatch->setup.clock,
                                  instant_since(pass->next, pass->now));

    if (dispatch->is_stopping)
        return pause;
    if (pass->has_more)
        return 0;
    for (int i = 0; i < CHANNEL_COUNT; i++) {
        int64_t wait = pace_wait_ms(&dispatch->pace[i], now_ms);

        if (pass->is_left[i] && dispatch->in_flight[i] < ATTEMPTS_WINDOW &&
            wait < pause)
            pause = wait;
    }
    return pause;
}

static void pass_succeeded(struct dispatch *dispatch, struct pass *pass)
{
    struct attempt *attempt;

    dispatch->problem.kind = ERROR_NONE;
    free_attempts(&pass->ended);
    if (pass->resumes_gateways)
        dispatch->is_reconfigured = false;
    count(dispatch, pass);
    dispatch->next = pass->next;
    dispatch->has_more = pass->has_more;
    for (int i = 0; i < CHANNEL_COUNT; i++)
        dispatch->has_more = dispatch->has_more || pass->is_left[i];
    for (int i = 0; i < CHANNEL_COUNT; i++)
        pace_take(&dispatch->pace[i], pass->claimed_count[i]);
    while ((attempt = attempts_take(&pass->claimed)) != NULL)
        attempt_start(dispatch, attempt);
    if (dispatch->is_wanted || dispatch->ended.first != NULL)
        pass_after(dispatch, 0);
    else
        pass_after(dispatch, pause_ms(dispatch, pass));
}

static bool travel_work(struct store_job *job, struct db *db, struct error *err)
{
    struct travel *travel = container_of(job, struct travel, job);

    return pass_work(db, &travel->pass, err);
}

static void travel_done(struct store_job *job, const struct error *err)
{
    struct travel *travel = container_of(job, struct travel, job);
    struct dispatch *dispatch = travel->dispatch;

    dispatch->is_passing = false;
    if (err != NULL)
        pass_failed(dispatch, &travel->pass, err);
    else
        pass_succeeded(dispatch, &travel->pass);
    free(travel);
    dispatch->setup.passed(dispatch->setup.context, dispatch_is_idle(dispatch));
}

static size_t capacity(struct dispatch *dispatch, int channel)
{
    size_t free_places = ATTEMPTS_WINDOW - dispatch->in_flight[channel];

    if (dispatch->is_stopping)
        return 0;
    return pace_ready(&dispatch->pace[channel],
                      (int64_t)uv_now(dispatch->setup.loop), free_places);
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
    *pass = (struct pass){
        .now = clock_now(dispatch->setup.clock),
        .routing = {.config = dispatch->config,
                    .outbox = dispatch->outbox,
                    .clock = dispatch->setup.clock},
        .resumes_gateways = dispatch->is_reconfigured,
        .also = dispatch->setup.also,
        .also_context = dispatch->setup.context,
        .dice = &dispatch->setup.dice,
        .cache = &dispatch->cache,
    };
    attempts_init(&pass->claimed);
    attempts_init(&pass->ended);
    for (int i = 0; i < CHANNEL_COUNT; i++)
        pass->capacity[i] = capacity(dispatch, i);
    for (struct attempt *attempt;
         (attempt = attempts_take(&dispatch->ended)) != NULL;)
        attempts_add(&pass->ended, attempt);
    dispatch->is_passing = true;
    dispatch->is_wanted = false;
    store_write(dispatch->setup.store, &travel->job);
}

struct dispatch *dispatch_create(const struct dispatch_setup *setup)
{
    struct dispatch *dispatch = calloc(1, sizeof(*dispatch));

    if (dispatch == NULL)
        abort();
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
    free_attempts(&dispatch->ended);
    arena_free(&dispatch->cache.arena);
    free(dispatch);
}

void dispatch_configure(struct dispatch *dispatch, const struct config *config,
                        const struct config *outbox)
{
    int64_t now_ms = (int64_t)uv_now(dispatch->setup.loop);

    dispatch->config = config;
    dispatch->outbox = outbox;
    dispatch->has_stopped = false;
    dispatch->is_reconfigured = true;
    for (int i = 0; i < CHANNEL_COUNT; i++)
        pace_init(&dispatch->pace[i], config->paces[i], now_ms);
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

struct recovery {
    const struct config *config;
    struct instant now;
    size_t count;
};

/* Whether the gateway of that name ignores a key it has seen. */
static bool ignores_repeats(const struct config *config, const char *name)
{
    const struct notifier *notifier = notifier_find(name);

    for (int i = 0; i < CHANNEL_COUNT; i++) {
        const struct gateway_settings *settings = &config->gateways[i];

        if (strcmp(settings->name, name) == 0)
            return notifier_is_repeatable(notifier_find(settings->kind),
                                          settings);
    }
    return notifier != NULL && notifier->repeatable; /* the outbox */
}

static bool judge_stranded(struct db *db, const struct recovery *recovery,
                           const struct outbox_item *item, struct error *err)
{
    bool again = ignores_repeats(recovery->config, item->gateway);
    struct result result = {
        .id = item->id,
        .fence = item->fence,
        .gateway = item->gateway,
        .delivery =
            {
                .outcome = DELIVERY_UNKNOWN,
                .detail = "the program stopped during this attempt",
            },
        .state = again ? REMINDER_PLANNED : REMINDER_UNKNOWN,
        .next = recovery->now,
    };

    return outbox_record(db, &result, recovery->now, err);
}

static bool recover(struct db *db, void *context, struct error *err)
{
    struct recovery *recovery = context;
    struct arena arena = {0};
    struct outbox_items stranded;
    bool ok = outbox_stranded(db, &arena, &stranded, err);

    recovery->count = ok ? stranded.count : 0;
    for (size_t i = 0; ok && i < stranded.count; i++)
        ok = judge_stranded(db, recovery, &stranded.items[i], err);
    arena_free(&arena);
    return ok;
}

bool dispatch_recover(struct store *store, const struct config *config,
                      struct instant now, size_t *count, struct error *err)
{
    struct recovery recovery = {.config = config, .now = now};
    bool ok = store_call(store, recover, &recovery, err);

    *count = recovery.count;
    return ok;
}
