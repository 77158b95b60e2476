#include "importers/csv_cells.h"

#include <stdlib.h>

#include "base/utf8.h"
#include "domain/customer.h"
#include "domain/money.h"
#include "domain/phone.h"
#include "importers/clean.h"

#define ID_MAX       200
#define MAIL_MAX     254 /* RFC 5321 4.5.3.1 */
#define PHONE_MAX    64
#define LANGUAGE_MAX 35 /* RFC 5646 4.4.1 */
#define WORD_MAX     40

#define BIRTH_MIN    1880

/* Code points a cell may have. */
static const size_t points_max[CSV_FIELD_COUNT] = {
    [CSV_ID] = ID_MAX,
    [CSV_START] = WORD_MAX,
    [CSV_END] = WORD_MAX,
    [CSV_DURATION] = WORD_MAX,
    [CSV_BOOKED_AT] = WORD_MAX,
    [CSV_STATUS] = WORD_MAX,
    [CSV_STATUS_AT] = WORD_MAX,
    [CSV_CUSTOMER_ID] = ID_MAX,
    [CSV_NAME] = CLEAN_NAME_MAX,
    [CSV_PHONE] = PHONE_MAX,
    [CSV_EMAIL] = MAIL_MAX,
    [CSV_LANGUAGE] = LANGUAGE_MAX,
    [CSV_BIRTH_YEAR] = WORD_MAX,
    [CSV_SERVICE] = CLEAN_NAME_MAX,
    [CSV_PROVIDER] = CLEAN_NAME_MAX,
    [CSV_SITE] = CLEAN_NAME_MAX,
    [CSV_PRICE] = WORD_MAX,
    [CSV_FEE] = WORD_MAX,
    [CSV_REMINDED] = WORD_MAX,
    [CSV_NOTES] = CLEAN_NOTES_MAX,
};

void csv_fault(struct csv_reader *reader, const char *reason)
{
    if (reader->fault == NULL)
        reader->fault = reason;
}

void csv_warn(struct csv_reader *reader, const char *reason)
{
    import_note_add(&reader->out->warnings, reader->arena, NULL,
                    reader->row->line, reason);
}

static struct str raw_cell(const struct csv_reader *reader, size_t column)
{
    if (column >= reader->row->count)
        return (struct str){0};
    return reader->row->cells[column];
}

static const char *limited(struct csv_reader *reader, const char *name,
                           const char *text, size_t limit)
{
    size_t len = text == NULL ? 0 : strlen(text);

    if (len <= limit || utf8_count(str_of(text)) <= limit)
        return text;
    csv_fault(reader,
              arena_printf(reader->arena, "%.60s is longer than %zu characters",
                           name, limit));
    return NULL;
}

const char *csv_cell(struct csv_reader *reader, enum csv_field field)
{
    const char *name = csv_field_name(field);
    struct str raw = raw_cell(reader, reader->columns.at[field]);
    const char *text;

    if (raw.len == 0 && !reader->columns.is_mapped[field])
        return NULL;
    text = field == CSV_NOTES ? clean_text(raw, reader->arena)
                              : clean_line(raw, reader->arena);
    if (reader->columns.is_mapped[field])
        text = csv_value(reader->map, name, str_or_empty(text));
    if (str_is_empty(text))
        return NULL;
    return limited(reader, name, text, points_max[field]);
}

const char *csv_group_cell(struct csv_reader *reader,
                           const struct csv_group_column *group)
{
    const char *text =
        clean_line(raw_cell(reader, group->column), reader->arena);

    text = csv_value(reader->map, group->field, str_or_empty(text));
    if (str_is_empty(text))
        return NULL;
    return limited(reader, group->field, text, CLEAN_NAME_MAX);
}

bool csv_cell_time(struct csv_reader *reader, enum csv_field field,
                   const struct zone *zone, struct csv_time *out)
{
    const char *text = csv_cell(reader, field);

    if (text == NULL)
        return false;
    if (csv_time_read(text, reader->map->date_order,
                      reader->columns.date_only[field], zone, out))
        return true;
    csv_fault(reader, arena_printf(reader->arena,
                                   "%s is not a time; write it like "
                                   "2026-11-24 18:00",
                                   csv_field_name(field)));
    return false;
}

/* Amounts may wear a sign or code of currency: "€ 90,00", "90.00 EUR". */
static const char *undressed(struct csv_reader *reader, const char *text)
{
    size_t skip = strcspn(text, "0123456789-");
    size_t len = strspn(text + skip, "0123456789-.,");

    if (skip > 5 || strlen(text + skip + len) > 5)
        return text;
    return arena_strndup(reader->arena, text + skip, len);
}

bool csv_cell_money(struct csv_reader *reader, enum csv_field field,
                    int64_t *minor)
{
    const char *text = csv_cell(reader, field);
    struct error ignored;

    if (text == NULL)
        return false;
    if (money_parse(undressed(reader, text), reader->request->office->currency,
                    minor, &ignored) &&
        *minor >= 0)
        return true;
    csv_fault(reader, arena_printf(reader->arena,
                                   "%s is not an amount in %s; write it "
                                   "like 90.00",
                                   csv_field_name(field),
                                   reader->request->office->currency));
    return false;
}

/* The form of a language tag, not whether the language exists. */
static bool is_language(const char *text)
{
    size_t first = strcspn(text, "-");

    return first >= 2 && first <= 8 &&
           strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                        "0123456789-") == strlen(text);
}

/* "1980", or a date of birth whose year is all we keep. */
static int birth_year(struct csv_reader *reader)
{
    const char *text = csv_cell(reader, CSV_BIRTH_YEAR);
    struct zone utc = zone_utc();
    struct csv_time date;
    int year = 0;

    if (text == NULL)
        return 0;
    if (strlen(text) == 4 && strspn(text, "0123456789") == 4)
        year = (int)strtol(text, NULL, 10);
    else if (csv_time_read(text, reader->map->date_order, true, &utc, &date))
        year = date.day.year;
    if (year < BIRTH_MIN || year > 2199) {
        csv_warn(reader, "birth_year is not a year of birth; left out");
        return 0;
    }
    return year;
}

static void read_phone(struct csv_reader *reader, struct csv_person *person)
{
    const char *text = csv_cell(reader, CSV_PHONE);
    char e164[PHONE_E164_MAX];

    if (text == NULL)
        return;
    switch (phone_read(text, str_or_empty(reader->request->office->country),
                       e164)) {
    case PHONE_GOOD:
        person->phone = arena_strdup(reader->arena, e164);
        return;
    case PHONE_DOUBTFUL:
        person->phone_doubt = text;
        csv_warn(reader, "phone is doubtful; it will not be texted");
        return;
    case PHONE_NONE:
        csv_warn(reader, "phone holds no number; left out");
        return;
    }
}

struct csv_person csv_cell_person(struct csv_reader *reader)
{
    struct csv_person person = {
        .external = csv_cell(reader, CSV_CUSTOMER_ID),
        .name = csv_cell(reader, CSV_NAME),
        .mail = csv_cell(reader, CSV_EMAIL),
        .language = csv_cell(reader, CSV_LANGUAGE),
        .birth_year = birth_year(reader),
    };

    read_phone(reader, &person);
    if (person.mail != NULL && !mail_is_plausible(person.mail)) {
        person.mail = NULL;
        csv_warn(reader, "email is not an address; left out");
    }
    if (person.language != NULL && !is_language(person.language)) {
        person.language = NULL;
        csv_warn(reader, "language is not a tag like fr or pt-BR; left out");
    }
    return person;
}
