#include "base/buf.h"
#include "importers/clean.h"
#include "importers/extract_line.h"
#include "importers/extract_scan.h"
#include "importers/extract_words.h"
#include "importers/extraction.h"

/* Lines looked at; a description of more is a document. */
#define LINES_MAX 400

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
    const char *heading; /* of the section, as written */
    bool section_used;   /* something of it was read: a blank line ends it */
    bool skip_mail;      /* the next bare address is the organizer's */
    enum label pending;  /* a label whose value is the next line */
    struct origin by;    /* how what is being read was found */

    /* Of the customer's section before those of none. */
    struct found name[2];
    struct found first[2];
    struct found last[2];
    struct found phone[2];
    struct found mobile[2];
    struct found mail[2];

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

static void keep(const struct reading *reading, struct found *slot,
                 const char *text)
{
    if (slot->text == NULL && !str_is_empty(text))
        *slot = (struct found){.text = text, .origin = reading->by};
}

/* Takes off the end of a name what divided it from a number. */
static void trim_name(char *name)
{
    size_t len = strlen(name);

    while (len > 0 && strchr(" ,;:-/(<>|[\\", name[len - 1]) != NULL)
        name[--len] = '\0';
}

/* "Ada Example (DOB 01/02/1980)", "… *01.02.1980": where the date begins. */
static size_t birth_note(const char *name)
{
    for (const char *at = name; *at != '\0'; at++) {
        size_t end = *at == '(' ? strcspn(at, ")") : 2;

        if ((*at == '(' || *at == '*') && at > name && at[-1] == ' ' &&
            strcspn(at, "0123456789") < end)
            return (size_t)(at - name);
    }
    return strlen(name);
}

/* A name alone, given name first: "Example, Ada (*1980)" is "Ada Example". */
static const char *plain_name(const struct reading *reading, const char *text)
{
    struct arena *arena = reading->extraction->arena;
    char *name = arena_strndup(arena, text, birth_note(text));
    char *comma;

    trim_name(name);
    comma = strchr(name, ',');
    if (comma == NULL || strchr(comma + 1, ',') != NULL || comma[1] != ' ' ||
        memchr(name, ' ', (size_t)(comma - name)) != NULL)
        return name;
    *comma = '\0';
    return arena_printf(arena, "%s %s", comma + 2, name);
}

/* "Jo Example, 0171 …, jo@example.org": the name is what remains. */
static void keep_person(struct reading *reading, const char *value)
{
    struct extraction *extraction = reading->extraction;
    struct str rest = str_of(value);
    char *name;

    keep(reading, &reading->mail[0], scan_mail(&rest, extraction->arena));
    keep(reading, &reading->phone[0], extract_number_in(extraction, value));
    name =
        scan_without_contacts(value, extraction->phones,
                              extraction->extractor->labels, extraction->arena);
    if (words_have_letters(name))
        keep(reading, &reading->name[0], plain_name(reading, name));
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
        keep(reading, &reading->extraction->provider, value);
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
    case LABEL_NOTES:
    case LABEL_OTHER:
        return;
    }
}

/* A title that stands in the description says nothing the title does not. */
static void take_service(const struct reading *reading, const char *value)
{
    struct extraction *extraction = reading->extraction;
    struct arena *arena = extraction->arena;

    if (strcmp(clean_fold(str_of(value), arena),
               clean_fold(str_of(extraction->summary), arena)) != 0)
        keep(reading, &extraction->service,
             extract_service_text(extraction, value));
}

static void take(struct reading *reading, enum label label, const char *value)
{
    struct extraction *extraction = reading->extraction;
    size_t i = rank(reading);

    switch (label) {
    case LABEL_NAME:
        if (scan_may_have_contacts(value))
            keep_person(reading, value);
        else
            keep(reading, &reading->name[i], plain_name(reading, value));
        return;
    case LABEL_FIRST:
        keep(reading, &reading->first[i], value);
        return;
    case LABEL_LAST:
        keep(reading, &reading->last[i], value);
        return;
    case LABEL_CUSTOMER:
        keep_person(reading, value);
        return;
    case LABEL_PROVIDER:
        keep(reading, &extraction->provider, value);
        return;
    case LABEL_PHONE:
        keep(reading, &reading->phone[i], value);
        return;
    case LABEL_MOBILE:
        keep(reading, &reading->mobile[i], value);
        return;
    case LABEL_MAIL:
        keep(reading, &reading->mail[i], value);
        return;
    case LABEL_SERVICE:
        take_service(reading, value);
        return;
    case LABEL_PRICE:
        extract_price(extraction, value, reading->by);
        return;
    case LABEL_LOCATION:
        if (extract_is_number(extraction, value))
            keep(reading, &reading->phone[i], value);
        else
            keep(reading, &extraction->location, value);
        return;
    case LABEL_LANGUAGE:
        if (extraction->language == NULL)
            extraction->language = language_of(value, extraction->arena);
        return;
    case LABEL_NOTES:
        keep(reading, &extraction->notes, value);
        return;
    case LABEL_UNKNOWN:
    case LABEL_WHO:
    case LABEL_OTHER:
        return;
    }
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
    case LABEL_NOTES:
    case LABEL_OTHER:
        break;
    }
    return SECTION_NONE;
}

static void open_section(struct reading *reading, enum section section,
                         const char *heading)
{
    reading->section = section;
    reading->heading = heading;
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
        keep(reading, &reading->extraction->provider,
             arena_strndup(arena, line, (size_t)(dash - line)));
        reading->skip_mail = true;
        return;
    }
    if (reading->skip_mail && strchr(line, '@') != NULL) {
        reading->skip_mail = false;
        return;
    }
    keep_person(reading, line);
}

