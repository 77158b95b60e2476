#include "tests/harness/oracle_plan.h"

#include <string.h>

#include "scheduler/policy.h"

struct oracle {
    const struct oracle_clock *clock;
    const struct plan_request *request;
    const struct appointment *visit;
    int64_t now_s;
    int64_t known_s;
    int64_t start_s;
    /* The notice of a move, where one is planned. */
    bool is_told;
    int64_t told_s;
};

/* What becomes of a whole rule; `state` is of its first channel that can. */
struct fate {
    enum reminder_state state;
    enum reminder_reason reason;
    int64_t due_s;
    int64_t expires_s;
};

static struct fate silent(struct fate fate, enum reminder_reason reason)
{
    fate.state = REMINDER_SKIPPED;
    fate.reason = reason;
    return fate;
}

static bool has_name(struct name_list list, const char *name)
{
    for (size_t i = 0; i < list.count; i++)
        if (strcmp(list.items[i], name) == 0)
            return true;
    return list.count == 0;
}

static bool is_for(const struct rule *rule, const struct appointment *visit)
{
    return has_name(rule->services, visit->service) &&
           has_name(rule->providers, visit->provider) &&
           has_name(rule->sites, visit->site);
}

static enum reminder_reason reach(const struct customer *customer,
                                  enum channel channel)
{
    if (customer->consent[channel] == CONSENT_REFUSED)
        return REASON_OPTED_OUT;
    if (channel == CHANNEL_MAIL)
        return customer->mail == NULL ? REASON_NO_ADDRESS : REASON_NONE;
    if (customer->phone != NULL)
        return REASON_NONE;
    return customer->phone_doubt == NULL ? REASON_NO_ADDRESS
                                         : REASON_DOUBTFUL_NUMBER;
}

static bool reaches_anybody(const struct oracle *oracle,
                            const struct rule *rule)
{
    for (size_t i = 0; i < rule->channel_count; i++)
        if (reach(oracle->request->customer, rule->channels[i]) == REASON_NONE)
            return true;
    return false;
}

/* The reasons that lie in the visit, the customer and the rule's `only`. */
static enum reminder_reason unwanted(const struct oracle *oracle,
                                     const struct rule *rule)
{
    const struct customer *customer = oracle->request->customer;

    if (customer == NULL)
        return REASON_NO_CUSTOMER;
    if (oracle->visit->is_missing && rule->kind != MESSAGE_MISSED &&
        rule->kind != MESSAGE_CANCELLED)
        return REASON_MISSING;
    if (rule->only_new && !customer->is_new)
        return REASON_KNOWN_CUSTOMER;
    if (rule->only_known && customer->is_new)
        return REASON_NEW_CUSTOMER;
    if (rule->only_unconfirmed && oracle->visit->state == APPOINTMENT_CONFIRMED)
        return REASON_CONFIRMED;
    return REASON_NONE;
}

static int64_t expiry(const struct oracle *oracle, int64_t due_s)
{
    int64_t lead_s = POLICY_LEAD_S;

    if ((oracle->start_s - due_s) / 2 < lead_s)
        lead_s = (oracle->start_s - due_s) / 2;
    return oracle->start_s - lead_s;
}

/* Into the window, or out of time; `from_s` is when it may leave at first. */
static struct fate place(const struct oracle *oracle, struct fate fate,
                         int64_t from_s)
{
    struct oracle_fit fit = {
        from_s > oracle->now_s ? from_s : oracle->now_s,
        fate.due_s,
        fate.expires_s,
    };

    if (oracle->now_s >= fate.expires_s) {
        fate.state = REMINDER_EXPIRED;
        fate.reason = REASON_TOO_LATE;
        return fate;
    }
    if (!oracle_fit(oracle->clock, &oracle->request->office->window, fit,
                    &fate.due_s))
        return silent(fate, REASON_NO_ALLOWED_TIME);
    return fate;
}

static struct fate judge(const struct oracle *oracle, const struct rule *rule);

