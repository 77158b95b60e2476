#include "importers/csv_dates.h"

#include <stdio.h>

/* A cell longer than this holds no date. */
#define DATE_BYTES_MAX 60

static const enum csv_field time_fields[] = {
    CSV_START, CSV_END, CSV_BOOKED_AT, CSV_STATUS_AT, CSV_BIRTH_YEAR,
};

/* What the dates of a whole file prove. */
struct proof {
    const struct csv_reader *reader;
    size_t header_line;
    size_t day_first;   /* the first line that proves it; 0: none */
    size_t month_first; /* likewise */
    bool dotted;        /* "4.5.2026": nobody writes the month first so */
};

static void weigh(struct proof *proof, const struct csv_row *row, size_t column)
{
    char text[DATE_BYTES_MAX + 1];
    enum csv_date_order order;
    struct str cell;

    if (column >= row->count)
        return;
    cell = row->cells[column];
    while (cell.len > 0 && cell.at[0] == ' ')
        cell = (struct str){cell.at + 1, cell.len - 1};
    if (cell.len == 0 || cell.len > DATE_BYTES_MAX)
        return;
    (void)snprintf(text, sizeof(text), "%.*s", (int)cell.len, cell.at);
    if (!csv_time_needs_order(text, &order))
        return;
    proof->dotted |= strchr(text, '.') != NULL && strchr(text, '/') == NULL;
    if (order == CSV_DATE_DMY && proof->day_first == 0)
        proof->day_first = row->line;
    if (order == CSV_DATE_MDY && proof->month_first == 0)
        proof->month_first = row->line;
}

static bool weigh_row(void *context, const struct csv_row *row)
{
    struct proof *proof = context;
    const struct csv_columns *columns = &proof->reader->columns;

    if (row->line <= proof->header_line || row->problem != NULL)
        return true;
    for (size_t i = 0; i < ARRAY_LEN(time_fields); i++) {
        const struct csv_sources *sources = &columns->of[time_fields[i]];

        for (size_t k = 0; k < sources->count; k++)
            weigh(proof, row, sources->items[k].parts[0]);
    }
    return true;
}

/* Where offices write it one way only; CSV_DATE_GUESS for the others. */
static enum csv_date_order order_of_country(const char *country)
{
    static const char day_first[] =
        "FR DE AT CH ES IT PT NL BE LU GB IE AU NZ BR AR CL CO MX PE UY EC PL "
        "CZ SK DK NO FI GR TR RO BG HR SI RS UA IN IL SG MC LI MT CY EE LV ";

    if (str_is_empty(country) || strlen(country) != 2)
        return CSV_DATE_GUESS;
    if (strcmp(country, "US") == 0)
        return CSV_DATE_MDY;
    return strstr(day_first, country) != NULL ? CSV_DATE_DMY : CSV_DATE_GUESS;
}

static void refuse(struct csv_reader *reader, enum csv_field field,
                   const char *text, const struct proof *proof)
{
    const char *column = csv_column_name(&reader->columns, field);

    if (proof->day_first != 0)
        reader->refusal =
            arena_printf(reader->arena,
                         "its dates are of two kinds: line %zu has the day "
                         "first, line %zu the month; a map can say which: "
                         "date_order: dmy",
                         proof->day_first, proof->month_first);
    else
        reader->refusal =
            arena_printf(reader->arena,
                         "line %zu: '%.20s' in column '%.60s' may begin with "
                         "the day or the month, and no other date tells; say "
                         "which in a map: date_order: dmy (or mdy)",
                         reader->row->line, text, column);
}

static void warn_of_country(struct csv_reader *reader)
{
    csv_warn(reader,
             arena_printf(reader->arena,
                          "no date of the file tells whether day or month "
                          "comes first; read as the %s, as in %s (a map can "
                          "say date_order: dmy or mdy)",
                          reader->order == CSV_DATE_DMY ? "day" : "month",
                          reader->request->office->country));
}

static void guess_order(struct csv_reader *reader, enum csv_field field,
                        const char *text)
{
    struct proof proof = {.reader = reader, .header_line = reader->header_line};
    bool by_day;
    bool by_month;

    csv_walk(reader->document, reader->separator, weigh_row, &proof);
    by_day = proof.day_first != 0;
    by_month = proof.month_first != 0;
    if (by_day != by_month) {
        reader->order = by_day ? CSV_DATE_DMY : CSV_DATE_MDY;
    } else if (!by_day && proof.dotted) {
        reader->order = CSV_DATE_DMY;
    } else if (!by_day) {
        reader->order = order_of_country(reader->request->office->country);
        if (reader->order != CSV_DATE_GUESS)
            warn_of_country(reader);
    }
    if (reader->order == CSV_DATE_GUESS)
        refuse(reader, field, text, &proof);
}

