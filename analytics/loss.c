#include "analytics/loss.h"

#include "domain/money.h"

static const char sql_messages[] =
    "SELECT count(*), coalesce(sum(cost_micro), 0) FROM message"
    " WHERE sent_s >= ?1 AND sent_s < ?2";

/* Sums before they are rounded. */
struct sums {
    struct ticks time;
    struct ticks contribution;
    struct ticks refilled;
    struct ticks refilled_contribution;
    struct ticks short_unrefilled;
};

static struct ticks both(const struct worth *worth)
{
    return ticks_add(ticks_of_minor(worth->price_minor), worth->time);
}

static struct ticks contribution(const struct worth *worth)
{
    return ticks_of_minor(
        minor_sub(worth->price_minor, worth->avoidable_minor));
}

/* Refilled seconds `part` of `whole`, both 0 for a slot without a length. */
static struct ticks refilled_share(struct ticks amount, int64_t part,
                                   int64_t whole)
{
    return whole == 0 ? (struct ticks){0} : ticks_share(amount, part, whole);
}

static void add_missed(const struct loss_facts *facts, size_t index,
                       struct sums *sums, struct loss *out)
{
    const struct slot *slot = &facts->slots->items[index];
    struct worth worth = tariff_worth(facts->tariff, slot);
    int64_t whole = instant_since(slot->end, slot->start).s;
    int64_t part = refill_seconds(facts->refill, index);
    struct price_share *tier = &out->tiers[worth.tier];

    out->missed++;
    tier->count++;
    tier->contract_minor = minor_add(tier->contract_minor, worth.price_minor);
    out->contract_minor = minor_add(out->contract_minor, worth.price_minor);
    out->fees_minor = minor_add(out->fees_minor, slot->fee_minor);
    out->missed_s = minor_add(out->missed_s, worth.seconds);
    out->missed_refilled_s = minor_add(out->missed_refilled_s, part);
    if (facts->rebooked[index]) {
        out->rebooked++;
        out->rebooked_minor = minor_add(out->rebooked_minor, worth.price_minor);
    }
    sums->time = ticks_add(sums->time, worth.time);
    sums->contribution = ticks_add(sums->contribution, contribution(&worth));
    sums->refilled =
        ticks_add(sums->refilled, refilled_share(both(&worth), part, whole));
    sums->refilled_contribution =
        ticks_add(sums->refilled_contribution,
                  refilled_share(contribution(&worth), part, whole));
}

static void add_short(const struct loss_facts *facts, size_t index,
                      struct sums *sums, struct loss *out)
{
    const struct slot *slot = &facts->slots->items[index];
    struct worth worth = tariff_worth(facts->tariff, slot);
    int64_t whole = instant_since(slot->end, slot->start).s;
    int64_t part = refill_seconds(facts->refill, index);
    struct ticks all = both(&worth);

    out->short_count++;
    out->short_open += whole == 0 || part < whole;
    sums->short_unrefilled =
        ticks_add(sums->short_unrefilled,
                  ticks_sub(all, refilled_share(all, part, whole)));
}

static void settle(const struct sums *sums, struct loss *out)
{
    int64_t deducted;

    out->time_minor = ticks_round(sums->time);
    out->contribution_minor = ticks_round(sums->contribution);
    out->gross_minor = minor_add(out->contract_minor, out->time_minor);
    out->refilled_minor = ticks_round(sums->refilled);
    out->refilled_contribution_minor = ticks_round(sums->refilled_contribution);
    out->short_unrefilled_minor = ticks_round(sums->short_unrefilled);

    deducted = minor_sub(minor_add(out->rebooked_minor, out->fees_minor),
                         out->messages_minor);
    out->net_minor =
        minor_sub(minor_sub(out->gross_minor, out->refilled_minor), deducted);
    out->net_contribution_minor =
        minor_sub(minor_sub(out->contribution_minor,
                            out->refilled_contribution_minor),
                  deducted);
}

void loss_of(const struct loss_facts *facts, const struct period *period,
             struct loss *out)
{
    const struct slots *slots = facts->slots;
    struct sums sums = {0};

    *out = (struct loss){
        .messages = facts->messages,
        .messages_minor = facts->messages_minor,
    };
    for (size_t i = slots_from(slots, period->from); i < slots->count; i++) {
        const struct slot *slot = &slots->items[i];

        if (!instant_before(slot->start, period->until))
            break;
        if (outcome_is_missed(slot->outcome))
            add_missed(facts, i, &sums, out);
        if (outcome_is_short(slot->outcome))
            add_short(facts, i, &sums, out);
    }
    settle(&sums, out);
}

static int64_t minor_of_micro(int64_t micro, const char *currency)
{
    int64_t per_minor = 1000000; /* micro units in a minor one */

    for (int i = money_decimals(currency); i > 0; i--)
        per_minor /= 10;
    return minor_add(micro, per_minor / 2) / per_minor;
}

bool loss_messages(struct db *db, const struct period *period,
                   const char *currency, int64_t *count, int64_t *minor,
                   struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *count = 0;
    *minor = 0;
    if (!db_ask(db, sql_messages, &stmt, err,
                DB_VALUES(DB_I64(period->from.unix_s),
                          DB_I64(period->until.unix_s))))
        return error_wrap(err, "cost of messages");
    ok = db_one(stmt, &found, err);
    if (ok && found) {
        *count = db_column_i64(stmt, 0);
        *minor = minor_of_micro(db_column_i64(stmt, 1), currency);
    }
    db_finish(stmt);
    return ok || error_wrap(err, "cost of messages");
}
