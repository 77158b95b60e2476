#include "app/jobs/gather.h"

#include "app/jobs/claim.h"
#include "app/jobs/subjects.h"
#include "base/crypto.h"
#include "scheduler/window.h"
#include "store/reminders.h"

/* Why a due reminder is not to be said at all, or REASON_NONE. */
static bool why_not(struct db *db, const struct pass *pass,
                    const struct reminder *reminder,
                    const struct subject *subject, enum reminder_reason *out,
                    struct error *err)
{
    bool overtaken;

    *out = subject_silence(subject, reminder->channel);
    if (*out != REASON_NONE)
        return true;
    if (!outbox_is_overtaken(db, reminder->id, pass->now, &overtaken, err))
        return false;
    if (overtaken)
        *out = REASON_MERGED;
    return true;
}

/* Puts a due reminder into its message, or settles or postpones it. */
static bool gather_one(struct db *db, struct pass *pass,
                       const struct reminder *reminder,
                       const struct route *route, struct arena *arena,
                       struct error *err)
{
    const struct week *window = &pass->cache->office.window;
    const struct subject *subject;
    const struct zone *zone;
    char key[CRYPTO_FINGERPRINT_MAX];
    struct outgoing outgoing = {
        .channel = reminder->channel,
        .key = key,
        .due = reminder->due,
        .expires = reminder->expires,
    };
    enum reminder_reason reason;
    struct instant later;

    if (!subjects_read(db, &pass->subjects, reminder->appointment, &subject,
                       err))
        return false;
    if (!why_not(db, pass, reminder, subject, &reason, err))
        return false;
    zone = &subject->visit.appointment.zone;
    if (reason == REASON_NONE && !window_is_open(window, zone, pass->now)) {
        if (window_next(window, zone, pass->now, reminder->expires, &later))
            return reminder_postpone(db, reminder->id, later, err);
        reason = REASON_NO_ALLOWED_TIME;
    }
    if (reason != REASON_NONE) {
        pass->skipped++;
        return reminder_settle(db, reminder->id, subject_silent_state(reason),
                               reason, err);
    }
    outgoing.address = customer_address(&subject->customer, reminder->channel);
    outgoing.occasion = arena_printf(arena, "reminder/%s/%lld", reminder->rule,
                                     (long long)reminder->appointment.row);
    (void)crypto_fingerprint(
        (const struct str[]){str_of(outgoing.address),
                             str_of(channel_name(outgoing.channel)),
                             str_of(outgoing.occasion)},
        3, key);
    return claim_fresh(db, pass, reminder, &outgoing, route, err);
}

bool gather_due(struct db *db, struct pass *pass, enum channel channel,
                const struct route *route, struct error *err)
{
    struct arena arena = {0};
    struct due_reminders due;
    struct due_query query = {
        .channel = channel,
        .now = pass->now,
        .limit = pass->capacity[channel] - pass->claimed_count[channel],
    };
    bool ok = outbox_due_reminders(db, &query, &arena, &due, err);

    for (size_t i = 0; ok && i < due.count; i++)
        ok = gather_one(db, pass, &due.items[i], route, &arena, err);
    if (ok && due.count != 0 && due.count == query.limit)
        pass->is_left[channel] = true;
    arena_free(&arena);
    return ok || error_wrap(err, "gathering messages");
}
