#include "app/jobs/forecast_messages.h"

#include <stdlib.h>
#include <string.h>

#include "notifiers/wording.h"
#include "notifiers/wording_cache.h"
#include "store/gathering.h"

#define WEEK_DAYS 7

/* A planned row with the keys it is sorted by. */
struct candidate {
    struct forecast_row *row;
    enum message_kind kind;
    bool is_apart;
    int64_t visit_day; /* days on the wall since 1970 */
    int64_t due_day;
};

struct maker {
    struct call *call;
    struct db *db;
    const struct office *office;
    bool is_replay;
    struct config config;
    struct wording_cache words;
    struct candidate *items;
    size_t count;
    struct forecast *forecast;
    struct error *err;
};

static int64_t day_of(const struct forecast_row *row, struct instant at)
{
    const struct zone *zone = &row->about->visit.appointment.zone;

    return civil_to_days(zone_civil(zone, at).date);
}

static bool is_planned(const struct forecast_row *row)
{
    return row->reminder.state == REMINDER_PLANNED && row->to != NULL;
}

static void collect(struct maker *maker)
{
    struct forecast *forecast = maker->forecast;

    maker->items = arena_new_array(maker->call->arena, forecast->count + 1,
                                   struct candidate);
    for (size_t i = 0; i < forecast->count; i++) {
        struct forecast_row *row = &forecast->items[i];
        const struct rule *rule =
            office_rule(maker->office, row->reminder.rule);

        if (!is_planned(row))
            continue;
        maker->items[maker->count++] = (struct candidate){
            .row = row,
            .kind = office_message_kind(maker->office, row->reminder.rule),
            .is_apart = rule == NULL || rule->is_apart,
            .visit_day = day_of(row, row->about->visit.appointment.start),
            .due_day = day_of(row, row->leaves),
        };
    }
}

static int compare(int64_t left, int64_t right)
{
    return (left > right) - (left < right);
}

static int by_address(const struct candidate *l, const struct candidate *r)
{
    int order = strcmp(l->row->to, r->row->to);

    return order != 0
               ? order
               : compare(l->row->reminder.channel, r->row->reminder.channel);
}

/* Of those that go together, the one that leads stands first. */
static int by_due(const struct candidate *l, const struct candidate *r)
{
    const struct visit *left = &l->row->about->visit;
    const struct visit *right = &r->row->about->visit;
    int order =
        compare(l->row->reminder.due.unix_s, r->row->reminder.due.unix_s);

    if (order == 0)
        order = compare(r->row->leads, l->row->leads);
    if (order == 0)
        order = compare(left->appointment.start.unix_s,
                        right->appointment.start.unix_s);
    return order != 0
               ? order
               : compare(left->appointment.id.row, right->appointment.id.row);
}

/* Those that may go into one message stand together, the first due first. */
static int for_grouping(const void *left, const void *right)
{
    const struct candidate *l = left;
    const struct candidate *r = right;
    int order = by_address(l, r);

    if (order == 0)
        order = strcmp(l->row->reminder.rule, r->row->reminder.rule);
    if (order == 0)
        order = compare(l->visit_day, r->visit_day);
    return order != 0 ? order : by_due(l, r);
}

static int for_caps(const void *left, const void *right)
{
    int order = by_address(left, right);

    return order != 0 ? order : by_due(left, right);
}

static bool may_join(const struct candidate *leader,
                     const struct candidate *other)
{
    return leader->kind == MESSAGE_REMINDER && !leader->is_apart &&
           leader->row->reminder.reason == REASON_NONE &&
           other->row->reminder.reason == REASON_NONE &&
           leader->visit_day == other->visit_day &&
           by_address(leader, other) == 0 &&
           strcmp(leader->row->reminder.rule, other->row->reminder.rule) == 0;
}

/* Whether two visits at one address may be spoken of together. */
static bool are_together(const struct maker *maker,
                         const struct candidate *leader,
                         const struct candidate *other, bool *out)
{
    bool are_strangers = false;

    *out = leader->row->about->customer.id.row ==
           other->row->about->customer.id.row;
    if (*out)
        return true;
    if (!gathering_are_strangers(maker->db, leader->row->to, &are_strangers,
                                 maker->err))
        return false;
    *out = !are_strangers;
    return true;
}

/* From items[first]: its company joins it; `*end` is the first that did not. */
static bool group_from(struct maker *maker, size_t first, size_t number,
                       size_t *end)
{
    struct candidate *leader = &maker->items[first];
    size_t carried = 1;
    bool joins = true;

    leader->row->message = number;
    leader->row->leads = true;
    for (*end = first + 1; *end < maker->count; (*end)++) {
        struct candidate *other = &maker->items[*end];

        if (!may_join(leader, other) || carried == WORDING_VISITS_MAX)
            return true;
        if (!are_together(maker, leader, other, &joins))
            return false;
        if (!joins)
            return true;
        other->row->message = number;
        other->row->leaves = leader->row->leaves;
        carried++;
    }
    return true;
}

static bool group(struct maker *maker)
{
    size_t number = 0;
    size_t next;

    if (maker->count != 0)
        qsort(maker->items, maker->count, sizeof(*maker->items), for_grouping);
    for (size_t i = 0; i < maker->count; i = next) {
        if (!group_from(maker, i, ++number, &next))
            return false;
    }
    return true;
}

