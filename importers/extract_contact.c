#include <strings.h>

#include "base/buf.h"
#include "domain/customer.h"
#include "importers/clean.h"
#include "importers/extract_line.h"
#include "importers/extract_scan.h"
#include "importers/extract_words.h"
#include "importers/extraction.h"

/* A doubtful number is kept as it was written, to this length. */
#define PHONE_DOUBT_MAX 64

static bool is_offices_own(const struct extraction *extraction,
                           const char *e164)
{
    return strcmp(extraction->extractor->own_phone, e164) == 0;
}

/* Numbers of one text that are considered; more of them are a list. */
#define NUMBERS_MAX 8

/* How a number in a text is told from others: a later kind is preferred. */
enum number_kind { NUMBER_LOOSE, NUMBER_NAMED, NUMBER_MOBILE };

struct number {
    char e164[PHONE_E164_MAX];
    enum number_kind kind;
    struct str word; /* that named it */
    bool is_alone;   /* its line is nothing but how to reach somebody */
};

struct numbers {
    struct number items[NUMBERS_MAX];
    size_t count;
};

static void add_number(struct numbers *numbers, const struct number *number)
{
    for (size_t i = 0; i < numbers->count; i++) {
        if (strcmp(numbers->items[i].e164, number->e164) != 0)
            continue;
        if (number->kind > numbers->items[i].kind)
            numbers->items[i] = *number;
        return;
    }
    if (numbers->count < NUMBERS_MAX)
        numbers->items[numbers->count++] = *number;
}

/* Whether a part of a line has no words but mailboxes. */
static bool is_wordless(const char *at, const char *end, struct arena *arena)
{
    while (at < end) {
        size_t len = strcspn(at, " \n");
        bool is_mail;

        if (len > (size_t)(end - at))
            len = (size_t)(end - at);
        is_mail = memchr(at, '@', len) != NULL;
        if (!is_mail && words_have_letters(arena_strndup(arena, at, len)))
            return false;
        at += len + (at + len < end);
    }
    return true;
}

/* Whether the line of `part`, somewhere in `text`, says nothing else. */
static bool is_alone(const char *text, struct str part, struct arena *arena)
{
    const char *start = part.at;
    const char *behind = part.at + part.len;

    while (start > text && start[-1] != '\n')
        start--;
    return is_wordless(start, part.at, arena) &&
           is_wordless(behind, behind + strcspn(behind, "\n"), arena);
}

/* All numbers of a text that may be the customer's, each once. */
static void collect(const struct extraction *extraction, const char *text,
                    struct numbers *out)
{
    const struct label_index *labels = extraction->extractor->labels;
    struct str rest = str_of(text);
    struct number number = {0};
    struct str written;

    out->count = 0;
    while (scan_phone(&rest, extraction->phones, &written, number.e164)) {
        enum label label = line_word_before(labels, text, written.at,
                                            extraction->arena, &number.word);

        if (is_offices_own(extraction, number.e164) || label == LABEL_OTHER)
            continue;
        number.kind = label == LABEL_MOBILE  ? NUMBER_MOBILE
                      : label == LABEL_PHONE ? NUMBER_NAMED
                                             : NUMBER_LOOSE;
        number.is_alone = number.kind == NUMBER_LOOSE &&
                          is_alone(text, written, extraction->arena);
        add_number(out, &number);
    }
}

/* The only mobile one of those of `kind`; NULL when there is none, or more. */
static const struct number *only_mobile(const struct numbers *numbers,
                                        enum number_kind kind)
{
    const struct number *found = NULL;

    for (size_t i = 0; i < numbers->count; i++) {
        if (numbers->items[i].kind != kind ||
            !phone_is_mobile(numbers->items[i].e164))
            continue;
        if (found != NULL)
            return NULL;
        found = &numbers->items[i];
    }
    return found;
}

/*
 * The number to use: the best named, the only mobile one of several, else the
 * first, which `is_open` then says. NULL when there is none.
 */
static const struct number *choose(const struct numbers *numbers, bool *is_open)
{
    const struct number *first = NULL;
    const struct number *mobile;
    size_t others = 0;

    *is_open = false;
    for (size_t i = 0; i < numbers->count; i++) {
        const struct number *number = &numbers->items[i];

        if (first == NULL || number->kind > first->kind) {
            first = number;
            others = 0;
        } else {
            others += number->kind == first->kind;
        }
    }
    if (others == 0)
        return first;
    mobile = only_mobile(numbers, first->kind);
    *is_open = mobile == NULL || first->kind == NUMBER_LOOSE;
    return mobile != NULL ? mobile : first;
}

static void keep_phone(struct extraction *extraction, const char *e164,
                       struct origin origin)
{
    if (!is_offices_own(extraction, e164))
        found_keep(&extraction->phone, arena_strdup(extraction->arena, e164),
                   origin);
}

