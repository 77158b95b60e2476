#include "importers/csv_cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "base/utf8.h"
#include "domain/customer.h"
#include "domain/money.h"
#include "domain/phone.h"
#include "importers/amount.h"
#include "importers/clean.h"
#include "importers/contact.h"

#define ID_MAX         200
#define MAIL_MAX       254 /* RFC 5321 4.5.3.1 */
#define LANGUAGE_MAX   35  /* RFC 5646 4.4.1 */
#define WORD_MAX       40

#define BIRTH_MIN      1880

/* "CHF ", " US$": bytes of a sign or code beside an amount. */
#define MONEY_SIGN_MAX 5

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
    [CSV_PHONE] = PHONE_TEXT_MAX,
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

/* A place for the answer of a raw cell; NULL raw in it: not yet known. */
static const char **memo_slot(struct csv_reader *reader, size_t memo,
                              struct str raw, bool *known)
{
    size_t hash = raw.len;

    for (size_t i = 0; i < raw.len; i++)
        hash = hash * 31 + (unsigned char)raw.at[i];
    hash %= CSV_MEMO_SLOTS;
    *known = reader->memos[memo].slots[hash].raw.at != NULL &&
             str_equal(reader->memos[memo].slots[hash].raw, raw);
    if (!*known)
        reader->memos[memo].slots[hash].raw =
            (struct str){arena_strndup(reader->arena, raw.at, raw.len),
                         raw.len};
    return &reader->memos[memo].slots[hash].text;
}

const char *csv_part_cell(struct csv_reader *reader, enum csv_field field,
                          size_t column)
{
    struct str raw = raw_cell(reader, column);

    if (raw.len == 0)
        return NULL;
    return field == CSV_NOTES ? clean_text(raw, reader->arena)
                              : clean_line(raw, reader->arena);
}

const char *csv_source_cell(struct csv_reader *reader, enum csv_field field,
                            const struct csv_source *source)
{
    const char *text = NULL;

    for (size_t i = 0; i < source->count; i++) {
        const char *part = csv_part_cell(reader, field, source->parts[i]);

        if (part != NULL)
            text = text == NULL
                       ? part
                       : arena_printf(reader->arena, "%s %s", text, part);
    }
    return text;
}

static const char *first_text(struct csv_reader *reader, enum csv_field field)
{
    const struct csv_sources *sources = &reader->columns.of[field];

    for (size_t i = 0; i < sources->count; i++) {
        const char *text = csv_source_cell(reader, field, &sources->items[i]);

        if (!str_is_empty(text))
            return text;
    }
    return NULL;
}

static const char *read_cell(struct csv_reader *reader, enum csv_field field)
{
    const char *text = first_text(reader, field);

    if (reader->columns.is_mapped[field])
        text = csv_value(&reader->columns, csv_field_name(field),
                         str_or_empty(text), reader->arena);
    return str_is_empty(text) ? NULL : text;
}

/* Fields that say the same in many rows. */
static bool has_few(enum csv_field field)
{
    return field == CSV_STATUS || field == CSV_LANGUAGE ||
           field == CSV_SERVICE || field == CSV_PROVIDER || field == CSV_SITE ||
           field == CSV_DURATION;
}

static const char *remembered_cell(struct csv_reader *reader,
                                   enum csv_field field)
{
    const struct csv_sources *sources = &reader->columns.of[field];
    const char **slot;
    bool known;

    if (!has_few(field) || sources->count != 1 || sources->items[0].count != 1)
        return read_cell(reader, field);
    slot = memo_slot(reader, (size_t)field,
                     raw_cell(reader, sources->items[0].parts[0]), &known);
    if (!known)
        *slot = read_cell(reader, field);
    return *slot;
}

const char *csv_cell(struct csv_reader *reader, enum csv_field field)
{
    if (reader->columns.of[field].count == 0 &&
        !reader->columns.is_mapped[field])
        return NULL;
    return limited(reader, csv_field_name(field),
                   remembered_cell(reader, field), points_max[field]);
}

const char *csv_group_cell(struct csv_reader *reader, size_t group)
{
    const struct csv_group_column *column = &reader->columns.groups[group];
    struct str raw = raw_cell(reader, column->column);
    const char **slot;
    bool known;

    slot = memo_slot(reader, CSV_FIELD_COUNT + group, raw, &known);
    if (!known) {
        const char *text = clean_line(raw, reader->arena);

        text = csv_value(&reader->columns, column->field, str_or_empty(text),
                         reader->arena);
        *slot = str_is_empty(text) ? NULL : text;
    }
    return limited(reader, column->field, *slot, CLEAN_NAME_MAX);
}

/* A cell that moved into this column may hold a person: it has no digits. */
static bool may_be_shown(const char *text)
{
    return strlen(text) <= WORD_MAX && strpbrk(text, "0123456789") != NULL;
}

