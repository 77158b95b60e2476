#include "importers/csv_booking.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/crypto.h"
#include "importers/clean.h"

#define DURATION_MAX_MIN (7 * 24 * 60) /* a week in bed */

struct status {
    const char *word;
    enum appointment_state state;
    enum cancelled_by by;
    enum attendance attendance;
    bool attendance_known;
};

static const struct status statuses[] = {
    {.word = "booked", .state = APPOINTMENT_BOOKED},
    {.word = "unmarked", .state = APPOINTMENT_BOOKED},
    {.word = "confirmed", .state = APPOINTMENT_CONFIRMED},
    {.word = "attended",
     .attendance = ATTENDANCE_ATTENDED,
     .attendance_known = true},
    {.word = "late", .attendance = ATTENDANCE_LATE, .attendance_known = true},
    {.word = "left", .attendance = ATTENDANCE_LEFT, .attendance_known = true},
    {.word = "no-show",
     .attendance = ATTENDANCE_NO_SHOW,
     .attendance_known = true},
    {.word = "cancelled",
     .state = APPOINTMENT_CANCELLED,
     .by = CANCELLED_BY_CUSTOMER},
    {.word = "canceled",
     .state = APPOINTMENT_CANCELLED,
     .by = CANCELLED_BY_CUSTOMER},
    {.word = "cancelled-office",
     .state = APPOINTMENT_CANCELLED,
     .by = CANCELLED_BY_OFFICE},
    {.word = "canceled-office",
     .state = APPOINTMENT_CANCELLED,
     .by = CANCELLED_BY_OFFICE},
    {.word = "moved", .state = APPOINTMENT_MOVED},
};

/* "No show" and "no_show" are "no-show". */
static bool is_status(const char *written, const char *word)
{
    for (; *written != '\0' && *word != '\0'; written++, word++) {
        if (*word == '-' ? strchr(" -_", *written) == NULL
                         : strncasecmp(written, word, 1) != 0)
            return false;
    }
    return *written == *word;
}

static void read_status(struct csv_reader *reader, struct booking *out)
{
    const char *text = csv_cell(reader, CSV_STATUS);

    out->state = APPOINTMENT_BOOKED;
    if (text == NULL)
        return;
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        if (!is_status(text, statuses[i].word))
            continue;
        out->state = statuses[i].state;
        out->cancelled_by = statuses[i].by;
        out->attendance = statuses[i].attendance;
        out->attendance_known = statuses[i].attendance_known;
        return;
    }
    csv_fault(reader, arena_printf(reader->arena,
                                   "unknown status '%.40s'; a map can "
                                   "translate it",
                                   text));
}

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

static void read_end(struct csv_reader *reader, struct booking *out)
{
    const char *minutes = csv_cell(reader, CSV_DURATION);
    struct csv_time end;
    char *rest;
    long value;

    out->end = out->start;
    if (csv_cell_time(reader, CSV_END, &out->zone, &end)) {
        if (instant_before(end.at, out->start))
            csv_fault(reader, "it ends before it starts");
        out->end = end.at;
        return;
    }
    if (minutes == NULL)
        return;
    value = strtol(minutes, &rest, 10);
    if (*rest != '\0' || value < 0 || value > DURATION_MAX_MIN) {
        csv_fault(reader, "duration_min is not a number of minutes");
        return;
    }
    out->end.unix_s += value * MINUTE_S;
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
    read_end(reader, out);

    if (!csv_cell_time(reader, CSV_BOOKED_AT, &out->zone, &booked))
        return;
    out->booked_known = true;
    out->booked = booked.at;
    if (civil_compare(booked.day, start.day) > 0)
        csv_warn(reader, "booked after its day");
}

/* "1", "yes": 1; "0", "no": 0; neither: −1. */
static int yes_or_no(const char *text)
{
    static const struct {
        const char *word;
        int meaning;
    } words[] = {{"0", 0}, {"no", 0},  {"false", 0},
                 {"1", 1}, {"yes", 1}, {"true", 1}};

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        if (strcasecmp(text, words[i].word) == 0)
            return words[i].meaning;
    }
    return -1;
}

static void read_reminded(struct csv_reader *reader, struct booking *out)
{
    const char *text = csv_cell(reader, CSV_REMINDED);
    struct csv_time at;

    out->reminded = text == NULL ? -1 : yes_or_no(text);
    if (text != NULL && out->reminded == -1 &&
        csv_cell_time(reader, CSV_REMINDED, &out->zone, &at))
        out->reminded = 1;
}

static void read_groups(struct csv_reader *reader, struct booking *out)
{
    for (size_t i = 0; i < reader->columns.group_count; i++) {
        const struct csv_group_column *group = &reader->columns.groups[i];
        const char *value = csv_group_cell(reader, group);

        if (value != NULL)
            out->groups[out->group_count++] =
                (struct booking_group){.name = group->name, .value = value};
    }
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

void csv_booking_read(struct csv_reader *reader, struct booking *out,
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
    read_slot(reader, out);
    read_status(reader, out);
    read_said(reader, out);
    read_reminded(reader, out);
    read_groups(reader, out);
    out->has_price = csv_cell_money(reader, CSV_PRICE, &out->price_minor);
    out->has_fee = csv_cell_money(reader, CSV_FEE, &out->fee_minor);
    *has_id = out->uid != NULL;
    if (!*has_id && reader->fault == NULL)
        out->uid = made_up_uid(reader, out);
}
