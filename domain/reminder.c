#include "domain/reminder.h"

#include <string.h>

static const char *const state_names[REMINDER_STATE_COUNT] = {
    [REMINDER_PLANNED] = "planned",     [REMINDER_CLAIMED] = "claimed",
    [REMINDER_ACCEPTED] = "accepted",   [REMINDER_DELIVERED] = "delivered",
    [REMINDER_REFUSED] = "refused",     [REMINDER_UNKNOWN] = "unknown",
    [REMINDER_CANCELLED] = "cancelled", [REMINDER_EXPIRED] = "expired",
    [REMINDER_SKIPPED] = "skipped",
};

static const struct {
    const char *name;
    const char *text;
} reasons[REMINDER_REASON_COUNT] = {
    [REASON_NONE] = {"", ""},
    [REASON_FALLBACK] = {"fallback", "only if the channel before it fails"},
    [REASON_NO_ADDRESS] = {"no-address", "no number or mailbox is known"},
    [REASON_DOUBTFUL_NUMBER] = {"doubtful-number",
                                "the number cannot be trusted"},
    [REASON_OPTED_OUT] = {"opted-out", "the customer said no to this channel"},
    [REASON_BOOKED_LATE] = {"booked-late",
                            "booked too late for this rule, which then skips"},
    [REASON_MERGED] = {"merged", "too late for this rule, a later one serves"},
    [REASON_CONFIRMED] = {"confirmed", "already confirmed"},
    [REASON_KNOWN_CUSTOMER] = {"known-customer",
                               "the rule is for new customers only"},
    [REASON_NO_ALLOWED_TIME] = {"no-allowed-time",
                                "no allowed hour is left before the visit"},
    [REASON_TOO_LATE] = {"too-late", "its latest useful time has passed"},
    [REASON_WENT_AWAY] = {"went-away",
                          "the appointment was cancelled, moved or withdrawn"},
    [REASON_MISSING] = {"missing", "absent from its calendar at the last look"},
    [REASON_RULE_GONE] = {"rule-gone", "the rule was taken out of the office"},
    [REASON_NO_CUSTOMER] = {"no-customer", "nobody is known for this slot"},
    [REASON_UNANSWERED] = {"unanswered", "only if nobody has answered by then"},
    [REASON_NEW_CUSTOMER] = {"new-customer",
                             "the rule is for known customers only"},
    [REASON_CAPPED] = {"capped",
                       "this address has had as many as the office allows"},
    [REASON_NOT_MISSED] = {"not-missed",
                           "the visit is not marked as missed any more"},
    [REASON_SPENT] = {"spent", "the day's sum for messages was spent"},
    [REASON_RESTORED] = {"restored", "the visit stands again"},
    [REASON_REBOOKED] = {"rebooked", "the customer has another visit already"},
};

const char *reminder_state_name(enum reminder_state state)
{
    assert(state < REMINDER_STATE_COUNT);
    return state_names[state];
}

bool reminder_state_find(const char *name, enum reminder_state *out)
{
    for (int i = 0; i < REMINDER_STATE_COUNT; i++) {
        if (strcmp(name, state_names[i]) == 0) {
            *out = (enum reminder_state)i;
            return true;
        }
    }
    return false;
}

const char *reminder_reason_name(enum reminder_reason reason)
{
    assert(reason < REMINDER_REASON_COUNT);
    return reasons[reason].name;
}

const char *reminder_reason_text(enum reminder_reason reason)
{
    assert(reason < REMINDER_REASON_COUNT);
    return reasons[reason].text;
}

bool reminder_reason_find(const char *name, enum reminder_reason *out)
{
    for (int i = 0; i < REMINDER_REASON_COUNT; i++) {
        if (strcmp(name, reasons[i].name) == 0) {
            *out = (enum reminder_reason)i;
            return true;
        }
    }
    return false;
}

#define BIT(state) (1u << (state))

bool reminder_may_become(enum reminder_state from, enum reminder_state to)
{
    static const unsigned legal[REMINDER_STATE_COUNT] = {
        [REMINDER_PLANNED] = BIT(REMINDER_CLAIMED) | BIT(REMINDER_CANCELLED) |
                             BIT(REMINDER_SKIPPED) | BIT(REMINDER_EXPIRED),
        [REMINDER_CLAIMED] = BIT(REMINDER_PLANNED) | BIT(REMINDER_ACCEPTED) |
                             BIT(REMINDER_REFUSED) | BIT(REMINDER_EXPIRED) |
                             BIT(REMINDER_UNKNOWN) | BIT(REMINDER_CANCELLED) |
                             BIT(REMINDER_SKIPPED),
        [REMINDER_ACCEPTED] = BIT(REMINDER_DELIVERED) | BIT(REMINDER_REFUSED),
        [REMINDER_UNKNOWN] = BIT(REMINDER_ACCEPTED) | BIT(REMINDER_DELIVERED) |
                             BIT(REMINDER_REFUSED),
        [REMINDER_CANCELLED] = BIT(REMINDER_PLANNED) | BIT(REMINDER_SKIPPED),
        [REMINDER_SKIPPED] = BIT(REMINDER_PLANNED) | BIT(REMINDER_CANCELLED) |
                             BIT(REMINDER_EXPIRED),
        [REMINDER_EXPIRED] = BIT(REMINDER_PLANNED),
    };

    assert(from < REMINDER_STATE_COUNT && to < REMINDER_STATE_COUNT);
    return (legal[from] & BIT(to)) != 0;
}