/* Messages to one address from day `first` on, before items[at]. */
static int64_t count_before(const struct maker *maker, size_t at, int64_t first)
{
    const struct candidate *own = &maker->items[at];
    int64_t count = 0;

    for (size_t i = at; i-- > 0;) {
        const struct candidate *other = &maker->items[i];

        if (by_address(own, other) != 0 || other->due_day < first)
            break;
        count += other->row->leads && other->row->message != 0;
    }
    return count;
}

/* What went to the address already: a replay has its own past. */
static bool count_sent(const struct maker *maker, const struct candidate *own,
                       struct sent_count *out)
{
    const struct zone *zone = &own->row->about->visit.appointment.zone;
    struct sent_query query = {
        .address = own->row->to,
        .channel = own->row->reminder.channel,
        .day = zone_day_start(zone, civil_from_days(own->due_day)),
        .week =
            zone_day_start(zone, civil_from_days(own->due_day - WEEK_DAYS + 1)),
    };

    *out = (struct sent_count){0};
    return maker->is_replay ||
           gathering_count(maker->db, &query, out, maker->err);
}

static bool is_beyond(const struct maker *maker, size_t at, bool *out)
{
    const struct office_limits *limits = &maker->office->limits;
    const struct candidate *own = &maker->items[at];
    struct sent_count sent;

    if (!count_sent(maker, own, &sent))
        return false;
    sent.of_day += count_before(maker, at, own->due_day);
    sent.of_week += count_before(maker, at, own->due_day - WEEK_DAYS + 1);
    *out = (limits->per_day != 0 && sent.of_day >= limits->per_day) ||
           (limits->per_week != 0 && sent.of_week >= limits->per_week);
    return true;
}

/* The message that items[at] leads is not sent. */
static void leave_out(struct maker *maker, size_t at)
{
    size_t message = maker->items[at].row->message;

    for (size_t i = at; i < maker->count; i++) {
        struct forecast_row *row = maker->items[i].row;

        if (by_address(&maker->items[at], &maker->items[i]) != 0)
            return;
        if (row->message != message)
            continue;
        row->message = 0;
        row->reminder.state = REMINDER_SKIPPED;
        row->reminder.reason = REASON_CAPPED;
    }
}

static bool hold_caps(struct maker *maker)
{
    bool is_over;

    if (maker->count != 0)
        qsort(maker->items, maker->count, sizeof(*maker->items), for_caps);
    for (size_t i = 0; i < maker->count; i++) {
        const struct candidate *own = &maker->items[i];

        if (!own->row->leads || own->row->message == 0 ||
            own->kind == MESSAGE_MOVED || own->kind == MESSAGE_CANCELLED)
            continue;
        if (!is_beyond(maker, i, &is_over))
            return false;
        if (is_over)
            leave_out(maker, i);
    }
    return true;
}

/* The visits of a message, which stand together after for_grouping(). */
static size_t visits_of(const struct maker *maker, size_t at,
                        struct wording_visit visits[WORDING_VISITS_MAX])
{
    size_t count = 0;

    for (size_t i = at;
         i < maker->count && count < WORDING_VISITS_MAX &&
         maker->items[i].row->message == maker->items[at].row->message;
         i++)
        visits[count++] = (struct wording_visit){
            .customer = &maker->items[i].row->about->customer,
            .appointment = &maker->items[i].row->about->visit.appointment,
            .was = maker->items[i].row->about->facts.is_announced
                       ? &maker->items[i].row->about->facts.was
                       : NULL,
        };
    return count;
}

/* Words that cannot be made are told when the text is checked. */
static void price(struct maker *maker, size_t at)
{
    struct wording_visit visits[WORDING_VISITS_MAX];
    struct forecast_row *row = maker->items[at].row;
    enum channel channel = row->reminder.channel;
    struct wording_request request = {
        .office = maker->office,
        .kind = maker->items[at].kind,
        .rule = row->reminder.rule,
        .channel = channel,
        .now = row->leaves,
        .visits = visits,
        .visit_count = visits_of(maker, at, visits),
        .cache = &maker->words,
    };
    struct forecast *forecast = maker->forecast;
    struct message message;
    struct arena arena = {0};
    struct error unused;

    if (wording_message(&request, &arena, &message, &unused))
        row->parts = channel == CHANNEL_SMS ? message.parts : 1;
    arena_free(&arena);
    row->cost_micro = row->parts * maker->config.gateways[channel].cost_micro;
    if (row->reminder.reason == REASON_UNANSWERED)
        return;
    forecast->message_count++;
    forecast->part_count += row->parts;
    forecast->cost_micro += row->cost_micro;
}

bool forecast_messages(struct call *call, const struct office *office,
                       bool is_replay, struct forecast *forecast,
                       struct error *err)
{
    struct maker maker = {
        .call = call,
        .office = office,
        .is_replay = is_replay,
        .forecast = forecast,
        .err = err,
    };

    if (!call_reader(call, &maker.db, err) ||
        !call_config(call, &maker.config, err))
        return false;
    collect(&maker);
    if (!group(&maker) || !hold_caps(&maker))
        return false;
    if (maker.count != 0)
        qsort(maker.items, maker.count, sizeof(*maker.items), for_grouping);
    wording_cache_init(&maker.words);
    for (size_t i = 0; i < maker.count; i++) {
        if (maker.items[i].row->leads && maker.items[i].row->message != 0)
            price(&maker, i);
    }
    wording_cache_finish(&maker.words);
    forecast->currency = office->currency;
    return true;
}
