#include "importers/csv_booking.h"

#include <stdio.h>

#include "base/crypto.h"
#include "importers/csv_dates.h"
#include "importers/csv_status.h"
#include "importers/csv_words.h"

#define DURATION_MAX_MIN (7 * 24 * 60) /* a week in bed */

/* When it was said counts for what was cancelled or moved only. */
static void read_said(struct csv_reader *reader, struct booking *out)
{
    struct csv_time said;

    if (!csv_cell_time(reader, CSV_STATUS_AT, &out->zone, &said))
        return;
    switch (out->state) {
    case APPOINTMENT_CANCELLED:
    case APPOINTMENT_MOVED:
        out->said_known = true;
        out->said = said.at;
        return;
    case APPOINTMENT_BOOKED:
    case APPOINTMENT_CONFIRMED:
    case APPOINTMENT_WITHDRAWN:
        return;
    }
}

static void read_end(struct csv_reader *reader, const struct csv_time *start,
                     struct booking *out)
{
    const char *duration = csv_cell(reader, CSV_DURATION);
    struct csv_time end;
    int64_t minutes;

    out->end = out->start;
    if (csv_cell_end(reader, &out->zone, start, &end)) {
        if (instant_before(end.at, out->start))
            csv_fault(reader, "it ends before it starts");
        out->end = end.at;
        return;
    }
    if (duration == NULL)
        return;
    if (!csv_minutes_read(duration, &minutes) || minutes > DURATION_MAX_MIN) {
        csv_fault_value(reader, CSV_DURATION, duration,
                        "not a number of minutes (write 40 or 0:40)");
        return;
    }
    out->end.unix_s += minutes * MINUTE_S;
}

static void read_slot(struct csv_reader *reader, struct booking *out)
{
    struct csv_time booked;
    struct csv_time start;

    if (!csv_cell_time(reader, CSV_START, &out->zone, &start)) {
        csv_fault(reader, "start is empty");
        return;
    }
    out->start = start.at;
    out->all_day = start.is_date;
    read_end(reader, &start, out);

    if (!csv_cell_time(reader, CSV_BOOKED_AT, &out->zone, &booked))
        return;
    out->booked_known = true;
    out->booked = booked.at;
    if (civil_compare(booked.day, start.day) > 0)
        csv_warn(reader, "booked after its day");
}

static void read_reminded(struct csv_reader *reader, struct booking *out)
{
    const char *text = csv_cell(reader, CSV_REMINDED);
    struct csv_time at;

    out->reminded = text == NULL ? -1 : csv_yes_no(text);
    if (text != NULL && out->reminded == -1 &&
        csv_cell_time(reader, CSV_REMINDED, &out->zone, &at))
        out->reminded = 1;
}

static void read_groups(struct csv_reader *reader, struct booking *out)
{
    for (size_t i = 0; i < reader->columns.group_count; i++) {
        const char *value = csv_group_cell(reader, i);

        if (value != NULL)
            out->groups[out->group_count++] =
                (struct booking_group){.name = reader->columns.groups[i].name,
                                       .value = value};
    }
}

static void read_money(struct csv_reader *reader, struct booking *out)
{
    const char *currency;

    out->has_price = csv_cell_money(reader, CSV_PRICE, &out->price_minor,
                                    &out->price_currency);
    out->has_fee = csv_cell_money(reader, CSV_FEE, &out->fee_minor, &currency);
    if (out->has_fee && currency != NULL)
        csv_fault(reader,
                  arena_printf(reader->arena,
                               "fee is in %s; the office counts in %s",
                               currency, reader->request->office->currency));
}

static const char *made_up_uid(struct csv_reader *reader,
                               const struct booking *booking)
{
    const char *customer = booking->customer_external;
    char print[CRYPTO_FINGERPRINT_MAX];
    char start[24];

    (void)snprintf(start, sizeof(start), "%lld",
                   (long long)booking->start.unix_s);
    if (customer == NULL)
        customer = booking->phone;
    if (customer == NULL)
        customer = booking->mail;
    if (customer == NULL)
        customer = booking->customer_name;
    crypto_fingerprint(
        (const struct str[]){
            str_of(start),
            str_of(customer),
            str_of(booking->service),
            str_of(booking->provider),
        },
        4, print);
    return arena_printf(reader->arena, "row-%s", print);
}

bool csv_booking_read(struct csv_reader *reader, struct booking *out,
                      bool *has_id)
{
    struct csv_person person = csv_cell_person(reader);
    const char *site = csv_cell(reader, CSV_SITE);

    *out = (struct booking){
        .uid = csv_cell(reader, CSV_ID),
        .recurrence = "",
        .sequence = -1,
        .zone = reader->has_zone
                    ? reader->zone
                    : *office_zone(reader->request->office, str_or_empty(site)),
        .customer_external = person.external,
        .customer_name = person.name,
        .phone = person.phone,
        .phone_doubt = person.phone_doubt,
        .mail = person.mail,
        .language = person.language,
        .birth_year = person.birth_year,
        .service = csv_cell(reader, CSV_SERVICE),
        .provider = csv_cell(reader, CSV_PROVIDER),
        .site = site,
        .notes = csv_cell(reader, CSV_NOTES),
    };
    *has_id = out->uid != NULL;
    if (!csv_status_read(reader, out))
        return false;
    read_slot(reader, out);
    read_said(reader, out);
    read_reminded(reader, out);
    read_groups(reader, out);
    read_money(reader, out);
    if (!*has_id && reader->fault == NULL)
        out->uid = made_up_uid(reader, out);
    return true;
}