/* The rest of `text` after a space, when that is a time of day; else NULL. */
static const char *clock_in(const char *text, int *seconds)
{
    for (const char *at = text; *at != '\0'; at++) {
        if ((*at == ' ' || *at == 'T') && csv_time_read_clock(at + 1, seconds))
            return at + 1;
    }
    return NULL;
}

/*
 * Date and time of two columns, each of which may have the other half with
 * it: "2026-05-04 00:00:00" and "1899-12-30 09:30".
 */
static const char *joined(struct csv_reader *reader, enum csv_field field,
                          const struct csv_source *source)
{
    const char *date = csv_part_cell(reader, field, source->parts[0]);
    const char *clock = csv_part_cell(reader, field, source->parts[1]);
    const char *rest;
    int seconds;

    if (date == NULL || clock == NULL)
        return date;
    rest = clock_in(date, &seconds);
    if (rest != NULL && seconds != 0)
        return date;
    if (rest != NULL)
        date = arena_strndup(reader->arena, date, (size_t)(rest - 1 - date));
    rest = clock_in(clock, &seconds);
    if (rest != NULL && !csv_time_read_clock(clock, &seconds)) {
        if (strstr(clock, "1899") == NULL && strstr(clock, "1900") == NULL)
            return clock; /* a whole time of its own */
        clock = rest;
    }
    if (strncmp(clock, "0.", 2) == 0)
        return arena_printf(reader->arena, "%s%s", date, clock + 1);
    return arena_printf(reader->arena, "%s %s", date, clock);
}

/* As csv_cell(), but that the two halves of a time are not just joined. */
static const char *time_text(struct csv_reader *reader, enum csv_field field)
{
    const struct csv_sources *sources = &reader->columns.of[field];
    const char *text = NULL;

    for (size_t i = 0; i < sources->count && text == NULL; i++) {
        if (sources->items[i].count < 2)
            text = sources->count == 1
                       ? csv_cell(reader, field)
                       : csv_source_cell(reader, field, &sources->items[i]);
        else
            text = joined(reader, field, &sources->items[i]);
    }
    return text == NULL || csv_is_no_date(text) ? NULL : text;
}

static bool read_time(struct csv_reader *reader, enum csv_field field,
                      const char *text, const struct zone *zone,
                      struct csv_time *out)
{
    enum csv_date_order ignored;

    if (reader->order == CSV_DATE_GUESS && csv_time_needs_order(text, &ignored))
        guess_order(reader, field, text);
    if (csv_time_read(text, reader->order, reader->columns.date_only[field],
                      zone, out))
        return true;
    if (!csv_time_read_serial(text, zone, out))
        return false;
    if (!reader->has_serials)
        csv_warn(reader,
                 arena_printf(reader->arena,
                              "'%s' in column '%.60s' is read as a "
                              "spreadsheet's count of days, %04d-%02d-"
                              "%02d",
                              text, csv_column_name(&reader->columns, field),
                              out->day.year, out->day.month, out->day.day));
    reader->has_serials = true;
    return true;
}

static void no_time(struct csv_reader *reader, enum csv_field field,
                    const char *text)
{
    csv_fault_value(reader, field, text,
                    "not a time (write it like 2026-11-24 18:00)");
}

bool csv_cell_time(struct csv_reader *reader, enum csv_field field,
                   const struct zone *zone, struct csv_time *out)
{
    const char *text = time_text(reader, field);

    if (text == NULL)
        return false;
    if (read_time(reader, field, text, zone, out))
        return true;
    no_time(reader, field, text);
    return false;
}

bool csv_cell_end(struct csv_reader *reader, const struct zone *zone,
                  const struct csv_time *start, struct csv_time *out)
{
    const char *text = time_text(reader, CSV_END);
    struct civil_time wall = {.date = start->day};
    int seconds;

    if (text == NULL)
        return false;
    if (!start->is_date && csv_time_read_clock(text, &seconds)) {
        wall = civil_from_seconds(civil_to_seconds(wall) + seconds);
        *out = (struct csv_time){.at = zone_instant(zone, wall, NULL),
                                 .day = start->day};
        return true;
    }
    if (read_time(reader, CSV_END, text, zone, out))
        return true;
    no_time(reader, CSV_END, text);
    return false;
}