static void keep_doubt(struct extraction *extraction, const char *text,
                       struct origin origin)
{
    origin.sureness = SURENESS_GUESS;
    found_keep(&extraction->phone_doubt,
               clean_cut(text, PHONE_DOUBT_MAX, extraction->arena), origin);
}

/* Nothing but a number: no second one, no words around it. */
static bool is_bare_number(const char *text)
{
    return text[strspn(text, "+0123456789 ()./-")] == '\0';
}

void extract_phone(struct extraction *extraction, const char *text,
                   struct origin origin)
{
    char e164[PHONE_E164_MAX];
    enum phone_verdict verdict =
        phone_reader_read(extraction->phones, text, e164);
    const struct number *chosen = NULL;
    struct numbers numbers;
    bool is_open;

    if (verdict != PHONE_GOOD || !is_bare_number(text)) {
        collect(extraction, text, &numbers);
        chosen = choose(&numbers, &is_open);
    }
    if (chosen != NULL)
        keep_phone(extraction, chosen->e164, origin);
    else if (verdict == PHONE_GOOD)
        keep_phone(extraction, e164, origin);
    else if (verdict == PHONE_DOUBTFUL)
        keep_doubt(extraction, text, origin);
}

/* Addresses that stand for something else than a mailbox of the customer. */
static bool is_alias(const char *mail)
{
    static const char *const domains[] = {
        "@sms.cal.com",
        "@group.calendar.google.com",
        "@resource.calendar.google.com",
        "@import.calendar.google.com",
    };

    for (size_t i = 0; i < ARRAY_LEN(domains); i++) {
        const char *at = strchr(mail, '@');

        if (at != NULL && strcasecmp(at, domains[i]) == 0)
            return true;
    }
    return strncasecmp(mail, "noreply@", 8) == 0 ||
           strncasecmp(mail, "no-reply@", 9) == 0;
}

/* Whether it is the organizer's: theirs only when a label says so. */
static bool is_organizers(const struct extraction *extraction, const char *mail)
{
    const struct ical_person *organizer = extraction->event->organizer;

    return organizer != NULL && organizer->mail != NULL &&
           strcasecmp(organizer->mail, mail) == 0;
}

void extract_mail(struct extraction *extraction, const char *text,
                  struct origin origin)
{
    struct str rest = str_of(text);
    char *mail = text == NULL ? NULL : scan_mail(&rest, extraction->arena);

    if (mail == NULL || is_alias(mail) || !mail_is_plausible(mail))
        return;
    if (origin.way != ORIGIN_LABEL && origin.way != ORIGIN_PATTERN &&
        is_organizers(extraction, mail))
        return;
    found_keep(&extraction->mail, mail, origin);
}

void extract_price(struct extraction *extraction, const char *text,
                   struct origin origin)
{
    if (extraction->has_price)
        return;
    extraction->has_price =
        amount_read(str_of(text), extraction->extractor->office->currency,
                    &extraction->price);
    if (extraction->has_price)
        extraction->price_origin = origin;
}

/* Whether a bracket's inside is a price; it is added to `sum`. */
static bool add_price(const struct extraction *extraction, const char *inside,
                      struct amount *sum)
{
    struct amount price;

    if (!amount_read(str_of(inside), extraction->extractor->office->currency,
                     &price) ||
        !price.is_marked)
        return false;
    if (sum->currency[0] != '\0' && strcmp(sum->currency, price.currency) != 0)
        return true; /* cannot be added up */
    price.minor += sum->minor;
    *sum = price;
    return true;
}

/* Whether what a bracket holds is no part of the service's name. */
static bool is_beside(const struct extraction *extraction, struct str inside,
                      struct amount *sum)
{
    char *text = arena_strndup(extraction->arena, inside.at, inside.len);

    return words_are_duration(text, extraction->arena) ||
           add_price(extraction, text, sum);
}

const char *extract_service_text(struct extraction *extraction,
                                 const char *text)
{
    struct amount sum = {0};
    struct buf kept;
    char *line;

    buf_init(&kept, strlen(text) + 1);
    while (*text != '\0') {
        size_t before = strcspn(text, "(");
        size_t end = before + strcspn(text + before, ")");
        size_t next = end + (text[end] != '\0');

        if (text[end] == '\0' ||
            !is_beside(extraction,
                       (struct str){text + before + 1, end - before - 1},
                       &sum)) {
            (void)buf_add(&kept, text, next);
        } else {
            while (before > 0 && text[before - 1] == ' ')
                before--;
            (void)buf_add(&kept, text, before);
        }
        text += next;
    }
    line = clean_line(buf_str(&kept), extraction->arena);
    buf_finish(&kept);
    if (sum.currency[0] != '\0' && extraction->service_price.minor == 0)
        extraction->service_price = sum;
    return str_or_empty(line);
}

