#include "app/jobs/carried.h"

#include <string.h>

#include "scheduler/window.h"
#include "store/gathering.h"

/* One message being looked at. */
struct look {
    struct db *db;
    struct pass *pass;
    const struct outbox_item *item;
    struct carried *out;
    enum reminder_reason reason; /* of the last that was left out */
    struct error *err;
};

static bool release(struct look *look, const struct reminder *reminder,
                    enum reminder_state state, enum reminder_reason reason)
{
    look->reason = reason;
    if (state == REMINDER_PLANNED)
        look->pass->is_left[look->item->channel] = true;
    else
        look->pass->skipped++;
    return gathering_release(look->db, reminder->id, state, reason, look->err);
}

/* Keeps a visit that is still to be told of; takes out any other. */
static bool look_at(struct look *look, const struct reminder *reminder)
{
    enum channel channel = look->item->channel;
    const struct subject *subject;
    enum reminder_reason reason;

    if (!subjects_read(look->db, &look->pass->subjects, reminder->appointment,
                       &subject, look->err))
        return false;
    if (!instant_before(look->pass->now, reminder->expires))
        return release(look, reminder, REMINDER_EXPIRED, REASON_TOO_LATE);
    reason = subject_silence(subject, look->out->kind, channel);
    if (reason != REASON_NONE)
        return release(look, reminder, subject_silent_state(reason), reason);
    if (strcmp(customer_address(&subject->customer, channel),
               look->item->address) != 0)
        return release(look, reminder, REMINDER_PLANNED, REASON_NONE);
    look->out->subjects[look->out->count++] = subject;
    return true;
}

static bool is_before(const struct subject *left, const struct subject *right)
{
    const struct appointment *l = &left->visit.appointment;
    const struct appointment *r = &right->visit.appointment;

    if (l->start.unix_s != r->start.unix_s)
        return instant_before(l->start, r->start);
    return l->id.row < r->id.row;
}

/* By start: a handful. */
static void sort(struct carried *carried)
{
    for (size_t i = 1; i < carried->count; i++) {
        const struct subject *subject = carried->subjects[i];
        size_t at = i;

        while (at > 0 && is_before(subject, carried->subjects[at - 1])) {
            carried->subjects[at] = carried->subjects[at - 1];
            at--;
        }
        carried->subjects[at] = subject;
    }
}

/* Not before its window opens again, if that is of any use. */
static bool check_window(struct look *look)
{
    const struct week *window = &look->pass->cache->office.window;
    const struct zone *zone = &look->out->subjects[0]->visit.appointment.zone;
    struct instant later;

    if (window_is_open(window, zone, look->pass->now))
        return true;
    look->out->count = 0;
    if (window_next(window, zone, look->pass->now, look->item->expires, &later))
        return outbox_postpone(look->db, look->item->id, later, look->err);
    look->pass->skipped++;
    return outbox_drop(look->db, look->item->id, REMINDER_SKIPPED,
                       REASON_NO_ALLOWED_TIME, look->err);
}

/*
 * What a move is told from. Where the customer never heard of the other time,
 * since that message was refused meanwhile, there is nothing to tell; the
 * planner looks again.
 */
static bool load_facts(struct look *look)
{
    struct carried *out = look->out;

    if (out->kind != MESSAGE_MOVED)
        return true;
    if (!plan_facts_load(look->db, &out->subjects[0]->visit,
                         &look->pass->subjects.arena, &out->facts, look->err))
        return false;
    if (out->facts.is_announced)
        return true;
    out->count = 0;
    look->pass->skipped++;
    return outbox_drop(look->db, look->item->id, REMINDER_SKIPPED,
                       REASON_MERGED, look->err) &&
           appointment_replan(look->db, out->subjects[0]->visit.appointment.id,
                              look->err);
}

bool carried_load(struct db *db, struct pass *pass,
                  const struct outbox_item *item, struct carried *out,
                  struct error *err)
{
    struct due_reminders list;
    struct look look = {
        .db = db, .pass = pass, .item = item, .out = out, .err = err};

    *out = (struct carried){
        .kind = office_message_kind(&pass->cache->office, item->rule)};
    if (!gathering_carried(db, item->id, &pass->subjects.arena, &list, err))
        return false;
    for (size_t i = 0; i < list.count && out->count < WORDING_VISITS_MAX; i++) {
        if (!look_at(&look, &list.items[i]))
            return false;
    }
    if (out->count == 0)
        return outbox_drop(db, item->id, REMINDER_CANCELLED, look.reason, err);
    sort(out);
    return check_window(&look) && (out->count == 0 || load_facts(&look));
}
