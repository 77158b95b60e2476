#include "scheduler/policy.h"

static const struct rule default_rules[] = {
    {
        .name = "three-days",
        .unit = RULE_OPEN_DAYS,
        .count = 3,
        .at_minute = -1,
        .channels = {CHANNEL_SMS, CHANNEL_MAIL},
        .channel_count = 2,
        .late = RULE_LATE_MERGE,
    },
    {
        .name = "one-day",
        .unit = RULE_DAYS,
        .count = 1,
        .at_minute = -1,
        .channels = {CHANNEL_SMS, CHANNEL_MAIL},
        .channel_count = 2,
        .late = RULE_LATE_SEND,
    },
};

const struct rule *policy_default_rules(size_t *count)
{
    *count = ARRAY_LEN(default_rules);
    return default_rules;
}

struct rule policy_default_notice(enum message_kind kind)
{
    return (struct rule){
        .name = kind == MESSAGE_MOVED ? RULE_NAME_MOVED : RULE_NAME_CANCELLED,
        .kind = kind,
        .at_minute = -1,
        .channels = {CHANNEL_SMS, CHANNEL_MAIL},
        .channel_count = 2,
    };
}

struct office_limits policy_default_limits(void)
{
    return (struct office_limits){.per_day = 3, .per_week = 7};
}

struct week policy_default_window(void)
{
    struct week week = {0};

    for (int day = 0; day < WEEKDAY_COUNT; day++)
        week.day[day] =
            (struct day_spans){.count = 1, .span = {{9 * 60, 20 * 60}}};
    return week;
}

struct instant policy_expires(struct instant due, struct instant start)
{
    int64_t lead = instant_since(start, due).s / 2;

    return instant_sub(start, (struct span){
                                  lead < POLICY_LEAD_S ? lead : POLICY_LEAD_S});
}
