#include "base/buf.h"
#include "importers/clean.h"
#include "importers/extract_scan.h"
#include "importers/extract_words.h"
#include "importers/extraction.h"

/* What stands before a colon, at most; longer is a sentence. */
#define LABEL_BYTES_MAX 60
/* Lines looked at; a description of more is a document. */
#define LINES_MAX       400

/* Whose lines these are. */
enum section {
    SECTION_NONE,
    SECTION_CUSTOMER,
    SECTION_PROVIDER,
    SECTION_WHO, /* one after the other */
};

struct reading {
    struct extraction *extraction;
    enum section section;
    bool section_used;  /* something of it was read: a blank line ends it */
    bool skip_mail;     /* the next bare address is the organizer's */
    enum label pending; /* a label whose value is the next line */

    /* Of the customer's section before those of none. */
    const char *name[2];
    const char *first[2];
    const char *last[2];
    const char *phone[2];
    const char *mobile[2];
    const char *mail[2];

    struct buf rest; /* lines nobody has claimed, for the scan */
};

/* 0: the customer's own; 1: anybody's. */
static size_t rank(const struct reading *reading)
{
    return reading->section == SECTION_CUSTOMER ||
                   reading->section == SECTION_WHO
               ? 0
               : 1;
}

static void keep(const char **slot, const char *text)
{
    if (*slot == NULL && !str_is_empty(text))
        *slot = text;
}

/* "Jo Example, 0171 …, jo@example.org": the name is what remains. */
static void keep_person(struct reading *reading, const char *value)
{
    struct extraction *extraction = reading->extraction;
    struct str rest = str_of(value);
    char e164[PHONE_E164_MAX];
    struct str written;
    char *name;
    size_t len;

    keep(&reading->mail[0], scan_mail(&rest, extraction->arena));
    rest = str_of(value);
    if (scan_phone(&rest, extraction->phones, &written, e164))
        keep(&reading->phone[0],
             arena_strndup(extraction->arena, written.at, written.len));
    name = scan_without_contacts(value, extraction->phones, extraction->arena);
    len = strlen(name);
    while (len > 0 && strchr(" ,;-/()<>|", name[len - 1]) != NULL)
        name[--len] = '\0';
    keep(&reading->name[0], name);
}

static const char *language_of(const char *value, struct arena *arena)
{
    static const char *const languages[][2] = {
        {"english", "en"},  {"anglais", "en"},    {"englisch", "en"},
        {"french", "fr"},   {"francais", "fr"},   {"franzosisch", "fr"},
        {"german", "de"},   {"deutsch", "de"},    {"allemand", "de"},
        {"spanish", "es"},  {"espanol", "es"},    {"spanisch", "es"},
        {"dutch", "nl"},    {"nederlands", "nl"}, {"italian", "it"},
        {"italiano", "it"}, {"portuguese", "pt"}, {"portugues", "pt"},
        {"chinese", "zh"},  {"中文", "zh"},       {"polish", "pl"},
        {"polski", "pl"},
    };
    const char *word = clean_fold(str_of(value), arena);

    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        if (strcmp(word, languages[i][0]) == 0 ||
            strcmp(word, languages[i][1]) == 0)
            return languages[i][1];
    }
    return NULL;
}

/* A provider's own section names them; their numbers are not the customer's. */
static void take_in_provider(struct reading *reading, enum label label,
                             const char *value)
{
    switch (label) {
    case LABEL_NAME:
    case LABEL_PROVIDER:
        found_keep(&reading->extraction->provider, value, ORIGIN_LABEL);
        return;
    case LABEL_UNKNOWN:
    case LABEL_FIRST:
    case LABEL_LAST:
    case LABEL_CUSTOMER:
    case LABEL_WHO:
    case LABEL_PHONE:
    case LABEL_MOBILE:
    case LABEL_MAIL:
    case LABEL_SERVICE:
    case LABEL_PRICE:
    case LABEL_LOCATION:
    case LABEL_LANGUAGE:
    case LABEL_OTHER:
        return;
    }
}

/* A title that stands in the description says nothing the title does not. */
static void take_service(struct extraction *extraction, const char *value)
{
    struct arena *arena = extraction->arena;

    if (strcmp(clean_fold(str_of(value), arena),
               clean_fold(str_of(extraction->summary), arena)) != 0)
        found_keep(&extraction->service,
                   extract_service_text(extraction, value), ORIGIN_LABEL);
}

