#include "app/jobs/gather.h"

#include "app/jobs/claim.h"
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
    const struct route *route;
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
    struct sent_query query = {
        .address = candidate->address,
        .channel = candidate->reminder->channel,
        .day = zone_day_start(zone, today),
        .week = zone_day_start(zone, civil_add_days(today, 1 - WEEK_DAYS)),
    };
    struct sent_count count;

    *out = false;
    if (candidate->kind == MESSAGE_MOVED ||
        candidate->kind == MESSAGE_CANCELLED ||
        (limits->per_day == 0 && limits->per_week == 0))
        return true;
    if (!gathering_count(gathering->db, &query, &count, gathering->err))
        return false;
    *out = (limits->per_day != 0 && count.of_day >= limits->per_day) ||
           (limits->per_week != 0 && count.of_week >= limits->per_week);
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

static void name_occasion(const struct gathering *gathering,
                          const struct candidate *candidate, bool is_shared,
                          struct outgoing *outgoing)
{
    const struct appointment *appointment =
        &candidate->subject->visit.appointment;
    const char *rule = candidate->reminder->rule;
    char *key = arena_alloc(gathering->arena, CRYPTO_FINGERPRINT_MAX);
    char day[CIVIL_DATE_TEXT_MAX];

    if (is_shared)
        outgoing->occasion = arena_printf(
            gathering->arena, "day/%s/%s", rule,
            civil_format_date(
                zone_civil(&appointment->zone, appointment->start).date, day));
    else
        outgoing->occasion = arena_printf(gathering->arena, "reminder/%s/%lld",
                                          rule, (long long)appointment->id.row);
    (void)crypto_fingerprint(
        (const struct str[]){str_of(outgoing->address),
                             str_of(channel_name(outgoing->channel)),
                             str_of(outgoing->occasion)},
        3, key);
    outgoing->key = key;
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

/* Those who could go along with it. */
static bool find_company(struct gathering *gathering,
                         const struct candidate *leader,
                         struct due_reminders *out)
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

    return gathering_company(gathering->db, &query, gathering->arena, out,
                             gathering->err);
}

/* Into the message of its occasion, planned, with those who go along; the next
 * pass claims it. */
static bool attach(struct gathering *gathering,
                   const struct candidate *candidate,
                   const struct due_reminders *company,
                   struct outgoing *outgoing)
{
    gathering->pass->is_left[outgoing->channel] = true;
    if (!outbox_attach(gathering->db, candidate->reminder->id, outgoing,
                       gathering->pass->now, gathering->err))
        return false;
    for (size_t i = 0; i < company->count; i++) {
        outgoing->expires =
            instant_later(outgoing->expires, company->items[i].expires);
        if (!take_along(gathering, &company->items[i], outgoing))
            return false;
    }
    return true;
}

/* A visit's reminder alone, where nothing has to be counted. */
static bool may_be_fresh(const struct gathering *gathering,
                         const struct candidate *candidate)
{
    return candidate->kind == MESSAGE_REMINDER &&
           gathering->office->limits.spend_minor == 0;
}

static bool try_fresh(struct gathering *gathering,
                      const struct candidate *candidate,
                      const struct outgoing *outgoing, bool *done)
{
    struct fresh fresh = {
        .reminder = candidate->reminder,
        .subject = candidate->subject,
        .outgoing = outgoing,
    };

    *done = false;
    return !may_be_fresh(gathering, candidate) ||
           claim_fresh(gathering->db, gathering->pass, &fresh, gathering->route,
                       done, gathering->err);
}

/*
 * Into the message of its day, with those of the household; where the rule
 * keeps visits apart, it is a notice, or that day's message has left already,
 * into one of its own.
 */
static bool put(struct gathering *gathering, const struct candidate *candidate)
{
    const struct reminder *reminder = candidate->reminder;
    bool is_shared = candidate->kind == MESSAGE_REMINDER &&
                     candidate->rule != NULL && !candidate->rule->is_apart;
    struct due_reminders company = {0};
    struct outgoing outgoing = {
        .address = candidate->address,
        .channel = reminder->channel,
        .due = reminder->due,
        .expires = reminder->expires,
    };
    bool has_left = false;
    bool done = false;

    if (is_shared && !find_company(gathering, candidate, &company))
        return false;
    name_occasion(gathering, candidate, is_shared, &outgoing);
    if (company.count == 0 &&
        !try_fresh(gathering, candidate, &outgoing, &done))
        return false;
    if (done)
        return true;
    if (is_shared && !gathering_has_left(gathering->db, &outgoing, &has_left,
                                         gathering->err))
        return false;
    if (!has_left)
        return attach(gathering, candidate, &company, &outgoing);
    name_occasion(gathering, candidate, false, &outgoing);
    if (!try_fresh(gathering, candidate, &outgoing, &done))
        return false;
    return done ||
           attach(gathering, candidate, &(struct due_reminders){0}, &outgoing);
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
                const struct route *route, struct error *err)
{
    struct arena arena = {0};
    struct due_reminders due;
    struct due_query query = {
        .channel = channel,
        .now = pass->now,
        .limit = pass->capacity[channel] - pass->claimed_count[channel],
    };
    struct gathering gathering = {
        .db = db,
        .pass = pass,
        .office = &pass->cache->office,
        .route = route,
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
