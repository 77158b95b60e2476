#include "importers/csv_status.h"

#include <strings.h>

#include "importers/csv_dates.h"
#include "importers/csv_words.h"

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

static const struct status *find_status(const char *text)
{
    for (size_t i = 0; i < ARRAY_LEN(statuses); i++) {
        if (is_status(text, statuses[i].word))
            return &statuses[i];
    }
    return NULL;
}

static void apply(const struct status *status, struct booking *out)
{
    out->state = status->state;
    out->cancelled_by = status->by;
    out->attendance = status->attendance;
    out->attendance_known = status->attendance_known;
}

/* Whether the flag is up; a time in it is a yes, too. */
static bool is_up(struct csv_reader *reader, const struct csv_flag_column *flag)
{
    const char *text = csv_part_cell(reader, CSV_STATUS, flag->column);
    enum csv_date_order ignored;
    struct zone utc = zone_utc();
    struct csv_time time;
    int answer;

    if (text == NULL || csv_is_no_date(text))
        return false;
    answer = csv_yes_no(text);
    if (answer >= 0)
        return answer == 1;
    if (csv_time_needs_order(text, &ignored) ||
        csv_time_read(text, CSV_DATE_YMD, true, &utc, &time))
        return true;
    csv_fault(reader, arena_printf(reader->arena,
                                   "column '%.60s' says neither yes nor no",
                                   reader->columns.headers[flag->column]));
    return false;
}

/* The status that the flags give; NULL when all are down. */
static const char *flagged(struct csv_reader *reader)
{
    for (size_t i = 0; i < reader->columns.flag_count; i++) {
        const struct csv_flag_column *flag = &reader->columns.flags[i];

        if (is_up(reader, flag))
            return flag->status;
    }
    return NULL;
}

bool csv_status_read(struct csv_reader *reader, struct booking *out)
{
    const char *text = flagged(reader);
    const struct status *status;

    out->state = APPOINTMENT_BOOKED;
    if (text == NULL)
        text = csv_cell(reader, CSV_STATUS);
    if (text == NULL)
        return true;
    if (strcasecmp(text, "ignore") == 0)
        return false;
    status = find_status(text);
    if (status != NULL)
        apply(status, out);
    else
        csv_fault(reader,
                  arena_printf(reader->arena,
                               "unknown status '%.40s' in column '%.60s'; a "
                               "map can translate it",
                               text,
                               csv_column_name(&reader->columns, CSV_STATUS)));
    return true;
}
