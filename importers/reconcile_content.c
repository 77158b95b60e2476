#include "importers/reconcile_content.h"

#include <string.h>

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

/* Times and amounts, in one fixed order. */
enum { NUMBERS = 16 };

static void list_numbers(const struct booking *booking, int64_t out[NUMBERS])
{
    bool booked = booking->booked_known && booking->raw == NULL;
    const int64_t numbers[NUMBERS] = {
        booking->start.unix_s,
        booking->end.unix_s,
        booking->all_day,
        (int64_t)booking->cancelled_by,
        booking->said_known,
        booking->said_known ? booking->said.unix_s : 0,
        booking->attendance_known,
        booking->attendance_known ? (int64_t)booking->attendance : 0,
        booked,
        booked ? booking->booked.unix_s : 0,
        booking->reminded,
        booking->has_price,
        booking->has_price ? booking->price_minor : 0,
        booking->has_fee,
        booking->has_fee ? booking->fee_minor : 0,
        booking->birth_year,
    };

    memcpy(out, numbers, sizeof(numbers));
}

/* The words of a booking, where they are. */
static void list_words(const struct booking *booking,
                       const char *out[FINGERPRINT_WORDS])
{
    const char *const words[FINGERPRINT_WORDS] = {
        booking->summary,       booking->customer_external,
        booking->customer_name, booking->phone,
        booking->phone_doubt,   booking->mail,
        booking->language,      booking->service,
        booking->provider,      booking->site,
        booking->location,      booking->notes,
        booking->price_currency};

    memcpy(out, words, sizeof(words));
}

/* Hashes the words, unless they are the very ones of the booking before. */
static void take_words(struct fingerprinter *printer,
                       const struct booking *booking)
{
    const char *words[FINGERPRINT_WORDS];
    struct str parts[FINGERPRINT_WORDS];

    list_words(booking, words);
    if (printer->is_filled && memcmp(words, printer->words, sizeof(words)) == 0)
        return;
    for (size_t i = 0; i < FINGERPRINT_WORDS; i++)
        parts[i] = str_of(words[i]);
    digest_of_parts(parts, FINGERPRINT_WORDS, printer->digest);
    memcpy(printer->words, words, sizeof(words));
    printer->is_filled = true;
}

char *fingerprint(struct fingerprinter *printer, const struct booking *booking,
                  char out[BOOKING_CONTENT_MAX])
{
    int64_t numbers[NUMBERS];
    struct str parts[2 + 2 * BOOKING_GROUPS_MAX];
    size_t count = 2;

    take_words(printer, booking);
    list_numbers(booking, numbers);
    parts[0] =
        (struct str){(const char *)printer->digest, sizeof(printer->digest)};
    parts[1] = (struct str){(const char *)numbers, sizeof(numbers)};
    for (size_t i = 0; i < booking->group_count; i++) {
        parts[count++] = str_of(booking->groups[i].name);
        parts[count++] = str_of(booking->groups[i].value);
    }
    out[0] = state_letter(booking->state);
    out[1] = '-';
    digest_text(parts, count, out + 2);
    return out;
}

char *booking_fingerprint(const struct booking *booking,
                          char out[BOOKING_CONTENT_MAX])
{
    struct fingerprinter printer = {0};

    return fingerprint(&printer, booking, out);
}
