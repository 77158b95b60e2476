#include "analytics/definition.h"

static const struct definition definitions[] = {
    {"attended", "Came and was seen."},
    {"attended_late", "Came late and was seen."},
    {"not_seen", "Came too late or left, and was not seen; counts as missed."},
    {"no_show",
     "Did not come; also a cancellation said at or after the start."},
    {"cancelled_early", "Cancelled by the customer with at least the office's "
                        "short notice, or nobody knows when."},
    {"cancelled_short",
     "Cancelled by the customer with less than the office's short notice."},
    {"cancelled_office", "Cancelled by the office."},
    {"moved_early", "Left for another slot with at least the office's short "
                    "notice; a move is never a miss."},
    {"moved_short",
     "Left for another slot with less than the office's short notice."},
    {"withdrawn",
     "Gone from its calendar, and nobody said why: for a person to decide."},
    {"unmarked", "Over, but nobody recorded whether the customer came."},
    {"future", "Still to come; in no figure."},
    {"total", "All appointments of the period that are over."},
    {"missed", "no_show and not_seen."},
    {"short", "cancelled_short and moved_short."},
    {"interval", "low and high: 95 % Wilson score interval."},
    {"bounds", "All unmarked visits counted as come, and all as missed."},
    {"contract", "Price of the missed treatments; prices fall through the "
                 "tiers appointment, list price, mean of the service, mean of "
                 "the office, none."},
    {"time", "Minutes of the missed slots at the provider's hourly cost."},
    {"contribution", "Price less the cost that a miss avoids; the central "
                     "view where the price pays the specialist."},
    {"gross", "Contract and time added, as the handbook has it; counts the "
              "specialist twice where the price pays them."},
    {"refilled", "The share of each missed slot, by minutes, that another "
                 "appointment of the same provider took, booked after the "
                 "slot was freed; a miss frees its slot at its start."},
    {"rebooked", "Contract cost of misses whose customer then attended an "
                 "appointment booked within 30 days after the miss; one such "
                 "appointment offsets one miss."},
    {"fees", "What customers were charged for the misses."},
    {"messages", "What the messages sent in the period cost."},
    {"net", "gross - refilled - rebooked - fees + messages."},
    {"net_contribution", "The same from contribution, with the refilled share "
                         "taken of the contribution."},
    {"short_unrefilled", "Price and time of what stayed empty of slots "
                         "cancelled or moved at short notice; not in net."},
    {"often", "At least 3 visits, and a probability of 0.9 or more that the "
              "customer's rate lies above the office's mean."},
};

const struct definition *definition_at(size_t index)
{
    return index < ARRAY_LEN(definitions) ? &definitions[index] : NULL;
}
