#include <stdio.h>

#include "importers/reconcile.h"

/* The fields below, and two for each group. */
#define PARTS_MAX        (14 + 2 * BOOKING_GROUPS_MAX)
#define NUMBERS_TEXT_MAX 400

static char state_letter(enum appointment_state state)
{
    switch (state) {
    case APPOINTMENT_BOOKED:
        return 'b';
    case APPOINTMENT_CONFIRMED:
        return 'f';
    case APPOINTMENT_CANCELLED:
        return 'c';
    case APPOINTMENT_MOVED:
        return 'm';
    case APPOINTMENT_WITHDRAWN:
        return 'w';
    }
    return '?';
}

static void write_numbers(const struct booking *booking,
                          char out[NUMBERS_TEXT_MAX])
{
    bool booked = booking->booked_known && booking->raw == NULL;

    (void)snprintf(
        out, NUMBERS_TEXT_MAX,
        "%lld %lld %d %d %d %lld %d %d %d %lld %d %d %lld %d %lld %d",
        (long long)booking->start.unix_s, (long long)booking->end.unix_s,
        booking->all_day, (int)booking->cancelled_by, booking->said_known,
        (long long)(booking->said_known ? booking->said.unix_s : 0),
        booking->attendance_known,
        booking->attendance_known ? (int)booking->attendance : 0, booked,
        (long long)(booked ? booking->booked.unix_s : 0), booking->reminded,
        booking->has_price,
        (long long)(booking->has_price ? booking->price_minor : 0),
        booking->has_fee,
        (long long)(booking->has_fee ? booking->fee_minor : 0),
        booking->birth_year);
}

char *booking_fingerprint(const struct booking *booking,
                          char out[BOOKING_CONTENT_MAX])
{
    char numbers[NUMBERS_TEXT_MAX];
    struct str parts[PARTS_MAX] = {
        str_of(booking->summary),        str_of(booking->customer_external),
        str_of(booking->customer_name),  str_of(booking->phone),
        str_of(booking->phone_doubt),    str_of(booking->mail),
        str_of(booking->language),       str_of(booking->service),
        str_of(booking->provider),       str_of(booking->site),
        str_of(booking->location),       str_of(booking->notes),
        str_of(booking->price_currency),
    };
    size_t count = 13;

    write_numbers(booking, numbers);
    parts[count++] = str_of(numbers);
    for (size_t i = 0; i < booking->group_count; i++) {
        parts[count++] = str_of(booking->groups[i].name);
        parts[count++] = str_of(booking->groups[i].value);
    }
    out[0] = state_letter(booking->state);
    out[1] = '-';
    crypto_fingerprint(parts, count, out + 2);
    return out;
}