/* Whether a rule after this one, in time, has something to say. */
static bool later_speaks(const struct oracle *oracle, const struct rule *rule,
                         int64_t due_s)
{
    const struct office *office = oracle->request->office;

    for (size_t i = 0; i < office->rule_count; i++) {
        const struct rule *other = &office->rules[i];
        int64_t other_s;

        if (other == rule || other->kind != rule->kind ||
            !is_for(other, oracle->visit) ||
            !oracle_rule_time(oracle->clock, office, other, oracle->visit,
                              &other_s) ||
            other_s < due_s || (other_s == due_s && other < rule) ||
            !reaches_anybody(oracle, other))
            continue;
        if (judge(oracle, other).state == REMINDER_PLANNED)
            return true;
    }
    return false;
}

static struct fate judge_late(const struct oracle *oracle,
                              const struct rule *rule, struct fate fate)
{
    if (rule->late == RULE_LATE_SKIP)
        return silent(fate, REASON_BOOKED_LATE);
    if (rule->late == RULE_LATE_MERGE && later_speaks(oracle, rule, fate.due_s))
        return silent(fate, REASON_MERGED);
    if (oracle->known_s >= fate.expires_s)
        return silent(fate, REASON_TOO_LATE);
    fate.due_s = oracle->known_s;
    if (oracle->request->is_moved &&
        fate.due_s + oracle->request->office->grace.s < fate.expires_s)
        fate.due_s += oracle->request->office->grace.s;
    return place(oracle, fate, fate.due_s);
}

static struct fate judge(const struct oracle *oracle, const struct rule *rule)
{
    struct fate fate = {.state = REMINDER_PLANNED};
    enum reminder_reason reason = unwanted(oracle, rule);

    if (reason != REASON_NONE)
        return silent(fate, reason);
    if (!oracle_rule_time(oracle->clock, oracle->request->office, rule,
                          oracle->visit, &fate.due_s))
        return silent(fate, REASON_NO_ALLOWED_TIME);
    fate.expires_s = expiry(oracle, fate.due_s);
    if (oracle->is_told && fate.due_s < oracle->told_s + POLICY_NOTICE_COVERS_S)
        return silent(fate, REASON_MERGED);
    if (oracle->known_s > fate.due_s)
        return judge_late(oracle, rule, fate);
    return place(oracle, fate, oracle->now_s);
}

/* A channel after the one that is planned for `first_s`. */
static struct fate follow(const struct oracle *oracle, const struct rule *rule,
                          struct fate first)
{
    struct fate fate = first;

    if (rule->fallback.s == 0)
        return silent(fate, REASON_FALLBACK);
    if (oracle->visit->state == APPOINTMENT_CONFIRMED)
        return silent(fate, REASON_CONFIRMED);
    if (!oracle_next(oracle->clock, &oracle->request->office->window,
                     first.due_s + rule->fallback.s, first.expires_s,
                     &fate.due_s))
        return silent(fate, REASON_FALLBACK);
    fate.reason = REASON_UNANSWERED;
    return fate;
}

static void add_rule(const struct oracle *oracle, const struct rule *rule,
                     struct fate fate, struct reminder_list *out)
{
    bool is_spoken = false;

    for (size_t i = 0; i < rule->channel_count; i++) {
        struct fate own = fate;

        if (fate.state == REMINDER_PLANNED) {
            enum reminder_reason reason =
                reach(oracle->request->customer, rule->channels[i]);

            if (reason != REASON_NONE)
                own = silent(fate, reason);
            else if (is_spoken)
                own = follow(oracle, rule, fate);
            else
                is_spoken = true;
        }
        out->items[out->count++] = (struct reminder){
            .appointment = oracle->visit->id,
            .rule = rule->name,
            .channel = rule->channels[i],
            .due.unix_s = own.due_s,
            .expires.unix_s = own.expires_s,
            .state = own.state,
            .reason = own.reason,
        };
    }
}

/* Something to say that waits for the window, and stays where it is then. */
static struct fate wait_from(const struct oracle *oracle, struct fate fate)
{
    const struct week *window = &oracle->request->office->window;

    if (fate.due_s >= fate.expires_s)
        return silent(fate, REASON_TOO_LATE);
    if (oracle->now_s >= fate.expires_s) {
        fate.state = REMINDER_EXPIRED;
        fate.reason = REASON_TOO_LATE;
        return fate;
    }
    if (!oracle_next(oracle->clock, window, fate.due_s, fate.expires_s,
                     &fate.due_s))
        return silent(fate, REASON_NO_ALLOWED_TIME);
    return fate;
}

