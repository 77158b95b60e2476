#include "importers/csv.h"

#include <stdlib.h>

#include "base/charset.h"
#include "importers/csv_booking.h"
#include "importers/csv_header.h"
#include "importers/csv_words.h"
#include "importers/limits.h"

/* Lines below a table that may be no rows of it. */
#define FOOTER_MAX 3

struct footer {
    size_t line;
    const char *fault; /* as a row it would be rejected for that */
};

struct file {
    struct csv_reader reader;
    struct footer footer[FOOTER_MAX];
    size_t footer_count;
    bool has_header;
    bool *has_id; /* of each booking */
    size_t row_count;
    size_t rows_max;
    struct error *err;
    bool failed;
};

static void reject(struct file *file, size_t line, const char *reason)
{
    import_note_add(&file->reader.out->rejected, file->reader.arena, NULL, line,
                    reason);
}

static void add_customer(struct file *file)
{
    struct csv_reader *reader = &file->reader;
    struct csv_person person = csv_cell_person(reader);

    if (person.name == NULL)
        csv_fault(reader, "name is empty");
    if (reader->fault != NULL)
        return;
    reader->out->customers[reader->out->customer_count++] =
        (struct csv_customer){
            .line = reader->row->line,
            .external = person.external,
            .name = person.name,
            .phone = person.phone,
            .phone_doubt = person.phone_doubt,
            .mail = person.mail,
            .language = person.language,
            .birth_year = person.birth_year,
        };
}

static void add_booking(struct file *file)
{
    struct csv_reader *reader = &file->reader;
    struct csv_result *out = reader->out;
    size_t at = out->booking_count;

    if (!csv_booking_read(reader, &out->bookings[at], &file->has_id[at])) {
        out->ignored_count++;
        return;
    }
    if (reader->fault != NULL)
        return;
    out->lines[at] = reader->row->line;
    out->booking_count++;
}

/* Too many cells are fine when the rest is empty. */
static bool has_extra_cells(const struct csv_row *row, size_t count)
{
    for (size_t i = count; i < row->count; i++) {
        if (row->cells[i].len > 0)
            return true;
    }
    return false;
}

static bool is_empty_row(const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i].len > 0)
            return false;
    }
    return true;
}

static bool is_total(const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        if (row->cells[i].len > 0)
            return csv_is_total(row->cells[i]);
    }
    return false;
}

/* Below all rows a line of words is passed by, between them it is a bad row:
 * what follows decides. */
static bool may_be_footer(struct file *file, const struct csv_row *row)
{
    struct footer *footer = &file->footer[file->footer_count];

    if (row->count != 1 || file->reader.columns.count < 3 ||
        file->footer_count == FOOTER_MAX)
        return false;
    *footer = (struct footer){row->line, file->reader.fault};
    file->footer_count++;
    return true;
}

static void settle_footer(struct file *file, bool is_end)
{
    for (size_t i = 0; i < file->footer_count; i++) {
        if (is_end)
            import_note_add(&file->reader.out->warnings, file->reader.arena,
                            NULL, file->footer[i].line,
                            "a line without columns; passed by");
        else
            reject(file, file->footer[i].line, file->footer[i].fault);
    }
    file->footer_count = 0;
}

static void take_data(struct file *file, const struct csv_row *row)
{
    struct csv_reader *reader = &file->reader;

    reader->row = row;
    reader->fault = row->problem;
    if (reader->fault == NULL && is_empty_row(row))
        return;
    if (has_extra_cells(row, reader->columns.count))
        csv_fault(reader, "more cells than the header has columns");
    if (reader->fault == NULL) {
        if (reader->out->is_customer_list)
            add_customer(file);
        else
            add_booking(file);
    }
    if (reader->fault == NULL)
        settle_footer(file, false);
    else if (row->problem == NULL && is_total(row))
        csv_warn(reader, "a row of totals; passed by");
    else if (row->problem != NULL || !may_be_footer(file, row))
        reject(file, row->line, reader->fault);
}

static bool take_header(struct file *file, const struct csv_row *row)
{
    struct csv_reader *reader = &file->reader;
    struct csv_result *out = reader->out;

    if (row->problem != NULL)
        return error_set(file->err, ERROR_INPUT, "line %zu, its header: %s",
                         row->line, row->problem);
    if (!csv_columns_read(row, reader->map, reader->arena, &reader->columns,
                          &out->warnings, file->err))
        return false;
    file->has_header = true;
    out->is_customer_list = reader->columns.of[CSV_START].count == 0;
    reader->memos =
        arena_new_array(reader->arena, CSV_FIELD_COUNT + BOOKING_GROUPS_MAX,
                        struct csv_memo);
    if (out->is_customer_list) {
        out->customers =
            arena_new_array(reader->arena, file->rows_max, struct csv_customer);
        return true;
    }
    out->bookings =
        arena_new_array(reader->arena, file->rows_max, struct booking);
    out->lines = arena_new_array(reader->arena, file->rows_max, size_t);
    file->has_id = arena_new_array(reader->arena, file->rows_max, bool);
    return true;
}

static bool take_row(void *context, const struct csv_row *row)
{
    struct file *file = context;

    if (row->line < file->reader.header_line)
        return true;
    if (!file->has_header) {
        file->failed = !take_header(file, row);
        return !file->failed;
    }
    if (file->row_count++ == CSV_ROWS_MAX) {
        file->failed = true;
        return error_set(file->err, ERROR_INPUT,
                         "more than %d rows; split the file", CSV_ROWS_MAX);
    }
    take_data(file, row);
    if (file->reader.refusal == NULL)
        return true;
    file->failed = true;
    return error_set(file->err, ERROR_INPUT, "%s", file->reader.refusal);
}