static void keep_for_scan(struct reading *reading, const char *line)
{
    (void)buf_add_text(&reading->rest, line);
    (void)buf_add_char(&reading->rest, '\n');
}

static void take_bare(struct reading *reading, const char *line)
{
    reading->by = (struct origin){
        .way = ORIGIN_HEADING,
        .sureness = SURENESS_SURE,
        .label = reading->heading,
    };
    switch (reading->section) {
    case SECTION_CUSTOMER:
        keep_person(reading, line);
        break;
    case SECTION_WHO:
        take_among_people(reading, line);
        break;
    case SECTION_PROVIDER:
        keep(reading, &reading->extraction->provider, line);
        break;
    case SECTION_NONE:
        keep_for_scan(reading, line);
        return;
    }
    reading->section_used = true;
}

static void take_labelled(struct reading *reading, const struct line_part *part)
{
    reading->by.label = part->before;
    if (reading->section == SECTION_PROVIDER && part->label != LABEL_CUSTOMER)
        take_in_provider(reading, part->label, part->text);
    else
        take(reading, part->label, part->text);
    /* A remark may hold a number, too. */
    if (part->label == LABEL_NOTES && reading->section != SECTION_PROVIDER)
        keep_for_scan(reading, part->text);
    reading->section_used = true;
}

/* A line without value: a heading, or a label whose value comes below. */
static void take_heading(struct reading *reading, const struct line_part *part,
                         const char *written)
{
    enum section section = section_of(part->label);

    open_section(reading, section, written);
    reading->pending = section == SECTION_NONE ? part->label : LABEL_UNKNOWN;
    reading->by.label = written;
}

/* A part with a colon; `line` is all that stands from there on. */
static void take_colon(struct reading *reading, const struct line_part *part,
                       const char *line)
{
    bool opens = section_of(part->label) != SECTION_NONE;

    if (part->text == NULL) {
        if (reading->section == SECTION_NONE || opens ||
            part->label == LABEL_UNKNOWN)
            take_heading(reading, part, part->before);
    } else if (part->label != LABEL_UNKNOWN) {
        take_labelled(reading, part);
    } else if (reading->section != SECTION_PROVIDER) {
        /* A question of the customer's form: may hold a number. */
        keep_for_scan(reading, line);
    }
}

/* Whether a line that is nothing but a label asks for the next one. */
static bool awaits_value(const struct reading *reading, enum label label)
{
    return reading->section == SECTION_NONE &&
           (label == LABEL_NAME || label == LABEL_FIRST ||
            label == LABEL_LAST || label == LABEL_PHONE ||
            label == LABEL_MOBILE || label == LABEL_MAIL);
}

static void take_line(struct reading *reading, const char *line)
{
    struct extraction *extraction = reading->extraction;
    enum label pending = reading->pending;
    const char *rest = line;
    struct line_part part;

    reading->pending = LABEL_UNKNOWN;
    if (*line == '\0' && reading->section_used)
        open_section(reading, SECTION_NONE, NULL);
    while (line_next_part(extraction->extractor->labels, &rest,
                          extraction->arena, &part)) {
        const char *label = reading->by.label;

        reading->by = (struct origin){.way = ORIGIN_LABEL,
                                      .sureness = SURENESS_SURE,
                                      .label = label};
        if (part.has_label)
            take_colon(reading, &part, line);
        else if (section_of(part.label) != SECTION_NONE ||
                 (pending == LABEL_UNKNOWN &&
                  awaits_value(reading, part.label)))
            take_heading(reading, &part, part.text);
        else if (pending != LABEL_UNKNOWN)
            take(reading, pending, part.text);
        else
            take_bare(reading, line);
        line = rest;
    }
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
static struct found full_name(const struct reading *reading, size_t i)
{
    struct arena *arena = reading->extraction->arena;
    const char *first = reading->first[i].text;
    const char *last = reading->last[i].text;
    struct found name = reading->name[i];

    if (name.text != NULL && first != NULL && last == NULL &&
        !has_half(reading, name.text, first))
        name.text = arena_printf(arena, "%s %s", first, name.text);
    else if (name.text != NULL && last != NULL && first == NULL &&
             !has_half(reading, name.text, last))
        name.text = arena_printf(arena, "%s %s", name.text, last);
    if (name.text != NULL)
        return name;
    name = last != NULL ? reading->last[i] : reading->first[i];
    if (first != NULL && last != NULL)
        name.text = arena_printf(arena, "%s %s", first, last);
    return name;
}

static void settle(struct reading *reading)
{
    struct extraction *extraction = reading->extraction;

    for (size_t i = 0; i < 2; i++) {
        struct found name = full_name(reading, i);

        if (extraction->name.text == NULL && name.text != NULL)
            extraction->name = name;
        if (reading->mobile[i].text != NULL)
            extract_phone(extraction, reading->mobile[i].text,
                          reading->mobile[i].origin);
        if (reading->phone[i].text != NULL)
            extract_phone(extraction, reading->phone[i].text,
                          reading->phone[i].origin);
        if (reading->mail[i].text != NULL)
            extract_mail(extraction, reading->mail[i].text,
                         reading->mail[i].origin);
    }
}

void extract_lines(struct extraction *extraction)
{
    struct reading reading = {.extraction = extraction};

    buf_init(&reading.rest, 4 * strlen(extraction->description) + 1);
    read_lines(&reading, extraction->description);
    settle(&reading);
    extraction->description =
        arena_strdup(extraction->arena, buf_text(&reading.rest));
    buf_finish(&reading.rest);
}
