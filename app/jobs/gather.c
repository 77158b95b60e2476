#include "app/jobs/gather.h"

#include "app/jobs/subjects.h"
#include "base/crypto.h"
#include "notifiers/wording.h"
#include "scheduler/window.h"
#include "store/gathering.h"
#include "store/reminders.h"

/* How soon a channel that waits for an answer looks again whether the one
 * before it has spoken. */
#define AWAITED_LOOK_S (10 * MINUTE_S)

#define WEEK_DAYS      7

/* One channel's gathering in one pass. */
struct gathering {
    struct db *db;
    struct pass *pass;
    const struct office *office;
    struct arena *arena;
    struct reminder_id *taken; /* as company of one before */
    size_t taken_count;
    size_t taken_room;
    struct error *err;
};

/* A due reminder, and what is known of it. */
struct candidate {
    const struct reminder *reminder;
    const struct rule *rule; /* NULL: a notice, or one that is gone */
    enum message_kind kind;
    const struct subject *subject;
    const char *address; /* once it may be said */
};

static struct candidate candidate_of(const struct gathering *gathering,
                                     const struct reminder *reminder)
{
    return (struct candidate){
        .reminder = reminder,
        .rule = office_rule(gathering->office, reminder->rule),
        .kind = office_message_kind(gathering->office, reminder->rule),
    };
}

/*
 * Whether an address has had as many reminders as the office allows, today or
 * within a week. What somebody must know (a move, a cancellation) is counted,
 * but never held back.
 */
static bool is_capped(const struct gathering *gathering,
                      const struct candidate *candidate, bool *out)
{
    const struct office_limits *limits = &gathering->office->limits;
    const struct zone *zone = &candidate->subject->visit.appointment.zone;
    struct civil_date today = zone_civil(zone, gathering->pass->now).date;
    struct instant day = zone_day_start(zone, today);
    struct instant week =
        zone_day_start(zone, civil_add_days(today, 1 - WEEK_DAYS));
    enum channel channel = candidate->reminder->channel;
    int64_t count = 0;

    *out = false;
    if (candidate->kind == MESSAGE_MOVED ||
        candidate->kind == MESSAGE_CANCELLED)
        return true;
    if (limits->per_day != 0) {
        if (!gathering_count(gathering->db, candidate->address, channel, day,
                             &count, gathering->err))
            return false;
        *out = count >= limits->per_day;
    }
    if (*out || limits->per_week == 0)
        return true;
    if (!gathering_count(gathering->db, candidate->address, channel, week,
                         &count, gathering->err))
        return false;
    *out = count >= limits->per_week;
    return true;
}

/* Why it is not to be said at all, or REASON_NONE. */
static bool why_not(const struct gathering *gathering,
                    struct candidate *candidate, enum reminder_reason *out)
{
    const struct reminder *reminder = candidate->reminder;
    bool is_over = false;

    *out =
        subject_silence(candidate->subject, candidate->kind, reminder->channel);
    if (*out != REASON_NONE)
        return true;
    if (reminder->reason == REASON_UNANSWERED &&
        candidate->subject->visit.appointment.state == APPOINTMENT_CONFIRMED)
        *out = REASON_CONFIRMED;
    candidate->address =
        customer_address(&candidate->subject->customer, reminder->channel);
    if (candidate->kind == MESSAGE_REMINDER && *out == REASON_NONE) {
        if (!outbox_is_overtaken(gathering->db, reminder->id,
                                 gathering->pass->now, &is_over,
                                 gathering->err))
            return false;
        if (is_over)
            *out = REASON_MERGED;
    }
    if (*out != REASON_NONE)
        return true;
    if (!is_capped(gathering, candidate, &is_over))
        return false;
    if (is_over)
        *out = REASON_CAPPED;
    return true;
}

/*
 * When it may go: now, or later where the window is closed or an answer is
 * still waited for; `is_ever` is false where no allowed time is left.
 */
static bool when_to_go(const struct gathering *gathering,
                       const struct candidate *candidate, bool *is_ever,
                       struct instant *out)
{
    const struct reminder *reminder = candidate->reminder;
    struct instant from = gathering->pass->now;
    struct awaited awaited;

    if (reminder->reason == REASON_UNANSWERED && candidate->rule != NULL) {
        if (!gathering_awaited(gathering->db, reminder, &awaited,
                               gathering->err))
            return false;
        if (awaited.is_open)
            from = instant_add(from, (struct span){AWAITED_LOOK_S});
        else if (awaited.is_sent)
            from = instant_later(from, instant_add(awaited.sent,
                                                   candidate->rule->fallback));
    }
    *is_ever = window_next(&gathering->office->window,
                           &candidate->subject->visit.appointment.zone, from,
                           reminder->expires, out);
    return true;
}

/*
 * What one message is about: the visits of a day, or one visit where the rule
 * keeps them apart, it is a notice, or that day's message has left already.
 */
static bool choose_occasion(const struct gathering *gathering,
                            const struct candidate *candidate,
                            struct outgoing *outgoing, bool *is_shared)
{
    const struct appointment *appointment =
        &candidate->subject->visit.appointment;
    const char *rule = candidate->reminder->rule;
    char day[CIVIL_DATE_TEXT_MAX];
    bool has_left = false;

