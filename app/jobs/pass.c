#include "app/jobs/pass.h"

#include <string.h>

#include "app/call.h"
#include "app/jobs/claim.h"
#include "app/jobs/gather.h"
#include "app/jobs/outcome.h"
#include "app/jobs/plan.h"
#include "app/jobs/questions.h"
#include "base/crypto.h"
#include "scheduler/wake.h"
#include "store/gateways.h"
#include "store/receipts.h"
#include "store/settings.h"

bool office_cached(struct db *db, struct office_cache *cache, struct error *err)
{
    struct arena arena = {0};
    struct section_rows rows;
    const char *holidays;
    struct str *parts;
    char fingerprint[CRYPTO_FINGERPRINT_MAX];
    bool ok = section_list(db, &arena, &rows, err) &&
              setting_get(db, SETTING_HOLIDAYS, &arena, &holidays, err);

    if (!ok) {
        arena_free(&arena);
        return false;
    }
    parts = arena_new_array(&arena, rows.count + 1, struct str);
    for (size_t i = 0; i < rows.count; i++)
        parts[i] = str_of(rows.items[i].body);
    parts[rows.count] = str_of(holidays);
    (void)crypto_fingerprint(parts, rows.count + 1, fingerprint);
    arena_free(&arena);
    if (strcmp(fingerprint, cache->fingerprint) == 0)
        return true;
    arena_free(&cache->arena);
    cache->fingerprint[0] = '\0';
    if (!office_of(db, &cache->arena, &cache->office, err))
        return false;
    (void)memcpy(cache->fingerprint, fingerprint, sizeof(fingerprint));
    return true;
}

static bool serve_channel(struct db *db, struct pass *pass,
                          enum channel channel, const struct route *route,
                          struct wake *wake, struct error *err)
{
    struct arena arena = {0};
    const char *stopped;
    struct instant next;
    bool found;
    bool ok = gateway_stopped(db, route->settings->name, &arena, &stopped, err);

    arena_free(&arena);
    if (!ok || stopped != NULL) {
        pass->has_stopped = pass->has_stopped || stopped != NULL;
        return ok;
    }
    if (pass->capacity[channel] != 0 &&
        (!claim_due(db, pass, channel, route, err) ||
         !gather_due(db, pass, channel, route, err)))
        return false;
    if (!outbox_next(db, channel, &found, &next, err))
        return false;
    if (!found)
        return true;
    /* Full, it waits for a place, not for a time. */
    if (pass->capacity[channel] == 0 && !instant_before(pass->now, next))
        pass->is_left[channel] = true;
    else
        wake_by(wake, next);
    return true;
}

bool pass_work(struct db *db, void *context, struct error *err)
{
    struct pass *pass = context;
    struct wake wake = wake_start(pass->now);
    struct arena arena = {0};
    struct routes routes;
    size_t planned = 0;
    bool ok;

    ok = office_cached(db, pass->cache, err) &&
         outcome_record_all(db, pass, err) &&
         receipt_apply_waiting(db, pass->now, err) &&
         (!pass->resumes_gateways || gateway_resume_all(db, err)) &&
         routes_read(db, &pass->routing, &arena, &routes, err) &&
         questions_due(db, pass, &routes, &wake, err) &&
         outbox_expire(db, pass->now, err) &&
         plan_chunk(db, &pass->cache->office, pass->now, &planned, err);
    pass->has_more = planned == PLAN_CHUNK;
    for (int i = 0; ok && i < CHANNEL_COUNT; i++)
        ok =
            serve_channel(db, pass, (enum channel)i, &routes.of[i], &wake, err);
    if (ok && pass->also != NULL)
        ok = pass->also(db, &pass->cache->office, &wake, pass->also_context,
                        err);
    pass->next = wake.at;
    subjects_free(&pass->subjects);
    arena_free(&arena);
    return ok;
}