static struct fate judge_notice(const struct oracle *oracle,
                                const struct rule *notice, int64_t due_s)
{
    struct fate fate = {
        .state = REMINDER_PLANNED,
        .due_s = due_s,
        .expires_s = oracle->start_s,
    };
    enum reminder_reason reason = unwanted(oracle, notice);
    int64_t left_s;

    if (reason != REASON_NONE)
        return silent(fate, reason);
    fate = wait_from(oracle, fate);
    if (fate.state == REMINDER_PLANNED &&
        !oracle_next(oracle->clock, &oracle->request->office->window,
                     oracle->now_s, fate.expires_s, &left_s))
        return silent(fate, REASON_NO_ALLOWED_TIME);
    return fate;
}

static struct fate judge_missed(const struct oracle *oracle,
                                const struct rule *rule)
{
    struct fate fate = {.state = REMINDER_PLANNED};
    enum reminder_reason reason = unwanted(oracle, rule);

    if (reason != REASON_NONE)
        return silent(fate, reason);
    if (oracle->request->is_rebooked)
        return silent(fate, REASON_REBOOKED);
    if (!oracle_rule_time(oracle->clock, oracle->request->office, rule,
                          oracle->visit, &fate.due_s))
        return silent(fate, REASON_NO_ALLOWED_TIME);
    fate.expires_s = fate.due_s + POLICY_MISSED_S;
    return wait_from(oracle, fate);
}

static void add_rules(const struct oracle *oracle, enum message_kind kind,
                      struct reminder_list *out)
{
    const struct office *office = oracle->request->office;

    for (size_t i = 0; i < office->rule_count; i++) {
        const struct rule *rule = &office->rules[i];

        if (rule->kind == kind && is_for(rule, oracle->visit))
            add_rule(oracle, rule,
                     kind == MESSAGE_MISSED ? judge_missed(oracle, rule)
                                            : judge(oracle, rule),
                     out);
    }
}

/* A grace period after the change, unless the visit begins before that. */
static int64_t told_at(const struct oracle *oracle, int64_t change_s)
{
    int64_t due_s = change_s + oracle->request->office->grace.s;

    return due_s >= oracle->start_s ? change_s : due_s;
}

static void plan_coming(struct oracle *oracle, struct reminder_list *out)
{
    const struct plan_request *request = oracle->request;
    const struct rule *notice = &request->office->moved;
    struct fate fate;

    if (request->was == NULL || request->was->start.unix_s == oracle->start_s ||
        notice->channel_count == 0) {
        add_rules(oracle, MESSAGE_REMINDER, out);
        return;
    }
    fate = judge_notice(oracle, notice, told_at(oracle, oracle->known_s));
    oracle->is_told =
        fate.state == REMINDER_PLANNED && reaches_anybody(oracle, notice);
    oracle->told_s = fate.due_s;
    add_rules(oracle, MESSAGE_REMINDER, out);
    add_rule(oracle, notice, fate, out);
}

static void plan_cancelled(const struct oracle *oracle,
                           struct reminder_list *out)
{
    const struct rule *notice = &oracle->request->office->cancelled;
    const struct said *said = &oracle->visit->said;
    int64_t change_s = oracle->now_s;

    if (said->known)
        change_s = said->exact ? said->at.unix_s : said->until.unix_s;
    if (notice->channel_count == 0)
        return;
    add_rule(oracle, notice,
             judge_notice(oracle, notice, told_at(oracle, change_s)), out);
}

void oracle_plan(const struct oracle_clock *clock,
                 const struct plan_request *request, struct reminder_list *out)
{
    const struct appointment *visit = request->appointment;
    struct oracle oracle = {
        .clock = clock,
        .request = request,
        .visit = visit,
        .now_s = request->now.unix_s,
        .known_s = request->known_since.unix_s,
        .start_s = visit->start.unix_s,
    };

    out->count = 0;
    if (oracle.now_s >= oracle.start_s) {
        if (request->attendance == ATTENDANCE_NO_SHOW)
            add_rules(&oracle, MESSAGE_MISSED, out);
    } else if (visit->state == APPOINTMENT_BOOKED ||
               visit->state == APPOINTMENT_CONFIRMED) {
        plan_coming(&oracle, out);
    } else if (visit->state == APPOINTMENT_CANCELLED &&
               visit->cancelled_by == CANCELLED_BY_OFFICE) {
        plan_cancelled(&oracle, out);
    }
}
