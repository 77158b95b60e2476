#include "app/jobs/pass.h"

#include <stdlib.h>
#include <string.h>

#include "app/call.h"
#include "app/jobs/carried.h"
#include "app/jobs/gather.h"
#include "app/jobs/plan.h"
#include "base/crypto.h"
#include "base/log.h"
#include "scheduler/verdict.h"
#include "scheduler/wake.h"
#include "store/gateways.h"
#include "store/settings.h"

void attempts_init(struct attempts *attempts)
{
    attempts->first = NULL;
    attempts->last = &attempts->first;
}

void attempts_add(struct attempts *attempts, struct attempt *attempt)
{
    attempt->next = NULL;
    *attempts->last = attempt;
    attempts->last = &attempt->next;
}

struct attempt *attempts_take(struct attempts *attempts)
{
    struct attempt *attempt = attempts->first;

    if (attempt == NULL)
        return NULL;
    attempts->first = attempt->next;
    if (attempts->first == NULL)
        attempts->last = &attempts->first;
    return attempt;
}

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

/* What is judged here stands in the log of an operator at night. */
static bool stop_gateway(struct db *db, const struct attempt *attempt,
                         struct instant now, struct error *err)
{
    const char *name = attempt->route.settings->name;

    log_alert("gateway.stopped", LOG_TEXT("gateway", name),
              LOG_NUMBER("status", attempt->delivery.status),
              LOG_TEXT("detail", attempt->delivery.detail));
    return gateway_stop(db, name, str_or_empty(attempt->delivery.detail), now,
                        err);
}

static bool record(struct db *db, struct pass *pass, struct attempt *attempt,
                   struct error *err)
{
    struct verdict_request request = {
        .outcome = attempt->delivery.outcome,
        .retry_after = attempt->delivery.retry_after,
        .repeatable = notifier_is_repeatable(attempt->route.notifier,
                                             attempt->route.settings),
        .attempts = attempt->item.attempts + 1,
        .expires = attempt->item.expires,
        .now = pass->now,
    };
    struct verdict verdict = verdict_after(&request, pass->dice);
    struct result result = {
        .id = attempt->item.id,
        .fence = attempt->fence,
        .gateway = attempt->route.settings->name,
        .delivery = attempt->delivery,
        .state = verdict.state,
        .reason = verdict.reason,
        .next = verdict.next,
        .counts = verdict.counts,
    };

    pass->outcomes[attempt->delivery.outcome]++;
    return outbox_record(db, &result, pass->now, err) &&
           (!verdict.stops_gateway ||
            stop_gateway(db, attempt, pass->now, err));
}

/* What is certain before anybody is asked: a text that cannot be said. */
static void judge_unsayable(struct attempt *attempt, const struct error *err)
{
    attempt->is_judged = true;
    attempt->delivery = (struct delivery){
        .outcome = DELIVERY_REFUSED,
        .detail = arena_strdup(&attempt->arena, err->text),
    };
}

static void write_words(const struct pass *pass, struct attempt *attempt,
                        const struct carried *carried)
{
    struct wording_visit visits[WORDING_VISITS_MAX];
    struct wording_request request = {
        .office = &pass->cache->office,
        .kind = carried_wording(carried->kind),
        .rule = attempt->item.rule,
        .channel = attempt->item.channel,
        .now = pass->now,
        .visits = visits,
        .visit_count = carried->count,
    };
    struct error err;

    for (size_t i = 0; i < carried->count; i++)
        visits[i] = (struct wording_visit){
            .customer = &carried->subjects[i].customer,
            .appointment = &carried->subjects[i].visit.appointment,
            .was = carried->facts.is_announced ? &carried->facts.was : NULL,
        };
    if (!wording_message(&request, &attempt->arena, &attempt->message, &err))
        judge_unsayable(attempt, &err);
    attempt->message.key = attempt->item.key;
    if (attempt->route.instead != NULL)
        attempt->message.to = attempt->route.instead;
}

