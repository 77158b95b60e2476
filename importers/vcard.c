#include "importers/vcard.h"

#include <stdlib.h>
#include <strings.h>

#include "base/charset.h"
#include "domain/customer.h"
#include "importers/clean.h"
#include "importers/contact.h"
#include "importers/limits.h"
#include "importers/vcard_line.h"

/* A year before this one stands where there is none: address books that know
 * only the day write 1604. */
#define BIRTH_MIN      1880
#define BIRTH_MAX      2199

/* Kinds of numbers; below 0: never texted. A mobile beats a preferred one. */
#define RANK_MOBILE    40
#define RANK_OTHER     20
#define RANK_HOME      10
#define RANK_PREFERRED 5

#define ID_MAX         200
#define LANG_MAX       35

struct number {
    const char *text;
    const char *group; /* "" when it has none */
    int rank;          /* the higher the better */
    size_t order;      /* in the card */
};

/* A card on its way. */
struct card {
    size_t line;
    const char *formatted; /* FN */
    const char *composed;  /* from N */
    const char *organisation;
    const char *mail;
    bool mail_is_preferred;
    const char *language;
    const char *uid;
    int birth_year;
    bool is_group;
    struct number numbers[VCARD_PHONES_MAX];
    size_t number_count;
};

struct reader {
    const struct office *office;
    struct arena *arena;
    struct csv_result *out;
    size_t room;
    struct card card;
    size_t depth; /* of BEGIN; what lies deeper is somebody else's card */
};

bool vcard_is(struct str document)
{
    static const char word[] = "BEGIN:VCARD";
    size_t start = 0;

    if (document.len >= 3 && memcmp(document.at, "\xEF\xBB\xBF", 3) == 0)
        start = 3;
    while (start < document.len &&
           strchr(" \t\r\n", document.at[start]) != NULL &&
           document.at[start] != '\0')
        start++;
    return document.len - start >= sizeof(word) - 1 &&
           strncasecmp(document.at + start, word, sizeof(word) - 1) == 0;
}

static int rank_of(const struct vcard_line *line)
{
    static const struct {
        const char *word;
        int rank;
    } ranks[] = {
        {"FAX", -1},
        {"PAGER", -1},
        {"CELL", RANK_MOBILE},
        {"MOBILE", RANK_MOBILE},
        {"IPHONE", RANK_MOBILE},
        {"HOME", RANK_HOME},
        {"WORK", 0},
    };
    int rank = RANK_OTHER;

    for (size_t i = 0; i < ARRAY_LEN(ranks); i++) {
        if (vcard_has_word(line, ranks[i].word)) {
            rank = ranks[i].rank;
            break;
        }
    }
    return rank;
}

static bool is_preferred(const struct vcard_line *line)
{
    struct str ignored;

    return vcard_has_word(line, "PREF") || vcard_param(line, "PREF", &ignored);
}

/* "tel:+33-1-99;ext=7" is a number, too; an extension cannot be texted. */
static const char *without_scheme(const char *text, const char *scheme,
                                  struct arena *arena)
{
    size_t len = strlen(scheme);

    if (text == NULL || strncasecmp(text, scheme, len) != 0)
        return text;
    return arena_strndup(arena, text + len, strcspn(text + len, ";?"));
}

static void take_phone(struct reader *reader, const struct vcard_line *line)
{
    struct card *card = &reader->card;
    const char *text =
        without_scheme(vcard_text(line, reader->arena), "tel:", reader->arena);
    int rank = rank_of(line);

    if (text == NULL || rank < 0 || card->number_count == VCARD_PHONES_MAX)
        return;
    card->numbers[card->number_count] = (struct number){
        .text = text,
        .group = arena_strndup(reader->arena, line->group.at, line->group.len),
        .rank = rank + (is_preferred(line) ? RANK_PREFERRED : 0),
        .order = card->number_count,
    };
    card->number_count++;
}

