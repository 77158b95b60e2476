#include "app/jobs/claim.h"

#include "app/jobs/carried.h"
#include "app/jobs/spending.h"
#include "base/str.h"
#include "notifiers/mail_message.h"

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
    struct message *message = &attempt->message;
    struct wording_visit visits[WORDING_VISITS_MAX];
    struct wording_request request = {
        .office = &pass->cache->office,
        .kind = carried->kind,
        .rule = attempt->item.rule,
        .channel = attempt->item.channel,
        .now = pass->now,
        .visits = visits,
        .visit_count = carried->count,
        .cache = &pass->cache->wording,
    };
    struct mail_sender sender;
    struct error err;

    if (request.channel == CHANNEL_MAIL &&
        mail_sender_read(attempt->route.settings->sender, &attempt->arena,
                         &sender, &err))
        request.organizer = sender.mailbox;
    for (size_t i = 0; i < carried->count; i++)
        visits[i] = (struct wording_visit){
            .customer = &carried->subjects[i]->customer,
            .appointment = &carried->subjects[i]->visit.appointment,
            .was = carried->facts.is_announced ? &carried->facts.was : NULL,
        };
    if (!wording_message(&request, &attempt->arena, message, &err))
        judge_unsayable(attempt, &err);
    message->key = attempt->item.key;
    message->sending = pass->now;
    message->useful = instant_since(attempt->item.expires, pass->now);
    message->to = attempt->route.instead != NULL ? attempt->route.instead
                                                 : attempt->item.address;
    /* May be the customer's own, which ends with the pass. */
    message->language = arena_strdup(&attempt->arena, message->language);
}

static struct claim claim_of(const struct pass *pass,
                             const struct attempt *attempt)
{
    const struct message *message = &attempt->message;

    return (struct claim){
        .id = attempt->item.id,
        .fence = attempt->item.fence,
        .gateway = attempt->route.settings->name,
        .subject = message->subject,
        .body = message->text,
        .parts = attempt_parts(attempt),
        .cost_micro = attempt_cost(attempt),
        .lease = instant_add(pass->now, (struct span){CLAIM_LEASE_S}),
    };
}

static bool write_claim(struct db *db, const struct pass *pass,
                        struct attempt *attempt, struct error *err)
{
    struct claim claim = claim_of(pass, attempt);

    return outbox_claim(db, &claim, &attempt->fence, err);
}

/* Nothing more may be spent today: tomorrow, where that is of use. */
static bool put_off(struct db *db, struct pass *pass,
                    const struct spending *spending,
                    const struct outbox_item *item, struct error *err)
{
    if (!spending_alarm(db, &pass->cache->office, spending, pass->now, err))
        return false;
    if (instant_before(spending->next_day, item->expires))
        return outbox_postpone(db, item->id, spending->next_day, err);
    pass->skipped++;
    return outbox_drop(db, item->id, REMINDER_SKIPPED, REASON_SPENT, err);
}

static bool claim_one(struct db *db, struct pass *pass,
                      const struct outbox_item *item, const struct route *route,
                      struct spending *spending, struct error *err)
{
    struct carried carried;
    struct attempt *attempt;

    if (!carried_load(db, pass, item, &carried, err))
        return false;
    if (carried.count == 0)
        return true;
    attempt = attempt_new(item, route);
    write_words(pass, attempt, &carried);
    if (!spending_take(spending, attempt_cost(attempt))) {
        attempt_free(attempt);
        return put_off(db, pass, spending, item, err);
    }
    if (!write_claim(db, pass, attempt, err)) {
        attempt_free(attempt);
        return false;
    }
    attempts_add(&pass->claimed, attempt);
    pass->claimed_count[item->channel]++;
    return true;
}

static bool write_new(struct db *db, const struct pass *pass,
                      const struct outgoing *outgoing, struct attempt *attempt,
                      struct error *err)
{
    struct claim claim = claim_of(pass, attempt);

    if (!outbox_claim_new(db, attempt->item.reminder, outgoing, &claim,
                          pass->now, err))
        return false;
    attempt->item.id = claim.id;
    attempt->fence = claim.fence + 1;
    return true;
}

bool claim_fresh(struct db *db, struct pass *pass, const struct fresh *fresh,
                 const struct route *route, bool *done, struct error *err)
{
    const struct reminder *reminder = fresh->reminder;
    const struct outgoing *outgoing = fresh->outgoing;
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
    struct carried carried = {.kind = MESSAGE_REMINDER,
                              .subjects = {fresh->subject},
                              .count = 1};
    struct attempt *attempt = attempt_new(&item, route);
    bool ok;

    write_words(pass, attempt, &carried);
    ok = write_new(db, pass, outgoing, attempt, err);
    *done = ok && attempt->item.id.row != 0;
    if (!*done) {
        attempt_free(attempt);
        return ok;
    }
    attempts_add(&pass->claimed, attempt);
    pass->claimed_count[item.channel]++;
    return true;
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
    struct spending spending;
    bool ok =
        outbox_due(db, &query, &arena, &due, err) &&
        spending_load(db, &pass->cache->office, pass->now, &spending, err);

    for (size_t i = 0; ok && i < due.count; i++)
        ok = claim_one(db, pass, &due.items[i], route, &spending, err);
    ok = ok && spending_save(db, &spending, err);
    if (ok && due.count != 0 && due.count == query.limit)
        pass->is_left[channel] = true;
    arena_free(&arena);
    return ok || error_wrap(err, "claiming messages");
}