struct identity {
    const char *uid;
    size_t booking;
};

static int by_uid(const void *left, const void *right)
{
    const struct identity *a = left;
    const struct identity *b = right;
    int order = strcmp(a->uid, b->uid);

    if (order != 0)
        return order;
    return (a->booking > b->booking) - (a->booking < b->booking);
}

/*
 * Made-up uids that repeat are numbered, so that a file's equal rows stay
 * apart and find themselves again. A repeated id is an error of the file: its
 * rows after the first are marked by an empty uid.
 */
static void settle_repeats(struct file *file, struct identity *sorted)
{
    struct csv_result *out = file->reader.out;
    size_t first = 0;

    for (size_t i = 1; i < out->booking_count; i++) {
        struct booking *booking = &out->bookings[sorted[i].booking];

        if (strcmp(sorted[i].uid, sorted[first].uid) != 0) {
            first = i;
        } else if (file->has_id[sorted[i].booking]) {
            booking->uid = "";
            reject(file, out->lines[sorted[i].booking],
                   arena_printf(file->reader.arena,
                                "its id stands in line %zu already",
                                out->lines[sorted[first].booking]));
        } else {
            booking->uid = arena_printf(file->reader.arena, "%s-%zu",
                                        sorted[i].uid, i - first + 1);
        }
    }
}

static int by_line(const void *left, const void *right)
{
    const struct import_note *a = left;
    const struct import_note *b = right;

    return (a->line > b->line) - (a->line < b->line);
}

static void drop_repeated(struct csv_result *out)
{
    size_t kept = 0;

    for (size_t i = 0; i < out->booking_count; i++) {
        if (out->bookings[i].uid[0] == '\0')
            continue;
        out->bookings[kept] = out->bookings[i];
        out->lines[kept++] = out->lines[i];
    }
    out->booking_count = kept;
}

static void make_unique(struct file *file)
{
    struct csv_result *out = file->reader.out;
    struct identity *sorted =
        arena_new_array(file->reader.arena, out->booking_count,
                        struct identity);

    for (size_t i = 0; i < out->booking_count; i++)
        sorted[i] = (struct identity){out->bookings[i].uid, i};
    qsort(sorted, out->booking_count, sizeof(*sorted), by_uid);
    settle_repeats(file, sorted);
    drop_repeated(out);
    if (out->rejected.count > 0)
        qsort(out->rejected.items, out->rejected.count,
              sizeof(*out->rejected.items), by_line);
}

static bool starts_with(struct str text, const char *bytes, size_t len)
{
    return text.len >= len && memcmp(text.at, bytes, len) == 0;
}

/* Turns it into UTF-8; refuses what cannot be a CSV file. */
static bool open_document(struct csv_reader *reader, struct error *err)
{
    struct str document = reader->request->document;

    if (document.len > IMPORT_BYTES_MAX)
        return error_set(err, ERROR_INPUT, "%zu bytes, the limit is %d",
                         document.len, IMPORT_BYTES_MAX);
    if (starts_with(document, "PK\x03\x04", 4) ||
        starts_with(document, "\xD0\xCF\x11\xE0", 4))
        return error_set(err, ERROR_INPUT,
                         "a spreadsheet, not a CSV file; export it as CSV");
    document = charset_decode(document, charset_guess(document), reader->arena);
    if (document.len == 0)
        return error_set(err, ERROR_INPUT,
                         "empty; a header row with 'start' or 'name' is "
                         "needed");
    if (memchr(document.at, '\0', document.len) != NULL)
        return error_set(err, ERROR_INPUT,
                         "not a text file: it holds NUL bytes");
    reader->document = document;
    reader->separator = csv_separator(document);
    return true;
}

/* An upper bound of its rows: the ends of its lines. */
static size_t count_lines(struct str document)
{
    size_t count = 1;

    for (size_t i = 0; i < document.len; i++)
        count += document.at[i] == '\n' || document.at[i] == '\r';
    return count < CSV_ROWS_MAX ? count : CSV_ROWS_MAX;
}

static bool load_zone(struct csv_reader *reader, struct error *err)
{
    struct error why;

    reader->has_zone = reader->map->zone != NULL;
    if (!reader->has_zone || zone_load(reader->map->zone, &reader->zone, &why))
        return true;
    return error_set(err, ERROR_USAGE, "map: %.200s", why.text);
}

static bool find_header(struct csv_reader *reader, struct error *err)
{
    struct csv_header header =
        csv_header_find(reader->request, reader->document, reader->separator,
                        reader->arena);

    if (header.line == 0)
        return error_set(err, ERROR_INPUT,
                         "blank; a header row with 'start' or 'name' is "
                         "needed");
    reader->header_line = header.line;
    reader->map = header.map;
    reader->order = header.map->date_order;
    reader->out->map = header.is_known ? header.map : NULL;
    return load_zone(reader, err);
}

bool csv_read(const struct csv_request *request, struct arena *arena,
              struct csv_result *out, struct error *err)
{
    struct file file = {
        .reader = {.request = request, .arena = arena, .out = out},
        .err = err,
    };

    *out = (struct csv_result){0};
    if (!open_document(&file.reader, err) || !find_header(&file.reader, err))
        return false;
    file.rows_max = count_lines(file.reader.document);
    csv_walk(file.reader.document, file.reader.separator, take_row, &file);
    if (file.failed)
        return false;
    settle_footer(&file, true);
    make_unique(&file);
    return true;
}
