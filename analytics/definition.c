#include "analytics/definition.h"

static const struct definition definitions[] = {
    {"attended", "Came and was seen.", NULL},
    {"attended_late", "Came late and was seen.", NULL},
    {"not_seen", "Came too late or left, and was not seen; counts as missed.",
     NULL},
    {"no_show", "Did not come; also a cancellation said at or after the start.",
     NULL},
    {"cancelled_early",
     "Cancelled by the customer with at least the office's "
     "short notice, or nobody knows when.",
     NULL},
    {"cancelled_short",
     "Cancelled by the customer with less than the office's short notice.",
     NULL},
    {"cancelled_office", "Cancelled by the office.", NULL},
    {"moved_early",
     "Left for another slot with at least the office's short "
     "notice; a move is never a miss.",
     NULL},
    {"moved_short",
     "Left for another slot with less than the office's short notice.", NULL},
    {"withdrawn",
     "Gone from its calendar, and nobody said why: for a person to decide.",
     NULL},
    {"unmarked", "Over, but nobody recorded whether the customer came.",
     "Unmarked"},
    {"future", "Still to come; in no figure.", NULL},
    {"total", "All appointments of the period that are over.", NULL},
    {"missed", "no_show and not_seen.", NULL},
    {"short", "cancelled_short and moved_short.", NULL},
    {"interval",
     "Where the true rate lies, 19 times of 20: Wilson score interval.",
     "95 % range"},
    {"bounds", "All unmarked visits counted as come, and all as missed.",
     "Bounds"},
    {"contract",
     "Price of the missed treatments; prices fall through the "
     "tiers appointment, list price, mean of the service, mean of "
     "the office, none.",
     "Contract cost"},
    {"time", "Minutes of the missed slots at the provider's hourly cost.",
     "Specialist's time"},
    {"contribution",
     "Price less the cost that a miss avoids; the central "
     "view where the price pays the specialist.",
     "Contribution"},
    {"gross",
     "Contract and time added, as the handbook has it; counts the "
     "specialist twice where the price pays them.",
     "Gross loss"},
    {"refilled",
     "The share of each missed slot, by minutes, that another "
     "appointment of the same provider took, booked after the "
     "slot was freed; a miss frees its slot at its start.",
     "Refilled"},
    {"rebooked",
     "Contract cost of misses whose customer then attended an "
     "appointment booked within 30 days after the miss; one such "
     "appointment offsets one miss.",
     "Rebooked"},
    {"fees", "What customers were charged for the misses.", NULL},
    {"messages", "What the messages sent in the period cost.", NULL},
    {"net", "gross - refilled - rebooked - fees + messages.", "Net loss"},
    {"net_contribution",
     "The same from contribution, with the refilled share "
     "taken of the contribution.",
     "From contribution"},
    {"short_unrefilled",
     "Price and time of what stayed empty of slots "
     "cancelled or moved at short notice; not in net.",
     "Not refilled"},
    {"often",
     "At least 3 visits, and a probability of 0.9 or more that the "
     "customer's rate lies above the office's mean.",
     "Misses often"},
};

const struct definition *definition_at(size_t index)
{
    return index < ARRAY_LEN(definitions) ? &definitions[index] : NULL;
}
