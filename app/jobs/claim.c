#include "app/jobs/claim.h"

#include <string.h>

#include "app/jobs/subject.h"
#include "base/str.h"
#include "notifiers/wording.h"
#include "scheduler/window.h"

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
                        const struct subject *subject)
{
    struct message *message = &attempt->message;
    struct wording_visit visit = {
        .customer = &subject->customer,
        .appointment = &subject->visit.appointment,
    };
    struct wording_request request = {
        .office = &pass->cache->office,
        .rule = attempt->item.rule,
        .channel = attempt->item.channel,
        .now = pass->now,
        .visits = &visit,
        .visit_count = 1,
    };
    struct error err;

    if (!wording_message(&request, &attempt->arena, message, &err))
        judge_unsayable(attempt, &err);
    message->key = attempt->item.key;
    message->to = attempt->route.instead != NULL ? attempt->route.instead
                                                 : attempt->item.address;
    /* May be the customer's own, which ends with the pass. */
    message->language = arena_strdup(&attempt->arena, message->language);
}

static struct claim claim_of(const struct pass *pass,
                             const struct attempt *attempt)
{
    const struct message *message = &attempt->message;
    int parts = attempt->item.channel == CHANNEL_SMS ? message->parts : 1;

    return (struct claim){
        .id = attempt->item.id,
        .fence = attempt->item.fence,
        .gateway = attempt->route.settings->name,
        .subject = message->subject,
        .body = message->text,
        .parts = parts,
        .cost_micro = parts * attempt->route.settings->cost_micro,
        .lease = instant_add(pass->now, (struct span){CLAIM_LEASE_S}),
    };
}

static bool write_claim(struct db *db, const struct pass *pass,
                        struct attempt *attempt, struct error *err)
{
    struct claim claim = claim_of(pass, attempt);

    return outbox_claim(db, &claim, &attempt->fence, err);
}

/* Why this message must not go as it is; false on an error. */
static bool look_again(struct db *db, struct pass *pass,
                       const struct outbox_item *item,
                       const struct subject *subject, bool *dropped,
                       struct error *err)
{
    const struct week *window = &pass->cache->office.window;
    const struct zone *zone = &subject->visit.appointment.zone;
    enum reminder_reason reason = subject_silence(subject, item->channel);
    struct instant later;

    *dropped = true;
    if (reason != REASON_NONE) {
        pass->skipped++;
        return outbox_drop(db, item->id, subject_silent_state(reason), reason,
                           err);
    }
    /* Another address: the reminder goes into a message of its own. */
    if (strcmp(customer_address(&subject->customer, item->channel),
               item->address) != 0) {
        pass->is_left[item->channel] = true;
        return outbox_drop(db, item->id, REMINDER_PLANNED, REASON_NONE, err);
    }
    if (!window_is_open(window, zone, pass->now)) {
        if (window_next(window, zone, pass->now, item->expires, &later))
            return outbox_postpone(db, item->id, later, err);
        pass->skipped++;
        return outbox_drop(db, item->id, REMINDER_SKIPPED,
                           REASON_NO_ALLOWED_TIME, err);
    }
    *dropped = false;
    return true;
}

/* What a message is about: the reminders it carries, as they are now. */
static bool read_subject(struct db *db, struct pass *pass,
                         const struct outbox_item *item,
                         const struct subject **out, struct error *err)
{
    return subjects_read(db, &pass->subjects, item->appointment, out, err);
}

static bool claim_one(struct db *db, struct pass *pass,
                      const struct outbox_item *item, const struct route *route,
                      struct error *err)
{
    const struct subject *subject;
    struct attempt *attempt;
    bool dropped;

    if (!read_subject(db, pass, item, &subject, err) ||
        !look_again(db, pass, item, subject, &dropped, err))
        return false;
    if (dropped)
        return true;
    attempt = attempt_new(item, route);
    write_words(pass, attempt, subject);
    if (!write_claim(db, pass, attempt, err)) {
        attempt_free(attempt);
        return false;
    }
    attempts_add(&pass->claimed, attempt);
    pass->claimed_count[item->channel]++;
    return true;
}

static bool claim_new(struct db *db, struct pass *pass,
                      const struct outgoing *outgoing, struct attempt *attempt,
                      struct error *err)
{
    struct claim claim;
    const struct subject *subject;

    if (!read_subject(db, pass, &attempt->item, &subject, err))
        return false;
    write_words(pass, attempt, subject);
    claim = claim_of(pass, attempt);
    if (!outbox_claim_new(db, attempt->item.reminder, outgoing, &claim,
                          pass->now, err))
        return false;
    attempt->item.id = claim.id;
    attempt->fence = claim.fence + 1;
    return true;
}

bool claim_fresh(struct db *db, struct pass *pass,
                 const struct reminder *reminder,
                 const struct outgoing *outgoing, const struct route *route,
                 struct error *err)
{
    struct outbox_item item = {
        .address = outgoing->address,
        .channel = outgoing->channel,
        .key = outgoing->key,
        .due = outgoing->due,
        .expires = outgoing->expires,
        .reminder = reminder->id,
        .appointment = reminder->appointment,
        .rule = reminder->rule,
    };
    struct attempt *attempt = attempt_new(&item, route);
    bool ok = claim_new(db, pass, outgoing, attempt, err);

    if (ok && attempt->item.id.row != 0) {
        attempts_add(&pass->claimed, attempt);
        pass->claimed_count[item.channel]++;
        return true;
    }
    attempt_free(attempt);
    pass->is_left[item.channel] = true;
    return ok && outbox_attach(db, reminder->id, outgoing, pass->now, err);
}

bool claim_due(struct db *db, struct pass *pass, enum channel channel,
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