/* "item1.X-ABLabel:Handy" tells what item1.TEL is. */
static void take_label(struct reader *reader, const struct vcard_line *line)
{
    static const char *const mobiles[] = {
        "mobil", "cell", "handy",    "natel",     "portable",
        "movil", "gsm",  "whatsapp", "telemovel", "iphone",
    };
    const char *label = clean_fold(line->value, reader->arena);
    bool is_mobile = false;

    for (size_t i = 0; i < ARRAY_LEN(mobiles); i++)
        is_mobile |= strstr(label, mobiles[i]) != NULL;
    for (size_t i = 0; i < reader->card.number_count; i++) {
        struct number *number = &reader->card.numbers[i];

        if (!is_mobile || number->group[0] == '\0' ||
            strlen(number->group) != line->group.len ||
            strncasecmp(number->group, line->group.at, line->group.len) != 0)
            continue;
        number->rank = RANK_MOBILE;
    }
}

static void take_mail(struct reader *reader, const struct vcard_line *line)
{
    struct card *card = &reader->card;
    const char *text = without_scheme(vcard_text(line, reader->arena),
                                      "mailto:", reader->arena);

    if (text == NULL || !mail_is_plausible(text) ||
        (card->mail != NULL &&
         (card->mail_is_preferred || !is_preferred(line))))
        return;
    card->mail = text;
    card->mail_is_preferred = is_preferred(line);
}

/* "Family;Given;Additional;Prefix;Suffix". */
static void take_name(struct reader *reader, const struct vcard_line *line)
{
    struct str rest = line->value;
    const char *family = vcard_part(&rest, reader->arena);
    const char *given = vcard_part(&rest, reader->arena);

    if (family == NULL || given == NULL)
        reader->card.composed = given == NULL ? family : given;
    else
        reader->card.composed =
            arena_printf(reader->arena, "%s %s", given, family);
}

/* "1980-02-29", "19800229T…"; "--0415" knows no year. */
static void take_birthday(struct reader *reader, const struct vcard_line *line)
{
    struct str value = line->value;
    struct str ignored;
    int year = 0;

    if (value.len < 4 || vcard_param(line, "X-APPLE-OMIT-YEAR", &ignored))
        return;
    for (size_t i = 0; i < 4; i++) {
        if (value.at[i] < '0' || value.at[i] > '9')
            return;
        year = year * 10 + (value.at[i] - '0');
    }
    if (year >= BIRTH_MIN && year <= BIRTH_MAX)
        reader->card.birth_year = year;
}

static void take_uid(struct reader *reader, const struct vcard_line *line)
{
    const char *text = vcard_text(line, reader->arena);

    if (text != NULL && strncasecmp(text, "urn:uuid:", 9) == 0)
        text += 9;
    if (text != NULL && strlen(text) <= ID_MAX)
        reader->card.uid = text;
}

static void take_language(struct reader *reader, const struct vcard_line *line)
{
    const char *text = vcard_text(line, reader->arena);
    size_t letters = text == NULL ? 0 : strcspn(text, "-");

    if (letters < 2 || letters > 3 || strlen(text) > LANG_MAX ||
        (reader->card.language != NULL && !is_preferred(line)) ||
        strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                     "0123456789-") != strlen(text))
        return;
    reader->card.language = text;
}

static void take_kind(struct reader *reader, const struct vcard_line *line)
{
    const char *text = vcard_text(line, reader->arena);

    reader->card.is_group |= text != NULL && strcasecmp(text, "group") == 0;
}

static void take_formatted(struct reader *reader, const struct vcard_line *line)
{
    reader->card.formatted = vcard_text(line, reader->arena);
}

static void take_organisation(struct reader *reader,
                              const struct vcard_line *line)
{
    struct str rest = line->value;

    reader->card.organisation = vcard_part(&rest, reader->arena);
}

static void take_property(struct reader *reader, const struct vcard_line *line)
{
    static const struct {
        const char *name;
        void (*take)(struct reader *reader, const struct vcard_line *line);
    } properties[] = {
        {"FN", take_formatted},
        {"N", take_name},
        {"ORG", take_organisation},
        {"TEL", take_phone},
        {"X-ABLABEL", take_label},
        {"EMAIL", take_mail},
        {"BDAY", take_birthday},
        {"UID", take_uid},
        {"LANG", take_language},
        {"KIND", take_kind},
        {"X-ADDRESSBOOKSERVER-KIND", take_kind},
    };

    for (size_t i = 0; i < ARRAY_LEN(properties); i++) {
        if (vcard_is_name(line, properties[i].name)) {
            properties[i].take(reader, line);
            return;
        }
    }
}