void csv_fault_value(struct csv_reader *reader, enum csv_field field,
                     const char *text, const char *what)
{
    const char *quote = may_be_shown(text) ? "'" : "";

    csv_fault(reader,
              arena_printf(reader->arena, "%s is %s: %s%s%s in column '%.60s'",
                           csv_field_name(field), what, quote,
                           may_be_shown(text) ? text : "the text", quote,
                           csv_column_name(&reader->columns, field)));
}

/* One amount, not negative, with nothing beside it but its currency. */
static bool read_amount(const char *text, const char *currency,
                        struct amount *out)
{
    size_t skip = strcspn(text, "0123456789-(");
    const char *rest = text + skip + strspn(text + skip, "0123456789.,' ");

    struct error ignored;

    if (text[skip] < '0' || text[skip] > '9' || skip > MONEY_SIGN_MAX ||
        strlen(rest) > MONEY_SIGN_MAX || strpbrk(rest, "0123456789") != NULL)
        return false;
    /* As plain numbers are: some currencies have three decimals. */
    if (money_parse(text, currency, &out->minor, &ignored)) {
        (void)snprintf(out->currency, sizeof(out->currency), "%s", currency);
        return true;
    }
    if (!amount_read(str_of(text), currency, out))
        return false;
    return out->is_marked || (strspn(text, " ") == skip &&
                              (*rest == '\0' || strcmp(rest, "-") == 0));
}

bool csv_cell_money(struct csv_reader *reader, enum csv_field field,
                    int64_t *minor, const char **currency)
{
    const char *text = csv_cell(reader, field);
    const char *home = reader->request->office->currency;
    struct amount amount;

    *currency = NULL;
    if (text == NULL)
        return false;
    if (!read_amount(text, home, &amount)) {
        csv_fault_value(reader, field, text,
                        arena_printf(reader->arena,
                                     "not an amount in %s (write 90.00)",
                                     home));
        return false;
    }
    *minor = amount.minor;
    if (strcmp(amount.currency, home) != 0)
        *currency = arena_strdup(reader->arena, amount.currency);
    return true;
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

    if (text == NULL || csv_is_no_date(text))
        return 0;
    if (strlen(text) == 4 && strspn(text, "0123456789") == 4)
        year = (int)strtol(text, NULL, 10);
    else if (csv_time_read(text, reader->order, true, &utc, &date) ||
             csv_time_read(text, CSV_DATE_DMY, true, &utc, &date) ||
             csv_time_read(text, CSV_DATE_MDY, true, &utc, &date))
        year = date.day.year; /* which is the same in any order */
    if (year < BIRTH_MIN || year > 2199) {
        csv_warn(reader, "birth_year is not a year of birth; left out");
        return 0;
    }
    return year;
}

/* Of the columns that may hold one, best first. */
static void read_phone(struct csv_reader *reader, struct csv_person *person)
{
    const struct csv_sources *sources = &reader->columns.of[CSV_PHONE];
    struct contact_phones phones = {
        .country = str_or_empty(reader->request->office->country)};
    const char *warning;

    for (size_t i = 0; i < sources->count; i++) {
        const char *text =
            limited(reader, "phone",
                    csv_source_cell(reader, CSV_PHONE, &sources->items[i]),
                    PHONE_TEXT_MAX);

        if (text != NULL && !phones.is_mobile)
            contact_phone_add(&phones, text, reader->arena);
    }
    person->phone = phones.phone;
    person->phone_doubt = phones.phone == NULL ? phones.doubt : NULL;
    warning = contact_phone_warning(&phones);
    if (warning != NULL)
        csv_warn(reader, warning);
}

static bool is_title(const char *text)
{
    static const char *const titles[] = {"MD",  "DDS", "DMD", "PhD", "RN",
                                         "Jr",  "Jr.", "Sr",  "Sr.", "II",
                                         "III", "Dr",  "Dr."};

    for (size_t i = 0; i < ARRAY_LEN(titles); i++) {
        if (strcasecmp(text, titles[i]) == 0)
            return true;
    }
    return false;
}

/* "Example, Ada": one comma between the two. "Ada Example, MD" stays. */
static const char *turned(struct csv_reader *reader, const char *name)
{
    const char *comma = name == NULL ? NULL : strchr(name, ',');
    const char *given;

    if (comma == NULL || comma == name || strchr(comma + 1, ',') != NULL)
        return name;
    given = comma + 1 + strspn(comma + 1, " ");
    if (*given == '\0' || is_title(given))
        return name;
    return arena_printf(reader->arena, "%s %.*s", given, (int)(comma - name),
                        name);
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

    if (reader->map->turn_names)
        person.name = turned(reader, person.name);
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