static void take(struct reading *reading, enum label label, const char *value)
{
    struct extraction *extraction = reading->extraction;
    size_t i = rank(reading);

    switch (label) {
    case LABEL_NAME:
        keep(&reading->name[i], value);
        return;
    case LABEL_FIRST:
        keep(&reading->first[i], value);
        return;
    case LABEL_LAST:
        keep(&reading->last[i], value);
        return;
    case LABEL_CUSTOMER:
        keep_person(reading, value);
        return;
    case LABEL_PROVIDER:
        found_keep(&extraction->provider, value, ORIGIN_LABEL);
        return;
    case LABEL_PHONE:
        keep(&reading->phone[i], value);
        return;
    case LABEL_MOBILE:
        keep(&reading->mobile[i], value);
        return;
    case LABEL_MAIL:
        keep(&reading->mail[i], value);
        return;
    case LABEL_SERVICE:
        take_service(extraction, value);
        return;
    case LABEL_PRICE:
        extract_price(extraction, value, ORIGIN_LABEL);
        return;
    case LABEL_LOCATION:
        found_keep(&extraction->location, value, ORIGIN_LABEL);
        return;
    case LABEL_LANGUAGE:
        keep(&extraction->language, language_of(value, extraction->arena));
        return;
    case LABEL_UNKNOWN:
    case LABEL_WHO:
    case LABEL_OTHER:
        return;
    }
}

/* Splits "label : value"; false when the line has no label. */
static bool split(const char *line, struct arena *arena, char **label,
                  char **value)
{
    size_t len = strcspn(line, ":");
    const char *wide = strstr(line, "：");
    size_t sign = 1;

    if (wide != NULL && (size_t)(wide - line) < len) {
        len = (size_t)(wide - line);
        sign = strlen("：");
    }
    if (line[len] == '\0' || len == 0 || len > LABEL_BYTES_MAX)
        return false;
    /* A time of day, a URL. */
    if (strncmp(line + len, "://", 3) == 0 ||
        (line[len - 1] >= '0' && line[len - 1] <= '9' && line[len + 1] >= '0' &&
         line[len + 1] <= '9'))
        return false;
    *label = arena_strndup(arena, line, len);
    *value = clean_line(str_of(line + len + sign), arena);
    return true;
}

/* "* Tel. (required)" is "tel". */
static enum label label_of(const struct extraction *extraction,
                           const char *text)
{
    char *word = clean_fold(str_of(text), extraction->arena);
    size_t len;

    word += strspn(word, " *-.>#_[");
    if (strchr(word, '(') != NULL && strchr(word, '(') > word)
        *strchr(word, '(') = '\0';
    len = strlen(word);
    while (len > 0 && strchr(" .*?:_]", word[len - 1]) != NULL)
        word[--len] = '\0';
    return label_find(extraction->extractor->labels, word);
}

static enum section section_of(enum label label)
{
    switch (label) {
    case LABEL_CUSTOMER:
        return SECTION_CUSTOMER;
    case LABEL_PROVIDER:
        return SECTION_PROVIDER;
    case LABEL_WHO:
        return SECTION_WHO;
    case LABEL_UNKNOWN:
    case LABEL_NAME:
    case LABEL_FIRST:
    case LABEL_LAST:
    case LABEL_PHONE:
    case LABEL_MOBILE:
    case LABEL_MAIL:
    case LABEL_SERVICE:
    case LABEL_PRICE:
    case LABEL_LOCATION:
    case LABEL_LANGUAGE:
    case LABEL_OTHER:
        break;
    }
    return SECTION_NONE;
}

static void open_section(struct reading *reading, enum section section)
{
    reading->section = section;
    reading->section_used = false;
    reading->skip_mail = false;
}

/* Cal.com's people: "Dr. Rivera - Organizer", "Tom Ashby - +44 …". */
static void take_among_people(struct reading *reading, const char *line)
{
    static const char *const hosts[] = {
        "organizer",    "organiser",   "organisateur",  "organisator",
        "veranstalter", "organizador", "organizzatore", "组织者",
    };
    struct arena *arena = reading->extraction->arena;
    const char *dash = strstr(line, " - ");
    const char *tail = dash == NULL ? "" : clean_fold(str_of(dash + 3), arena);

    for (size_t i = 0; i < ARRAY_LEN(hosts); i++) {
        if (strcmp(tail, hosts[i]) != 0)
            continue;
        found_keep(&reading->extraction->provider,
                   arena_strndup(arena, line, (size_t)(dash - line)),
                   ORIGIN_LABEL);
        reading->skip_mail = true;
        return;
    }
    if (reading->skip_mail && strchr(line, '@') != NULL) {
        reading->skip_mail = false;
        return;
    }
    keep_person(reading, line);
}