    *is_shared = candidate->kind == MESSAGE_REMINDER &&
                 candidate->rule != NULL && !candidate->rule->is_apart;
    if (*is_shared) {
        outgoing->occasion = arena_printf(
            gathering->arena, "day/%s/%s", rule,
            civil_format_date(
                zone_civil(&appointment->zone, appointment->start).date, day));
        if (!gathering_has_left(gathering->db, outgoing, &has_left,
                                gathering->err))
            return false;
        *is_shared = !has_left;
    }
    if (!*is_shared)
        outgoing->occasion = arena_printf(gathering->arena, "reminder/%s/%lld",
                                          rule, (long long)appointment->id.row);
    return true;
}

static bool is_taken(const struct gathering *gathering, struct reminder_id id)
{
    for (size_t i = 0; i < gathering->taken_count; i++) {
        if (gathering->taken[i].row == id.row)
            return true;
    }
    return false;
}

/* A reminder of the same day and address goes along, if it may be said. */
static bool take_along(struct gathering *gathering,
                       const struct reminder *reminder,
                       const struct outgoing *outgoing)
{
    struct candidate candidate = candidate_of(gathering, reminder);
    enum reminder_reason reason;

    if (!subjects_read(gathering->db, &gathering->pass->subjects,
                       reminder->appointment, &candidate.subject,
                       gathering->err))
        return false;
    reason =
        subject_silence(candidate.subject, candidate.kind, reminder->channel);
    if (reason != REASON_NONE)
        return true; /* settled when it is due */
    arena_reserve(gathering->arena, gathering->taken, gathering->taken_count,
                  gathering->taken_room, struct reminder_id);
    gathering->taken[gathering->taken_count++] = reminder->id;
    return outbox_attach(gathering->db, reminder->id, outgoing,
                         gathering->pass->now, gathering->err);
}

static bool take_company(struct gathering *gathering,
                         const struct candidate *leader,
                         struct outgoing *outgoing)
{
    const struct appointment *appointment = &leader->subject->visit.appointment;
    const struct zone *zone = &appointment->zone;
    struct civil_date day = zone_civil(zone, appointment->start).date;
    struct company_query query = {
        .leader = leader->reminder,
        .customer = leader->subject->customer.id,
        .address = leader->address,
        .from = zone_day_start(zone, day),
        .until = zone_day_start(zone, civil_add_days(day, 1)),
        .limit = WORDING_VISITS_MAX - 1,
    };
    struct due_reminders company;

    if (!gathering_company(gathering->db, &query, gathering->arena, &company,
                           gathering->err))
        return false;
    for (size_t i = 0; i < company.count; i++) {
        outgoing->expires =
            instant_later(outgoing->expires, company.items[i].expires);
        if (!take_along(gathering, &company.items[i], outgoing))
            return false;
    }
    return true;
}

/* Into the message of its day, with those of the household; or its own. */
static bool put(struct gathering *gathering, const struct candidate *candidate)
{
    const struct reminder *reminder = candidate->reminder;
    char key[CRYPTO_FINGERPRINT_MAX];
    struct outgoing outgoing = {
        .address = candidate->address,
        .channel = reminder->channel,
        .key = key,
        .due = reminder->due,
        .expires = reminder->expires,
    };
    bool is_shared;

    if (!choose_occasion(gathering, candidate, &outgoing, &is_shared))
        return false;
    (void)crypto_fingerprint(
        (const struct str[]){str_of(outgoing.address),
                             str_of(channel_name(outgoing.channel)),
                             str_of(outgoing.occasion)},
        3, key);
    return outbox_attach(gathering->db, reminder->id, &outgoing,
                         gathering->pass->now, gathering->err) &&
           (!is_shared || take_company(gathering, candidate, &outgoing));
}

/* Puts a due reminder into its message, or settles or postpones it. */
static bool gather_one(struct gathering *gathering,
                       const struct reminder *reminder)
{
    struct candidate candidate = candidate_of(gathering, reminder);
    enum reminder_reason reason;
    struct instant when;
    bool is_ever;

    if (!subjects_read(gathering->db, &gathering->pass->subjects,
                       reminder->appointment, &candidate.subject,
                       gathering->err) ||
        !why_not(gathering, &candidate, &reason))
        return false;
    if (reason == REASON_NONE) {
        if (!when_to_go(gathering, &candidate, &is_ever, &when))
            return false;
        if (is_ever && instant_before(gathering->pass->now, when))
            return reminder_postpone(gathering->db, reminder->id, when,
                                     gathering->err);
        reason = is_ever ? REASON_NONE : REASON_NO_ALLOWED_TIME;
    }
    if (reason == REASON_NONE)
        return put(gathering, &candidate);
    gathering->pass->skipped++;
    return reminder_settle(gathering->db, reminder->id,
                           subject_silent_state(reason), reason,
                           gathering->err);
}

bool gather_due(struct db *db, struct pass *pass, enum channel channel,
                struct error *err)
{
    struct arena arena = {0};
    struct due_reminders due;
    struct due_query query = {
        .channel = channel,
        .now = pass->now,
        .limit = pass->capacity[channel],
    };
    struct gathering gathering = {
        .db = db,
        .pass = pass,
        .office = &pass->cache->office,
        .arena = &arena,
        .err = err,
    };
    bool ok = outbox_due_reminders(db, &query, &arena, &due, err);

    for (size_t i = 0; ok && i < due.count; i++) {
        if (!is_taken(&gathering, due.items[i].id))
            ok = gather_one(&gathering, &due.items[i]);
    }
    if (ok && due.count != 0 && due.count == query.limit)
        pass->is_left[channel] = true;
    arena_free(&arena);
    return ok || error_wrap(err, "gathering messages");
}
