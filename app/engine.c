#include "app/engine.h"

#include <string.h>

#include "app/holidays.h"
#include "app/jobs/bounces.h"
#include "app/jobs/plan.h"
#include "app/jobs/recover.h"
#include "base/crypto.h"
#include "base/log.h"
#include "net/carrier_curl.h"

/*
 * The way out that never leaves, under the same senders, so that messages look
 * as they would outside.
 */
static const struct config *read_outbox(struct engine *engine,
                                        const struct config *config)
{
    const struct config_source source = {
        .file_name = "",
        .outbox = outbox_folder(engine->db_path, &engine->arena),
    };
    struct config *outbox = arena_new(&engine->arena, struct config);

    config_default(&source, &engine->arena, outbox);
    for (int i = 0; i < CHANNEL_COUNT; i++)
        outbox->gateways[i].sender = config->gateways[i].sender;
    return outbox;
}

/* In new memory: the store thread and attempts may be reading the old. */
static bool read_config(struct engine *engine, struct call *call,
                        struct error *err)
{
    struct config *config = arena_new(&engine->arena, struct config);
    struct arena *own = call->arena;
    bool ok;

    call->arena = &engine->arena;
    ok = call_config(call, config, err);
    call->arena = own;
    if (!ok)
        return false;
    config->gateways[CHANNEL_MAIL].return_secret = engine->bounce_secret;
    engine->config = config;
    engine->outbox = read_outbox(engine, config);
    return true;
}

static bool read_bounce_secret(struct db *db, void *context, struct error *err)
{
    struct engine *engine = context;

    return bounces_secret(db, &engine->arena, &engine->bounce_secret, err);
}

static bool open_store(struct engine *engine, struct call *call,
                       struct error *err)
{
    struct instant now = clock_now(&engine->clock);
    size_t stranded;

    if (!store_create(call->db_path, false, now, &engine->loop, &engine->store,
                      err) ||
        !recover_stranded(engine->store, engine->config, now, &stranded, err) ||
        !plan_check_zone_data(engine->store, now, err) ||
        !holidays_refresh(call, engine->store, err) ||
        !store_call(engine->store, read_bounce_secret, engine, err))
        return false;
    if (stranded != 0)
        log_warn("engine.recovered", LOG_NUMBER("doubtful", (int64_t)stranded));
    return true;
}

bool engine_create(struct call *call, struct clock clock,
                   const struct engine_hooks *hooks, struct engine *engine,
                   struct error *err)
{
    struct dispatch_setup setup = {
        .clock = &engine->clock,
        .loop = &engine->loop,
        .dice = {crypto_seed()},
        .also = hooks->also,
        .passed = hooks->passed,
        .context = hooks->context,
    };

    *engine = (struct engine){.clock = clock};
    if (uv_loop_init(&engine->loop) != 0)
        return error_set(err, ERROR_MACHINE, "no event loop to be had");
    engine->db_path = arena_strdup(&engine->arena, call->db_path);
    /* Once more, since the gateways are told the secret. */
    if (!read_config(engine, call, err) || !open_store(engine, call, err) ||
        !read_config(engine, call, err)) {
        engine_destroy(engine);
        return false;
    }
    engine->is_carrier_lent = hooks->carrier != NULL;
    engine->carrier = engine->is_carrier_lent
                          ? hooks->carrier
                          : carrier_curl_create(&engine->loop, NULL);
    setup.store = engine->store;
    setup.carrier = engine->carrier;
    engine->dispatch = dispatch_create(&setup);
    dispatch_configure(engine->dispatch, engine->config, engine->outbox);
    return true;
}

void engine_destroy(struct engine *engine)
{
    int closed;

    dispatch_destroy(engine->dispatch);
    if (!engine->is_carrier_lent)
        carrier_curl_destroy(engine->carrier);
    (void)uv_run(&engine->loop, UV_RUN_DEFAULT);
    store_destroy(engine->store);
    (void)uv_run(&engine->loop, UV_RUN_DEFAULT);
    closed = uv_loop_close(&engine->loop);
    assert(closed == 0); /* no handle was left open */
    (void)closed;
    arena_free(&engine->arena);
}

bool engine_configure(struct engine *engine, struct call *call,
                      struct error *err)
{
    if (!read_config(engine, call, err))
        return false;
    dispatch_configure(engine->dispatch, engine->config, engine->outbox);
    return true;
}