const char *extract_number_in(const struct extraction *extraction,
                              const char *text)
{
    const struct number *chosen;
    struct numbers numbers;
    bool is_open;

    collect(extraction, text, &numbers);
    chosen = choose(&numbers, &is_open);
    return chosen == NULL ? NULL
                          : arena_strdup(extraction->arena, chosen->e164);
}

bool extract_is_number(const struct extraction *extraction, const char *text)
{
    const char *rest;

    if (strpbrk(text, "0123456789") == NULL)
        return false;
    rest =
        scan_without_contacts(text, extraction->phones,
                              extraction->extractor->labels, extraction->arena);
    return !words_have_letters(rest) && strpbrk(rest, "0123456789") == NULL;
}

void extract_phones_in(struct extraction *extraction, const char *text,
                       struct origin origin)
{
    const struct number *chosen;
    struct numbers numbers;
    bool is_open;

    if (extraction->phone.text != NULL || !scan_may_have_contacts(text))
        return;
    collect(extraction, text, &numbers);
    chosen = choose(&numbers, &is_open);
    if (chosen == NULL)
        return;
    if (chosen->kind != NUMBER_LOOSE)
        origin = (struct origin){
            .way = ORIGIN_WORD,
            .sureness = SURENESS_SURE,
            .label = arena_strndup(extraction->arena, chosen->word.at,
                                   chosen->word.len),
        };
    /* The only number, on a line for it: what else would it be? */
    if (chosen->is_alone && origin.way == ORIGIN_TEXT)
        origin.sureness = SURENESS_SURE;
    /* Whose is which? A person has to look. */
    if (is_open)
        keep_doubt(extraction, chosen->e164, origin);
    else
        keep_phone(extraction, chosen->e164, origin);
}

/* The word before an address that has just been taken off `rest`; or NULL. */
static const char *mail_word(const struct extraction *extraction,
                             const char *text, struct str rest,
                             const char *mail)
{
    struct str word = {0};
    enum label label =
        line_word_before(extraction->extractor->labels, text,
                         rest.at - strlen(mail), extraction->arena, &word);

    return label == LABEL_MAIL
               ? arena_strndup(extraction->arena, word.at, word.len)
               : NULL;
}

/* The address of a text: the one that is named, or the only one. */
static void extract_mails_in(struct extraction *extraction, const char *text,
                             struct origin origin)
{
    struct str rest = str_of(text);
    const char *only = NULL;
    struct str place = {0};
    const char *mail;

    if (extraction->mail.text != NULL)
        return;
    while ((mail = scan_mail(&rest, extraction->arena)) != NULL) {
        const char *word = mail_word(extraction, text, rest, mail);

        if (is_alias(mail) || is_organizers(extraction, mail))
            continue;
        if (word != NULL && origin.way != ORIGIN_WORD) {
            only = NULL;
            origin = (struct origin){ORIGIN_WORD, SURENESS_SURE, word};
        } else if (word == NULL && origin.way == ORIGIN_WORD) {
            continue;
        }
        if (only != NULL && strcmp(only, mail) != 0)
            return; /* several: none is sure */
        only = mail;
        place = (struct str){rest.at - strlen(mail), strlen(mail)};
    }
    if (only != NULL && origin.way == ORIGIN_TEXT &&
        is_alone(text, place, extraction->arena))
        origin.sureness = SURENESS_SURE;
    extract_mail(extraction, only, origin);
}

/* "%20" and its like in a link become a space: signs beside digits. */
static const char *unescaped(const char *url, struct arena *arena)
{
    char *text = arena_strdup(arena, url);
    char *to = text;

    for (const char *at = url; *at != '\0'; at++) {
        bool is_escape = at[0] == '%' && at[1] != '\0' && at[2] != '\0';

        /* "%2B" is the plus of "+44". */
        *to++ = !is_escape ? *at : strncasecmp(at, "%2b", 3) == 0 ? '+' : ' ';
        at += is_escape ? 2 : 0;
    }
    *to = '\0';
    return text;
}

void extract_contacts(struct extraction *extraction)
{
    const struct ical_event *event = extraction->event;
    const char *url = str_or_empty(event->url);
    struct origin text = origin_by(ORIGIN_TEXT);

    if (extraction->source == SOURCE_NEXTCLOUD_APP)
        text = origin_by(ORIGIN_PRODUCT);
    if (strncasecmp(url, "tel:", 4) == 0)
        extract_phone(extraction, unescaped(url + 4, extraction->arena),
                      origin_by(ORIGIN_URL));
    extract_phones_in(extraction, extraction->description, text);
    extract_mails_in(extraction, extraction->description, text);
    extract_phones_in(extraction, extraction->summary, origin_by(ORIGIN_TITLE));
    extract_mails_in(extraction, extraction->summary, origin_by(ORIGIN_TITLE));
}
