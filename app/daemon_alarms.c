#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "app/daemon_parts.h"
#include "app/jobs/watch.h"
#include "base/crypto.h"
#include "base/log.h"
#include "store/settings.h"

/* One alarm on its way to the owner. */
struct telling {
    struct store_job job; /* afterwards: that it was told */
    struct daemon *daemon;
    struct arena arena;
    int64_t alarm;
    const struct gateway_settings *gateway;
    const struct notifier *notifier;
    struct instant at;
};

/* Nothing leaves an office that is not live, but a test somebody asked for. */
static bool hold_back(struct daemon *daemon, struct db *db, struct error *err)
{
    struct alarms *alarms = &daemon->alarms;
    size_t kept = 0;
    bool is_live;

    if (!setting_is_live(db, &is_live, err))
        return false;
    if (is_live)
        return true;
    for (size_t i = 0; i < alarms->count; i++) {
        if (strcmp(alarms->items[i].kind, ALARM_TEST) == 0)
            alarms->items[kept++] = alarms->items[i];
    }
    alarms->count = kept;
    return true;
}

bool daemon_watch(struct daemon *daemon, struct db *db,
                  const struct office *office, struct wake *wake,
                  struct error *err)
{
    struct instant since =
        instant_sub(wake->now, (struct span){WATCH_REMIND_S});
    bool ok = true;

    if (daemon->next_watch.unix_s == 0)
        ok = watch_start(db, office, wake->now, err);
    if (ok && !instant_before(wake->now, daemon->next_watch)) {
        arena_free(&daemon->alarm_arena);
        daemon->alarms = (struct alarms){0};
        ok = (daemon->next_watch.unix_s == 0 ||
              watch_look(db, office, wake->now, err)) &&
             alarm_untold(db, since, &daemon->alarm_arena, &daemon->alarms,
                          err) &&
             hold_back(daemon, db, err);
        daemon->office_name = arena_strdup(&daemon->alarm_arena, office->name);
        daemon->next_watch =
            instant_add(wake->now, (struct span){WATCH_EVERY_S});
    }
    wake_by(wake, daemon->next_watch);
    return ok;
}

static bool note_told(struct store_job *job, struct db *db, struct error *err)
{
    const struct telling *telling = container_of(job, struct telling, job);

    return alarm_told(db, telling->alarm, telling->at, err);
}

static void end_telling(struct telling *telling)
{
    struct daemon *daemon = telling->daemon;

    arena_free(&telling->arena);
    free(telling);
    daemon_worker_ended(daemon);
}

static void was_noted(struct store_job *job, const struct error *err)
{
    (void)err; /* told again after the next look */
    end_telling(container_of(job, struct telling, job));
}

static void was_answered(const struct exchange_reply *reply, void *context)
{
    struct telling *telling = context;
    struct delivery delivery;

    telling->notifier->classify(telling->gateway, reply, &telling->arena,
                                &delivery);
    if (delivery.outcome != DELIVERY_ACCEPTED) {
        log_alert("alarm.untold", LOG_NUMBER("alarm", telling->alarm),
                  LOG_NUMBER("status", delivery.status),
                  LOG_TEXT("detail", delivery.detail));
        end_telling(telling);
        return;
    }
    telling->job = (struct store_job){.work = note_told, .done = was_noted};
    store_write(telling->daemon->engine.store, &telling->job);
}

/* Its words; `key` changes with every day it is told again. */
static void write_message(struct telling *telling, const struct alarm *alarm,
                          const char *to, struct message *out)
{
    struct arena *arena = &telling->arena;
    char *key = arena_alloc(arena, CRYPTO_FINGERPRINT_MAX);
    const char *said =
        arena_printf(arena, "alarm/%lld/%lld", (long long)alarm->id,
                     (long long)(telling->at.unix_s / DAY_S));
    const char *office = telling->daemon->office_name;

    (void)crypto_fingerprint((const struct str[]){str_of(said)}, 1, key);
    *out = (struct message){
        .key = key,
        .channel = CHANNEL_MAIL,
        .to = to,
        .language = "en",
        .subject =
            arena_printf(arena, "kept, %s: %s%s%s", office, alarm->kind,
                         *alarm->subject == '\0' ? "" : " ", alarm->subject),
        .text = arena_printf(arena, "%s\n\n%s\n", alarm->text, alarm->mend),
        .date = telling->at,
    };
}

/* Through one of the ways to the owner. */
static void tell(struct daemon *daemon, const struct alarm *alarm,
                 const struct gateway_settings *gateway, const char *to)
{
    struct telling *telling = calloc(1, sizeof(*telling));
    struct exchange_request *request;
    struct message message;
    struct error err;

    if (telling == NULL)
        abort();
    telling->daemon = daemon;
    telling->alarm = alarm->id;
    telling->at = clock_now(&daemon->engine.clock);
    telling->gateway = gateway;
    telling->notifier = notifier_find(gateway->kind);
    daemon->workers++;
    write_message(telling, alarm, to, &message);
    request = arena_new(&telling->arena, struct exchange_request);
    if (!telling->notifier->compose(telling->gateway, &message, &telling->arena,
                                    request, &err)) {
        log_alert("alarm.untold", LOG_NUMBER("alarm", alarm->id),
                  LOG_ERROR(&err));
        end_telling(telling);
        return;
    }
    request->only_loopback = daemon->engine.clock.is_pretended;
    carrier_send(daemon->engine.carrier, request, was_answered, telling);
}

void daemon_tell_alarms(struct daemon *daemon)
{
    const struct config *config = daemon->engine.config;
    struct alarms alarms = daemon->alarms;

    daemon->alarms.count = 0;
    for (size_t i = 0; i < alarms.count; i++) {
        const struct alarm *alarm = &alarms.items[i];

        log_alert("alarm.raised", LOG_TEXT("kind", alarm->kind),
                  LOG_NUMBER("alarm", alarm->id));
        if (config->owner_mail != NULL)
            tell(daemon, alarm, &config->gateways[CHANNEL_MAIL],
                 config->owner_mail);
        /* What a program does, stays on this machine or not. */
        if (config->alarm_command.url != NULL &&
            !daemon->engine.clock.is_pretended)
            tell(daemon, alarm, &config->alarm_command, "owner");
    }
}