static void take_bare(struct reading *reading, const char *line)
{
    switch (reading->section) {
    case SECTION_CUSTOMER:
        keep_person(reading, line);
        break;
    case SECTION_WHO:
        take_among_people(reading, line);
        break;
    case SECTION_PROVIDER:
        found_keep(&reading->extraction->provider, line, ORIGIN_LABEL);
        break;
    case SECTION_NONE:
        (void)buf_printf(&reading->rest, "%s\n", line);
        return;
    }
    reading->section_used = true;
}

static void take_labelled(struct reading *reading, enum label label,
                          const char *line, const char *value)
{
    if (label == LABEL_UNKNOWN) {
        /* A question of the customer's form: may hold a number. */
        if (reading->section != SECTION_PROVIDER)
            (void)buf_printf(&reading->rest, "%s\n", line);
        return;
    }
    if (reading->section == SECTION_PROVIDER && label != LABEL_CUSTOMER) {
        take_in_provider(reading, label, value);
        reading->section_used = true;
        return;
    }
    take(reading, label, value);
    reading->section_used = true;
}

/* A line without value: a heading, or a label whose value comes below. */
static void take_heading(struct reading *reading, enum label label)
{
    open_section(reading, section_of(label));
    reading->pending = reading->section == SECTION_NONE ? label : LABEL_UNKNOWN;
}

static void take_line(struct reading *reading, const char *line)
{
    struct extraction *extraction = reading->extraction;
    enum label pending = reading->pending;
    enum label label;
    char *before;
    char *value;

    reading->pending = LABEL_UNKNOWN;
    if (*line == '\0') {
        if (reading->section_used)
            open_section(reading, SECTION_NONE);
        return;
    }
    if (split(line, extraction->arena, &before, &value)) {
        label = label_of(extraction, before);
        if (value != NULL)
            take_labelled(reading, label, line, value);
        else if (reading->section == SECTION_NONE ||
                 section_of(label) != SECTION_NONE || label == LABEL_UNKNOWN)
            take_heading(reading, label);
        return;
    }
    label = label_of(extraction, line);
    if (section_of(label) != SECTION_NONE)
        take_heading(reading, label);
    else if (pending != LABEL_UNKNOWN)
        take(reading, pending, line);
    else
        take_bare(reading, line);
}

/* Lines, and parts of a line that '|' divides. */
static void read_lines(struct reading *reading, const char *text)
{
    struct arena *arena = reading->extraction->arena;

    for (size_t lines = 0; *text != '\0' && lines < LINES_MAX; lines++) {
        size_t len = strcspn(text, "\n|");
        char *line = clean_line((struct str){text, len}, arena);

        if (line != NULL || text[len] != '|')
            take_line(reading, str_or_empty(line));
        text += len + (text[len] != '\0');
    }
}

/* Whether a name is whole without this half of it. */
static bool has_half(const struct reading *reading, const char *whole,
                     const char *half)
{
    return words_have_name(whole, half, reading->extraction->arena);
}

/* "Camille" and "Rousseau"; "Nom" beside "Prénom" is half of a name. */
static const char *full_name(const struct reading *reading, size_t i)
{
    struct arena *arena = reading->extraction->arena;
    const char *first = reading->first[i];
    const char *last = reading->last[i];
    const char *name = reading->name[i];

    if (name != NULL && first != NULL && last == NULL &&
        !has_half(reading, name, first))
        return arena_printf(arena, "%s %s", first, name);
    if (name != NULL && last != NULL && first == NULL &&
        !has_half(reading, name, last))
        return arena_printf(arena, "%s %s", name, last);
    if (name != NULL)
        return name;
    if (first != NULL && last != NULL)
        return arena_printf(arena, "%s %s", first, last);
    return last != NULL ? last : first;
}

static void settle(struct reading *reading)
{
    struct extraction *extraction = reading->extraction;

    for (size_t i = 0; i < 2; i++) {
        found_keep(&extraction->name, full_name(reading, i), ORIGIN_LABEL);
        if (reading->mobile[i] != NULL)
            extract_phone(extraction, reading->mobile[i], ORIGIN_LABEL);
        if (reading->phone[i] != NULL)
            extract_phone(extraction, reading->phone[i], ORIGIN_LABEL);
        if (reading->mail[i] != NULL) {
            struct str rest = str_of(reading->mail[i]);

            extract_mail(extraction, scan_mail(&rest, extraction->arena),
                         ORIGIN_LABEL);
        }
    }
}

void extract_lines(struct extraction *extraction)
{
    struct reading reading = {.extraction = extraction};

    buf_init(&reading.rest, 2 * strlen(extraction->description) + 1);
    read_lines(&reading, extraction->description);
    settle(&reading);
    extraction->description =
        arena_strdup(extraction->arena, buf_text(&reading.rest));
    buf_finish(&reading.rest);
}