static bool write_claim(struct db *db, const struct pass *pass,
                        struct attempt *attempt, struct error *err)
{
    const struct message *message = &attempt->message;
    int parts = attempt->item.channel == CHANNEL_SMS ? message->parts : 1;
    struct claim claim = {
        .id = attempt->item.id,
        .gateway = attempt->route.settings->name,
        .subject = message->subject,
        .body = message->text,
        .parts = parts,
        .cost_micro = parts * attempt->route.settings->cost_micro,
        .lease = instant_add(pass->now, (struct span){CLAIM_LEASE_S}),
    };

    return outbox_claim(db, &claim, &attempt->fence, err);
}

/* The claim's own copy of what it is about. */
static struct attempt *new_attempt(const struct outbox_item *item,
                                   const struct route *route)
{
    struct attempt *attempt = calloc(1, sizeof(*attempt));
    struct arena *arena;

    if (attempt == NULL)
        abort();
    arena = &attempt->arena;
    attempt->item = *item;
    attempt->item.address = arena_strdup(arena, item->address);
    attempt->item.key = arena_strdup(arena, item->key);
    attempt->item.rule = arena_strdup(arena, item->rule);
    attempt->item.gateway = NULL;
    attempt->route = *route;
    attempt->route.instead = arena_strdup(arena, route->instead);
    return attempt;
}

static bool claim_one(struct db *db, struct pass *pass,
                      const struct outbox_item *item, const struct route *route,
                      struct error *err)
{
    struct attempt *attempt = new_attempt(item, route);
    struct carried *carried = arena_new(&attempt->arena, struct carried);
    bool ok = carried_load(db, pass, item, &attempt->arena, carried, err);
    bool is_dropped = carried->count == 0;

    if (ok && !is_dropped) {
        write_words(pass, attempt, carried);
        ok = write_claim(db, pass, attempt, err);
    }
    if (!ok || is_dropped) {
        arena_free(&attempt->arena);
        free(attempt);
        return ok;
    }
    attempts_add(&pass->claimed, attempt);
    pass->claimed_count[item->channel]++;
    return true;
}

static bool claim(struct db *db, struct pass *pass, enum channel channel,
                  const struct route *route, struct error *err)
{
    struct arena arena = {0};
    struct outbox_items due;
    struct due_query query = {
        .channel = channel,
        .now = pass->now,
        .limit = pass->capacity[channel],
    };
    bool ok = outbox_due(db, &query, &arena, &due, err);

    for (size_t i = 0; ok && i < due.count; i++)
        ok = claim_one(db, pass, &due.items[i], route, err);
    if (ok && due.count != 0 && due.count == query.limit)
        pass->is_left[channel] = true;
    arena_free(&arena);
    return ok || error_wrap(err, "claiming messages");
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
    if (pass->capacity[channel] != 0 && (!gather_due(db, pass, channel, err) ||
                                         !claim(db, pass, channel, route, err)))
        return false;
    if (!outbox_next(db, channel, &found, &next, err))
        return false;
    if (!found)
        return true;
    wake_by(wake, next);
    if (pass->capacity[channel] == 0 && !instant_before(pass->now, next))
        pass->is_left[channel] = true;
    return true;
}

static bool record_all(struct db *db, struct pass *pass, struct error *err)
{
    for (struct attempt *attempt = pass->ended.first; attempt != NULL;
         attempt = attempt->next) {
        if (!record(db, pass, attempt, err))
            return error_wrap(err, "recording attempts");
    }
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

    ok = office_cached(db, pass->cache, err) && record_all(db, pass, err) &&
         (!pass->resumes_gateways || gateway_resume_all(db, err)) &&
         outbox_expire(db, pass->now, err) &&
         plan_chunk(db, &pass->cache->office, pass->now, &planned, err) &&
         routes_read(db, &pass->routing, &arena, &routes, err);
    pass->has_more = planned == PLAN_CHUNK;
    for (int i = 0; ok && i < CHANNEL_COUNT; i++)
        ok =
            serve_channel(db, pass, (enum channel)i, &routes.of[i], &wake, err);
    if (ok && pass->also != NULL)
        ok = pass->also(db, &pass->cache->office, &wake, pass->also_context,
                        err);
    pass->next = wake.at;
    arena_free(&arena);
    return ok;
}