static int by_rank(const void *left, const void *right)
{
    const struct number *a = left;
    const struct number *b = right;

    if (a->rank != b->rank)
        return a->rank > b->rank ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static void add_warning(struct reader *reader, const char *reason)
{
    if (reason != NULL)
        import_note_add(&reader->out->warnings, reader->arena, NULL,
                        reader->card.line, reason);
}

static void reject(struct reader *reader, const char *reason)
{
    import_note_add(&reader->out->rejected, reader->arena, NULL,
                    reader->card.line, reason);
}

static const char *name_of(const struct card *card, struct arena *arena)
{
    const char *name = card->formatted;

    if (name == NULL)
        name = card->composed == NULL ? card->organisation : card->composed;
    return name == NULL ? NULL : clean_cut(name, CLEAN_NAME_MAX, arena);
}

static void end_card(struct reader *reader)
{
    struct card *card = &reader->card;
    struct csv_result *out = reader->out;
    struct contact_phones phones = {.country =
                                        str_or_empty(reader->office->country)};
    const char *name = name_of(card, reader->arena);

    if (card->is_group) {
        out->ignored_count++;
        return;
    }
    if (name == NULL) {
        reject(reader, "a card with neither a name nor an organisation");
        return;
    }
    qsort(card->numbers, card->number_count, sizeof(*card->numbers), by_rank);
    for (size_t i = 0; i < card->number_count; i++)
        contact_phone_add(&phones, card->numbers[i].text, reader->arena);
    add_warning(reader, contact_phone_warning(&phones));
    arena_reserve(reader->arena, out->customers, out->customer_count,
                  reader->room, struct csv_customer);
    out->customers[out->customer_count++] = (struct csv_customer){
        .line = card->line,
        .external = card->uid,
        .name = name,
        .phone = phones.phone,
        .phone_doubt = phones.phone == NULL ? phones.doubt : NULL,
        .mail = card->mail,
        .language = card->language,
        .birth_year = card->birth_year,
    };
}

static bool is_card(const struct vcard_line *line)
{
    return line->value.len >= 5 && strncasecmp(line->value.at, "VCARD", 5) == 0;
}

static void begin_card(struct reader *reader, const struct vcard_line *line,
                       bool is_nested)
{
    if (reader->depth > 0 && is_nested) {
        reader->depth++;
        return;
    }
    if (reader->depth > 0)
        reject(reader, "a card without END:VCARD");
    reader->depth = 1;
    reader->card = (struct card){.line = line->number};
}

/* An agent of vCard 2.1 is a card inside a card. */
static void take_line(struct reader *reader, const struct vcard_line *line,
                      bool *after_agent)
{
    bool is_nested = *after_agent || reader->depth > 1;

    *after_agent = vcard_is_name(line, "AGENT") && line->value.len == 0;
    if (vcard_is_name(line, "BEGIN") && is_card(line)) {
        begin_card(reader, line, is_nested);
    } else if (vcard_is_name(line, "END") && is_card(line)) {
        if (reader->depth == 1)
            end_card(reader);
        reader->depth -= reader->depth > 0;
    } else if (reader->depth == 1) {
        take_property(reader, line);
    }
}

bool vcard_read(struct str document, const struct office *office,
                struct arena *arena, struct csv_result *out, struct error *err)
{
    struct reader reader = {.office = office, .arena = arena, .out = out};
    struct vcard_lines lines;
    struct vcard_line line;
    bool after_agent = false;

    *out = (struct csv_result){.is_customer_list = true};
    if (document.len > IMPORT_BYTES_MAX)
        return error_set(err, ERROR_INPUT, "%zu bytes, the limit is %d",
                         document.len, IMPORT_BYTES_MAX);
    document = charset_decode(document, charset_guess(document), arena);
    vcard_lines_init(&lines, document);
    while (out->customer_count <= VCARD_CARDS_MAX &&
           vcard_lines_next(&lines, arena, &line))
        take_line(&reader, &line, &after_agent);
    vcard_lines_finish(&lines);
    if (reader.depth > 0)
        reject(&reader, "a card without END:VCARD");
    if (out->customer_count > VCARD_CARDS_MAX)
        return error_set(err, ERROR_INPUT, "more than %d cards; split the file",
                         VCARD_CARDS_MAX);
    if (out->customer_count + out->rejected.count + out->ignored_count == 0)
        return error_set(err, ERROR_INPUT, "there is no vCard in it");
    return true;
}
